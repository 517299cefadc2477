"""Statements of a text by the running Python's own parser."""

import ast
import re
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager

from lossguard.syntax.by_ast.lines import Lines
from lossguard.syntax.by_ast.lower import Lowering
from lossguard.syntax.nodes import Block
from lossguard.syntax.source import NotTakenError, Source, UnparsableError
from lossguard.text.document import Part

_DEEPEST = 1_000
"""Calls of Python functions, of which the parser's own recursion takes three times as many."""
_BLANK = re.compile(r"[ \t]*")


def whole(part: Part, code: str, source: Source, offset: int) -> Block:
    """Statements of a text that begins at an offset of a part; raises NotTakenError, UnparsableError."""
    return _lowered(Lowering(part, code, Lines(source), offset), _parsed(source.text).body)


def wrapped(part: Part, code: str, source: Source, offset: int, indent: str) -> tuple[Block, int]:
    """Those below the only statement of a text, and where they end in the text; raises as ``whole`` does."""
    module, lines = _parsed(source.text), Lines(source)
    only = module.body[0] if len(module.body) == 1 else None
    if not isinstance(only, ast.If) or only.orelse:
        raise UnparsableError("the lines are more than one block")
    first = only.body[0]
    decorators: list[ast.expr] = getattr(first, "decorator_list", [])
    blank = _BLANK.match(code, lines.start(decorators[0].lineno if decorators else first.lineno))
    if blank is None or blank.group() != indent:
        raise UnparsableError("the lines are indented otherwise")
    low = Lowering(part, code, lines, offset)
    return _lowered(low, only.body), low.end_of(only)


def _parsed(text: str) -> ast.Module:
    try:
        with _as_deep_as_usual(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of escapes that are none, for one
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        where = f"line {line}" if line else "it"
        raise NotTakenError(f"{where} is not valid Python") from None


def _lowered(low: Lowering, body: list[ast.stmt]) -> Block:
    try:
        return low.block(body)
    except RecursionError:
        raise NotTakenError("the code is nested too deeply") from None


@contextmanager
def _as_deep_as_usual() -> Iterator[None]:
    """The parser takes the limit of Python's calls for a measure of the C stack, which ``room`` is not."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(min(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
