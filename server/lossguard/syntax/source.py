"""A text as parsers take it, and the guards that it passes before they see it.

The parsers recurse on the C stack: about 1,500 nested brackets or 4,000 chained operators end a process in which
libcst parses with SIGSEGV, and far smaller ones take seconds. Both are refused.
"""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

MAX_LENGTH = 1_000_000
"""Characters. Scripts that people write are far smaller; what is larger holds data, and parsing takes minutes."""
MAX_NESTING = 150
MAX_CHAIN = 1500
"""Operators and dots of one expression."""
_CONTINUED = 5
"""A backslash at the end of a line counts as so many operators."""

_SCAN = re.compile(
    r"""'''(?:\\.|[^\\])*?'''|\"\"\"(?:\\.|[^\\])*?\"\"\"|'(?:\\.|[^'\\\n])*'|"(?:\\.|[^"\\\n])*"|\#[^\n]*"""
    r"""|\\\n|[\[({]|[\])}]|\n|,|[.+*/%|&^<>=~@-]+|\b(?:and|or|not|in|is|if|else|await|lambda)\b""",
    re.DOTALL,
)


_FORM_FEED = re.compile(r"^[ \t\f]*\f", re.MULTILINE)
"""It starts the indentation anew."""


class UnparsableError(Exception):
    """The text is not Python that can be analysed; the message says why in one sentence."""


class NotTakenError(UnparsableError):
    """The running Python's parser does not take the text; another one may."""


@dataclass(frozen=True, slots=True)
class Source:
    text: str
    r"""What is parsed: no byte order mark, only ``\n``, no lone surrogates, no form feed before code."""
    removed: tuple[int, ...] = ()
    """Offsets, in that text, before which a character of the given text was left out."""

    def original(self, offset: int) -> int:
        """The offset in the given text."""
        return offset + bisect_right(self.removed, offset) if self.removed else offset


def source(code: str) -> Source:
    """A text as parsers take it; raises UnparsableError if it is too long."""
    if len(code) > MAX_LENGTH:
        raise UnparsableError(f"it has {len(code):,} characters, and the limit is {MAX_LENGTH:,}")
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
    return Source(code, tuple(removed))


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


def guard(text: str) -> None:
    """Refuse nesting and chains that a parser could not survive; raises UnparsableError."""
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
        elif first == "\\":  # the line goes on; libcst's time grows with the square of such lines
            chains[-1] += _CONTINUED
            _refuse_chain(chains[-1])
        elif first == "," or (first == "\n" and len(chains) == 1):
            chains[-1] = 0
        elif first not in "'\"#\n":
            chains[-1] += len(token) if first in "-+~" else 1
            _refuse_chain(chains[-1])


def _refuse_chain(length: int) -> None:
    if length > MAX_CHAIN:
        raise UnparsableError(f"one expression chains more than {MAX_CHAIN} operators")
