"""Where the nodes of Python's own trees lie: lines and UTF-8 columns to offsets, and brackets that trees leave out."""

import ast
import re

from lossguard.syntax.source import Source

_NOTHING = re.compile(r"(?:[ \t\f\r\n]|\\\r?\n|\\\r|#[^\r\n]*)*")
"""White space, line ends and comments between tokens."""


class Lines:
    """The lines of a text, as offsets in the text that was given.

    A text that lies inside another one begins ``behind`` so many characters.
    """

    __slots__ = ("_starts", "_wide")

    def __init__(self, source: Source, behind: int = 0) -> None:
        self._starts = [0]
        self._wide: dict[int, bytes] = {}
        """Lines in which a character takes more than one byte."""
        offset = 0
        ascii_only = source.text.isascii()
        for line in source.text.split("\n"):
            self._starts.append(behind + source.original(offset))
            offset += len(line) + 1
            if not ascii_only and not line.isascii():
                self._wide[len(self._starts) - 1] = line.encode()

    def span(self, node: ast.expr | ast.stmt | ast.excepthandler | ast.keyword | ast.arg) -> tuple[int, int]:
        """Offsets of a node's first character and behind its last one."""
        first, last = node.lineno, node.end_lineno or node.lineno
        start, end = node.col_offset, node.end_col_offset or node.col_offset
        if self._wide:
            start, end = self._column(first, start), self._column(last, end)
        return self._starts[first] + start, self._starts[last] + end

    def start(self, line: int) -> int:
        """Offset of a line, counted from 1."""
        return self._starts[line]

    def _column(self, line: int, column: int) -> int:
        wide = self._wide.get(line)
        return column if wide is None else len(wide[:column].decode())


def behind_nothing(code: str, offset: int) -> int:
    """Offset of the next token."""
    match = _NOTHING.match(code, offset)
    assert match is not None  # it matches the empty text
    return match.end()


def behind_brackets(code: str, offset: int, limit: int) -> int:
    """Offset behind the closing brackets that follow an expression, all of which end before a limit."""
    while True:
        found = behind_nothing(code, offset)
        if found >= limit or code[found] != ")":
            return offset
        offset = found + 1


def inside_brackets(code: str, start: int, last: int, end: int) -> tuple[int, int]:
    """What stands between the brackets of a span, of which the last part ends at ``last``: without white space."""
    while (found := behind_nothing(code, last)) < end - 1:
        last = found + 1
    return behind_nothing(code, start + 1), last


def has_brackets(code: str, start: int, first: tuple[int, int], end: int) -> bool:
    """Whether brackets at both ends of a tuple are its own, and not those of its first part.

    A tuple that is a field of an f-string counts as between brackets: those of the field.
    """
    if first[0] == start or code[end - 1] not in ")=!:}":
        return False
    if code[start] == "{":
        return True
    opened = 0
    at = start
    while at < first[0] and code[at] == "(":
        opened += 1
        at = behind_nothing(code, at + 1)
    closed = 0
    at = behind_nothing(code, first[1])
    while at < end and code[at] == ")":
        closed += 1
        at = behind_nothing(code, at + 1)
    return opened > closed or at >= end
