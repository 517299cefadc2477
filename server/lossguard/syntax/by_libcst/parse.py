"""The guarded libcst parse: statements of a text, or the reason why not. Never crashes the process."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import libcst as cst

from lossguard.syntax.by_libcst.lower import Lowering
from lossguard.syntax.by_libcst.positions import Spans, spans_of
from lossguard.syntax.nodes import Block
from lossguard.syntax.source import Source, UnparsableError, guard
from lossguard.text.document import Part

_CASE = re.compile(r"^[ \t]*case\b(?=[^\n]*[(\[{])", re.MULTILINE)
_BRACKET = re.compile(r"[()\[\]{}]")
_ELIF = re.compile(r"^[ \t]*elif\b", re.MULTILINE)
_MAX_PATTERN = 5
"""libcst needs twice the time for each further bracket: 1 s for 8."""
_LONGEST_CASE = 400
"""Characters behind ``case`` in which brackets are counted."""
_MAX_ELIFS = 1_000


def whole(part: Part, source: Source, offset: int) -> Block:
    """Statements of a text that begins at an offset of a part; raises UnparsableError."""
    with _guarded():
        module = parsed(source)
        return Lowering(source, _exact(module, source), part, offset).statements(module.body)


def wrapped(part: Part, source: Source, offset: int, indent: str) -> tuple[Block, int]:
    """Those below the only statement of a text, and where they end in the text; raises UnparsableError."""
    with _guarded():
        module = parsed(source)
        spans = _exact(module, source)
        block = _only_block(module, indent)
        lowered = Lowering(source, spans, part, offset).statements(block.body)
        return lowered, source.original(spans[module.body[0]][1])


@contextmanager
def _guarded() -> Iterator[None]:
    """What is nested too deeply for a walk over the tree cannot be parsed, either."""
    try:
        yield
    except RecursionError:
        raise UnparsableError("the code is nested too deeply") from None


def parsed(source: Source) -> cst.Module:
    """A libcst module; raises UnparsableError."""
    guard(source.text)
    _guard_blocks(source.text)
    try:
        return cst.parse_module(source.text)
    except cst.ParserSyntaxError as error:
        raise UnparsableError(_syntax_error(error)) from None
    except Exception as error:  # noqa: BLE001 - libcst has faults of its own: `x or(lambda: 1)` raises TypeError
        raise UnparsableError(f"it cannot be parsed: {error}") from None


def _guard_blocks(text: str) -> None:
    """Refuse what keeps libcst busy for minutes, or ends the process: brackets in patterns, and long chains of elif."""
    if len(_ELIF.findall(text)) > _MAX_ELIFS:
        raise UnparsableError(f"it has more than {_MAX_ELIFS} times elif")
    for match in _CASE.finditer(text):
        depth = deepest = 0
        for bracket in _BRACKET.findall(text, match.end(), match.end() + _LONGEST_CASE):
            depth += 1 if bracket in "([{" else -1
            deepest = max(deepest, depth)
            if depth < 0:
                break
        if deepest > _MAX_PATTERN:
            raise UnparsableError(f"brackets behind case are nested more than {_MAX_PATTERN} deep")


def _syntax_error(error: cst.ParserSyntaxError) -> str:
    # libcst lists all fifty tokens that it would have taken: of no use to a person.
    kind, _, detail = error.message.partition(": ")
    reason = f" ({detail})" if kind == "tokenizer error" else ""
    return f"line {error.raw_line} is not valid Python{reason}"


def _only_block(module: cst.Module, indent: str) -> cst.IndentedBlock:
    only = module.body[0] if len(module.body) == 1 else None
    if not isinstance(only, cst.If) or only.orelse is not None or not isinstance(only.body, cst.IndentedBlock):
        raise UnparsableError("the lines are more than one block")
    if (only.body.indent or module.default_indent) != indent:
        raise UnparsableError("the lines are indented otherwise")
    return only.body


def _exact(module: cst.Module, source: Source) -> Spans:
    spans, length = spans_of(module)
    # What libcst drops behind all else moves no place.
    if length != len(source.text) and module.code.rstrip() != source.text.rstrip():
        raise UnparsableError(
            "libcst drops some of its white space (a lone backslash line, for one), so no exact place can be named"
        )
    return spans
