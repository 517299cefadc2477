"""Holes: the lines of a broken text that do not parse, so that what stands around them still can.

A hole is masked by ``0`` and white space of equal length: the rest keeps its places. It is as small as can be found
by complete lines: a statement, or one inside a compound statement whose head parses.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lossguard.syntax.parse import WRAPPER, parses
from lossguard.syntax.regions import line_end
from lossguard.text.scan import LogicalLine, logical_line

_MAX_LENGTH = 200_000
"""Characters of a text in which holes are looked for."""
_MAX_EFFORT = 12
"""So many times its length is parsed at most."""
_ANYTHING = re.compile(r"[^\r\n]")
_GOES_ON = re.compile(r"(?:elif|else|except|finally)\b")
_CLOSES = (")", "]", "}", "#")


@dataclass(frozen=True, slots=True)
class Hole:
    """Complete lines that do not parse."""

    start: int
    """Offset of the first line's first character."""
    end: int
    """Offset behind the last line's end."""
    first: int
    """Offset of the first character that is no white space."""

    def moved(self, delta: int) -> "Hole":
        return Hole(self.start + delta, self.end + delta, self.first + delta)


def hole(code: str, start: int, end: int) -> Hole | None:
    """The hole of some complete lines; None if they are blank."""
    text = code[start:end]
    blank = len(text) - len(text.lstrip())
    return Hole(start, end, start + blank) if blank < len(text) else None


def masked(code: str, holes: Iterable[Hole]) -> str:
    """The text with something that parses in the place of its holes."""
    for one in holes:
        rest = _ANYTHING.sub(" ", code[one.first + 1 : one.end])
        code = f"{code[: one.first]}0{rest}{code[one.end :]}"
    return code


def find_holes(code: str) -> list[Hole] | None:
    """The holes of a text that does not parse; None if they cannot be told, or if that were all of it."""
    if len(code) > _MAX_LENGTH:
        return None
    search = _Search(code)
    try:
        found = search.block(0, len(code), "")
    except _TooMuchError:
        return None
    return found if found and _outside(code, found).strip() and search.parses(0, len(code), "", found) else None


def _outside(code: str, holes: list[Hole]) -> str:
    ends = [0, *(one.end for one in holes)]
    return "".join(code[end:start] for end, start in zip(ends, [*(one.start for one in holes), len(code)], strict=True))


class _TooMuchError(Exception):
    pass


@dataclass(slots=True)
class _Item:
    """A statement with all its lines: heads (``if``, ``else``) and what is indented below them."""

    start: int
    end: int
    bodies: list[tuple[int, int]]

    def take(self, start: int, end: int, *, begins: bool) -> None:
        """One more line: of the body that goes on, or of one that begins."""
        if self.bodies and self.bodies[-1][1] == self.end:
            self.bodies[-1] = (self.bodies[-1][0], end)
        elif begins:
            self.bodies.append((start, end))
        self.end = end


class _Search:
    def __init__(self, code: str) -> None:
        self.code = code
        self.left = _MAX_EFFORT * len(code) + 10_000

    def parses(self, start: int, end: int, indent: str, holes: Iterable[Hole] = ()) -> bool:
        """Whether complete lines parse as statements of an indentation."""
        self.left -= end - start
        if self.left < 0:
            raise _TooMuchError
        text = masked(self.code, holes)[start:end]
        return parses(WRAPPER + text if indent else text)

    def block(self, start: int, end: int, indent: str) -> list[Hole]:
        """Holes in the lines of a block."""
        found: list[Hole] = []
        for item in self._items(start, end, indent):
            found += self._item(item, indent)
        return found

    def _item(self, item: _Item, indent: str) -> list[Hole]:
        if not self.code[item.start : item.end].strip() or self.parses(item.start, item.end, indent):
            return []
        inner: list[Hole] = []
        for start, end in item.bodies:
            inner += self.block(start, end, self._indent(start))
        if inner and self.parses(item.start, item.end, indent, inner):
            return inner
        whole = hole(self.code, item.start, item.end)
        return [whole] if whole is not None else []

    def _items(self, start: int, end: int, indent: str) -> Iterator[_Item]:
        """The statements of a block: a decorator goes with the next line, ``else`` with the one before."""
        item: _Item | None = None
        decorated = False
        for first, last in self._lines(start, end):
            own = self._indent(first)
            bare = self.code[first:last].strip()
            nothing = not bare or bare.startswith("#")
            if item is not None and (nothing or len(own) > len(indent)):
                item.take(first, last, begins=not nothing)
            elif item is not None and (decorated or _GOES_ON.match(bare)):
                item.end = last
                decorated = bare.startswith("@")
            else:
                if item is not None:
                    yield item
                item = _Item(first, last, [])
                decorated = bare.startswith("@")
        if item is not None:
            yield item

    def _lines(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where logical lines begin and end; one that is never closed ends where another statement begins."""
        while start < end:
            line = logical_line(self.code, start)
            cut = self._cut(line, min(line.end, end))
            yield start, cut
            start = cut

    def _cut(self, line: LogicalLine, end: int) -> int:
        """Offset of the first line inside of a logical one that is no further indented than it, and looks like code."""
        indent = len(self._indent(line.start))
        closed = [(low, high) for low, high in line.strings if self.code.endswith(self.code[high - 1] * 3, low, high)]
        at = line_end(self.code, line.start)
        while at < end:
            inside = any(low < at < high for low, high in closed)
            own = self._indent(at)
            text = self.code[at + len(own) : at + len(own) + 1]
            if not inside and len(own) <= indent and text and text not in "\r\n" and text not in _CLOSES:
                return at
            at = line_end(self.code, at)
        return end

    def _indent(self, start: int) -> str:
        end = start
        while self.code[end : end + 1] in (" ", "\t"):
            end += 1
        return self.code[start:end]
