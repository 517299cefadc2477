r"""Where the lines of a text begin, and the conversions between offsets and rows with columns.

Only ``\r\n``, ``\n`` and ``\r`` end a line, as in the Language Server Protocol and in Python's own
tokenizer. ``str.splitlines`` also splits at ``\x0b \x0c \x1c-\x1e \x85 U+2028 U+2029``; using it puts
every edit after such a character in the wrong place.
"""

import re
from bisect import bisect_right
from enum import Enum

_LINE_END = re.compile(r"\r\n|\n|\r")


class Encoding(Enum):
    """Unit in which a column is counted."""

    CODE_POINTS = "utf-32"
    UTF16 = "utf-16"
    UTF8 = "utf-8"


class LineIndex:
    """Line starts of one text; rows and columns count from 0, offsets are code points."""

    __slots__ = ("starts", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = [0, *(match.end() for match in _LINE_END.finditer(text))]

    def position(self, offset: int, encoding: Encoding = Encoding.CODE_POINTS) -> tuple[int, int]:
        """Row and column of an offset; an offset outside the text is clamped to it."""
        offset = min(max(offset, 0), len(self.text))
        row = bisect_right(self.starts, offset) - 1
        start = self.starts[row]
        if encoding is Encoding.CODE_POINTS:
            return row, offset - start
        return row, width(self.text[start:offset], encoding)

    def offset(self, row: int, column: int, encoding: Encoding = Encoding.CODE_POINTS) -> int:
        """Offset of a row and column; both are clamped, a column never passes its line's end."""
        if row < 0:
            return 0
        if row >= len(self.starts):
            return len(self.text)
        start = self.starts[row]
        line = self.line(row)
        if encoding is Encoding.CODE_POINTS:
            return start + min(max(column, 0), len(line))
        return start + code_points(line, column, encoding)

    def line(self, row: int) -> str:
        """Text of one row without its line end."""
        start = self.starts[row]
        end = self.starts[row + 1] if row + 1 < len(self.starts) else len(self.text)
        return self.text[start:end].rstrip("\r\n")

    def __len__(self) -> int:
        return len(self.starts)


def width(text: str, encoding: Encoding) -> int:
    """How many units of an encoding a text takes. Lone surrogates count as one UTF-16 unit."""
    if text.isascii() or encoding is Encoding.CODE_POINTS:
        return len(text)
    if encoding is Encoding.UTF16:
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text.encode("utf-8", "surrogatepass"))


def code_points(line: str, column: int, encoding: Encoding) -> int:
    """How many code points of a line lie before a column; a column inside one rounds down."""
    if column <= 0:
        return 0
    if line.isascii():
        return min(column, len(line))
    units = 0
    for index, character in enumerate(line):
        units += _units(character, encoding)
        if units > column:
            return index
    return len(line)


def _units(character: str, encoding: Encoding) -> int:
    if encoding is Encoding.UTF16:
        return 2 if character > "\uffff" else 1
    if encoding is Encoding.CODE_POINTS or character < "\x80":
        return 1
    return 2 if character < "\u0800" else 3 if character <= "\uffff" else 4
