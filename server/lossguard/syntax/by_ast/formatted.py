"""f-strings. Before Python 3.12, the trees do not tell where the expressions in them lie: those are parsed again."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lossguard.syntax import nodes as n
from lossguard.syntax.by_ast.lines import Lines, behind_nothing
from lossguard.syntax.by_ast.trees import expression_of
from lossguard.syntax.source import NotTakenError, source

if TYPE_CHECKING:
    from lossguard.syntax.by_ast.lower import Lowering

_PLACED = sys.version_info >= (3, 12)
_STRING = re.compile(
    r"""([A-Za-z]*)('''|\"\"\"|'|")((?:\\.|(?!\2).)*)\2""",
    re.DOTALL,
)


def formatted(low: Lowering, node: ast.JoinedStr) -> n.Expression:
    """An f-string, or adjacent strings of which one is an f-string."""
    start, end = low.lines.span(node)
    fields = None if _PLACED else iter(_fields(low.code, start, end))
    parts = [str(one.value) if isinstance(one, ast.Constant) else _field(low, one, fields) for one in node.values]
    return n.text_of(low.anchor, start - low.origin, end - low.origin, parts)


def _field(low: Lowering, node: ast.expr, fields: Iterator[tuple[int, int]] | None) -> n.Expression:
    """``{value}``; with a conversion or format (``{value!r:>8}``), what is written is not the value's text."""
    if not isinstance(node, ast.FormattedValue):
        raise NotTakenError(f"`{type(node).__name__}` is not lowered")
    value = _placed(low, node.value, fields)
    if node.conversion == -1 and node.format_spec is None:
        return value
    spec = node.format_spec.values if isinstance(node.format_spec, ast.JoinedStr) else []
    inner = [_placed(low, part.value, fields) for part in spec if isinstance(part, ast.FormattedValue)]
    return n.Opaque(value.anchor, value.start, value.end, (value, *inner))


def _placed(low: Lowering, node: ast.expr, fields: Iterator[tuple[int, int]] | None) -> n.Expression:
    if fields is None:
        return low.expression(node)
    start, end = next(fields, (0, 0))
    if not end:
        raise NotTakenError("an f-string is not written as expected")
    # As Python does it: in brackets, between which line ends mean nothing.
    written = source(f"({low.code[start:end]})")
    again = expression_of(written.text)
    return low.inside(Lines(written, start - 1)).expression(again)


def _fields(code: str, start: int, end: int) -> list[tuple[int, int]]:
    try:
        return list(_fields_in(code, start, end))
    except (IndexError, ValueError):  # its end was sought behind the text's
        raise NotTakenError("an f-string is not written as expected") from None


def _fields_in(code: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where the expressions of adjacent strings lie, in the order in which they are written."""
    while start < end:
        match = _STRING.match(code, start)
        if match is None:
            raise NotTakenError("a string is not written as expected")
        prefix = match.group(1).lower()
        if "f" in prefix:
            yield from _Fields(code, match.start(3), match.end(3), raw="r" in prefix).found
        start = behind_nothing(code, match.end())


class _Fields:
    """The expressions in one f-string, by the rules that held before Python 3.12."""

    def __init__(self, code: str, start: int, end: int, *, raw: bool) -> None:
        self.code = code
        self.at = start
        self.end = end
        self.raw = raw
        self.found: list[tuple[int, int]] = []
        while self.at < end:
            self._text(inside=False)
            if self.at < end:
                self._field()

    def _text(self, *, inside: bool) -> None:
        """Go to the next field, or to the end; ``inside`` a format, brackets are not doubled."""
        code = self.code
        while self.at < self.end:
            one, two = code[self.at], code[self.at : self.at + 2]
            if one == "\\" and not self.raw:
                named = code.startswith("\\N{", self.at)
                self.at = code.index("}", self.at) + 1 if named else self.at + 1 + (code[self.at + 1] not in "{}")
            elif not inside and two in ("{{", "}}"):
                self.at += 2
            elif one == "{" or (inside and one == "}"):
                return
            else:
                self.at += 1

    def _field(self) -> None:
        start = self.at + 1
        self.at = self._expression_end(start)
        self.found.append((start, self.at))
        while self.code[self.at] not in ":}":  # `=` and `!r`
            self.at += 1
        if self.code[self.at] == ":":
            self.at += 1
            self._text(inside=True)
            while self.code[self.at] == "{":
                self._field()
                self._text(inside=True)
        self.at += 1

    def _expression_end(self, at: int) -> int:
        """Offset of what ends an expression: ``=``, ``!``, ``:`` or the closing bracket."""
        code, depth = self.code, 0
        while at < self.end:
            one = code[at]
            if one in "'\"":
                match = _STRING.match(code, at)
                at = match.end() if match is not None else self.end
                continue
            if one in "([{":
                depth += 1
            elif one in ")]}" and depth:
                depth -= 1
            elif not depth:
                if one in "=!<>" and code[at + 1] == "=":
                    at += 2
                    continue
                if one in "=!:}":
                    return at
            at += 1
        raise NotTakenError("an f-string is not written as expected")
