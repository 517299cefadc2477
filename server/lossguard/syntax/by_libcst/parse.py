"""The guarded libcst parse: statements of a text, or the reason why not. Never crashes the process."""

from collections.abc import Sequence

import libcst as cst

from lossguard.syntax.by_libcst.lower import Lowering
from lossguard.syntax.by_libcst.positions import Spans, spans_of
from lossguard.syntax.nodes import Block
from lossguard.syntax.source import Source, UnparsableError, guard
from lossguard.text.document import Part


def whole(part: Part, source: Source, offset: int) -> Block:
    """Statements of a text that begins at an offset of a part; raises UnparsableError."""
    module = parsed(source)
    return _lowered(part, source, _exact(module, source), module.body, offset)


def wrapped(part: Part, source: Source, offset: int, indent: str) -> tuple[Block, int]:
    """Those below the only statement of a text, and where they end in the text; raises UnparsableError."""
    module = parsed(source)
    spans = _exact(module, source)
    block = _only_block(module, indent)
    return _lowered(part, source, spans, block.body, offset), source.original(spans[module.body[0]][1])


def parsed(source: Source) -> cst.Module:
    """A libcst module; raises UnparsableError."""
    guard(source.text)
    try:
        return cst.parse_module(source.text)
    except cst.ParserSyntaxError as error:
        raise UnparsableError(_syntax_error(error)) from None
    except RecursionError:
        raise UnparsableError("the code is nested too deeply") from None
    except (ValueError, SyntaxError, UnicodeError) as error:
        raise UnparsableError(f"it is not valid Python: {error}") from None


def _syntax_error(error: cst.ParserSyntaxError) -> str:
    # libcst lists all fifty tokens that it would have taken: of no use to a person.
    kind, _, detail = error.message.partition(": ")
    reason = f" ({detail})" if kind == "tokenizer error" else ""
    return f"line {error.raw_line} is not valid Python{reason}"


def _lowered(part: Part, source: Source, spans: Spans, body: Sequence[cst.CSTNode], offset: int) -> Block:
    try:
        return Lowering(source, spans, part, offset).statements(body)
    except RecursionError:
        raise UnparsableError("the code is nested too deeply") from None


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
