"""Statements of a text by the running Python's own parser."""

import ast
import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from lossguard.syntax.by_ast.lines import Lines
from lossguard.syntax.by_ast.lower import Lowering
from lossguard.syntax.by_ast.trees import tree_of
from lossguard.syntax.nodes import Block
from lossguard.syntax.source import NotTakenError, Source, UnparsableError
from lossguard.text.document import Part

_BLANK = re.compile(r"[ \t]*")


def whole(part: Part, code: str, source: Source, offset: int) -> Block:
    """Statements of a text that begins at an offset of a part; raises NotTakenError, UnparsableError."""
    with _quietly():
        return _lowered(Lowering(part, code, Lines(source), offset), tree_of(source.text).body)


def wrapped(part: Part, code: str, source: Source, offset: int, indent: str) -> tuple[Block, int]:
    """Those below the only statement of a text, and where they end in the text; raises as ``whole`` does."""
    with _quietly():
        return _wrapped(part, code, source, offset, indent)


def _wrapped(part: Part, code: str, source: Source, offset: int, indent: str) -> tuple[Block, int]:
    module, lines = tree_of(source.text), Lines(source)
    only = module.body[0] if len(module.body) == 1 else None
    if not isinstance(only, ast.If) or only.orelse:
        raise UnparsableError("the lines are more than one block")
    first = only.body[0]
    decorators: list[ast.expr] = getattr(first, "decorator_list", [])
    blank = _BLANK.match(code, lines.start(decorators[0].lineno if decorators else first.lineno))
    if blank is None or blank.group() != indent:
        raise UnparsableError("the lines are indented otherwise")
    low = Lowering(part, code, lines, offset)
    block = _lowered(low, only.body)
    return block, low.end_of(block)


def _lowered(low: Lowering, body: list[ast.stmt]) -> Block:
    try:
        return low.block(body)
    except RecursionError:
        raise NotTakenError("the code is nested too deeply") from None


@contextmanager
def _quietly() -> Iterator[None]:
    """Without warnings: of escapes that are none, for one."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield
