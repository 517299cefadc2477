"""A line of source as a terminal shows it: tabs, wide and invisible characters take their own widths."""

import unicodedata
from bisect import bisect_left
from dataclasses import dataclass

from lossguard.text.visible import visible

TAB = 4
ELLIPSIS = "..."


@dataclass(frozen=True, slots=True)
class Shown:
    """A line ready for display."""

    text: str
    columns: tuple[int, ...] | range
    """Display column at which each code point begins, and the end of the last one."""


def shown(line: str) -> Shown:
    if line.isascii() and line.isprintable():
        return Shown(line, range(len(line) + 1))
    columns = [0]
    pieces: list[str] = []
    for character in line:
        piece = " " * (TAB - columns[-1] % TAB) if character == "\t" else visible(character)
        pieces.append(piece)
        columns.append(columns[-1] + (len(piece) if character == "\t" else _width(piece)))
    return Shown("".join(pieces), tuple(columns))


def width_of(text: str) -> int:
    return shown(text).columns[-1]


def _width(character: str) -> int:
    if unicodedata.east_asian_width(character) in "WF":
        return 2
    return 0 if unicodedata.category(character) in ("Mn", "Me", "Cf") else 1


def cropped(line: str, width: int, focus: int = 0) -> Shown:
    """A line cut to a width around a code point of interest, with dots where something is missing.

    Code points that were cut have the column of the nearest one that is left.
    """
    whole = shown(line)
    columns = whole.columns
    if columns[-1] <= width:
        return whole
    left = 0
    target = columns[min(focus, len(line))]
    if target > width - width // 4:
        left = bisect_left(columns, target - width // 4)
    room = width - len(ELLIPSIS) * (1 + (left > 0))
    right = bisect_left(columns, columns[left] + room, left + 1)
    if right > len(line) or columns[right] > columns[left] + room:
        right -= 1
    dots = ELLIPSIS if left else ""
    text = dots + shown_slice(line, left, right, columns) + (ELLIPSIS if right < len(line) else "")
    cut = columns[left] - len(dots)
    last = columns[right]
    return Shown(text, tuple(max(min(column, last) - cut, 0) for column in columns))


def shown_slice(line: str, left: int, right: int, columns: tuple[int, ...] | range) -> str:
    """The display of a part of a line; tabs keep the width they have in the whole."""
    pieces = (
        " " * (columns[index + 1] - columns[index]) if line[index] == "\t" else visible(line[index])
        for index in range(left, right)
    )
    return "".join(pieces)
