"""The guarded parse: text to a libcst module, or the reason why not. Never crashes the process.

libcst's parser recurses on the C stack: about 1,500 nested brackets or 4,000 chained operators end the
process with SIGSEGV, and far smaller ones take seconds. Both are refused before libcst sees them.
"""

import gc
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

import libcst as cst

WRAPPER = "if 1:\n"
"""What lines of a block are put below, to be parsed by themselves."""
MAX_LENGTH = 1_000_000
"""Characters. Scripts that people write are far smaller; what is larger holds data, and parsing takes minutes."""
MAX_NESTING = 150
MAX_CHAIN = 1500
"""Operators and dots of one expression."""

_SCAN = re.compile(
    r"""'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\#[^\n]*"""
    r"""|[\[({]|[\])}]|\n|,|[.+*/%|&^<>=~@-]+|\b(?:and|or|not|in|is|if|else|await|lambda)\b""",
    re.DOTALL,
)


_FORM_FEED = re.compile(r"^[ \t\f]*\f", re.MULTILINE)
"""It starts the indentation anew."""


class UnparsableError(Exception):
    """The text is not Python that can be analysed; the message says why in one sentence."""


@dataclass(frozen=True, slots=True)
class Parsed:
    module: cst.Module
    text: str
    """The parsed text: the given one as ``_normalised`` leaves it."""
    removed: tuple[int, ...]
    """Offsets, in the parsed text, before which a character of the given text was left out."""

    def original(self, offset: int) -> int:
        return offset + bisect_right(self.removed, offset) if self.removed else offset


def parse(code: str) -> Parsed:
    """Parse a module; raises UnparsableError."""
    if len(code) > MAX_LENGTH:
        raise UnparsableError(f"it has {len(code):,} characters, and the limit is {MAX_LENGTH:,}")
    text, removed = _normalised(code)
    _guard(text)
    enabled = gc.isenabled()
    gc.disable()  # a parse makes only live objects; collections during it cost up to a third of it
    try:
        return Parsed(cst.parse_module(text), text, removed)
    except cst.ParserSyntaxError as error:
        raise UnparsableError(_syntax_error(error)) from None
    except RecursionError:
        raise UnparsableError("the code is nested too deeply") from None
    except (ValueError, SyntaxError, UnicodeError) as error:
        raise UnparsableError(f"it is not valid Python: {error}") from None
    finally:
        if enabled:
            gc.enable()


def _syntax_error(error: cst.ParserSyntaxError) -> str:
    # libcst lists all fifty tokens that it would have taken: of no use to a person.
    kind, _, detail = error.message.partition(": ")
    reason = f" ({detail})" if kind == "tokenizer error" else ""
    return f"line {error.raw_line} is not valid Python{reason}"


def _normalised(code: str) -> tuple[str, tuple[int, ...]]:
    r"""Text that libcst gives back unchanged: no byte order mark, only ``\n``, no lone surrogates, no form feed
    before code."""
    if not code.isascii():
        code = re.sub("[\ud800-\udfff]", "\ufffd", code)
    removed: list[int] = []
    if code.startswith("\ufeff"):
        removed.append(0)
        code = code[1:]
    if "\r" in code:
        # The \r of a pair is dropped, so the n-th pair's \n lies n characters further left.
        removed += (match.start() - index + 1 for index, match in enumerate(re.finditer("\r\n", code)))
        code = code.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in code:
        code, removed = _without_form_feeds(code, removed)
    return code, tuple(removed)


def _without_form_feeds(code: str, removed: list[int]) -> tuple[str, list[int]]:
    """Text without what stands in front of a line's indentation, which libcst drops; and all that was left out."""
    texts = [match.span() for match in _SCAN.finditer(code) if match.group()[0] in "'\""]
    starts = [start for start, _ in texts]
    kept: list[str] = []
    out: list[int] = []
    behind = 0
    for match in _FORM_FEED.finditer(code):
        at = bisect_right(starts, match.start()) - 1
        if at >= 0 and match.start() < texts[at][1]:
            continue  # inside a string
        kept.append(code[behind : match.start()])
        out += [match.start() - len(out)] * len(match.group())
        behind = match.end()
    before = [offset + index for index, offset in enumerate(out)]
    moved = [offset - bisect_left(before, offset) for offset in removed]
    return "".join([*kept, code[behind:]]), sorted([*moved, *out])


def _guard(text: str) -> None:
    """Refuse nesting and chains that libcst could not survive."""
    if len(text) < MAX_CHAIN:
        return
    chains = [0]  # operators since the last comma, one entry for each open bracket
    closed_at = -1
    for match in _SCAN.finditer(text):
        token = match.group()
        first = token[0]
        if first in "([{":
            chains[-1] += match.start() == closed_at  # `f()()()` nests as `a.b.c` does
            _refuse_chain(chains[-1])
            chains.append(0)
            if len(chains) > MAX_NESTING:
                raise UnparsableError(f"brackets are nested more than {MAX_NESTING} deep")
        elif first in ")]}":
            closed_at = match.end()
            if len(chains) > 1:
                chains.pop()
        elif first == "," or (first == "\n" and len(chains) == 1):
            chains[-1] = 0
        elif first not in "'\"#\n":
            chains[-1] += len(token) if first in "-+~" else 1
            _refuse_chain(chains[-1])


def _refuse_chain(length: int) -> None:
    if length > MAX_CHAIN:
        raise UnparsableError(f"one expression chains more than {MAX_CHAIN} operators")
