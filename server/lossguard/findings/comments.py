"""The comments of one part by row, and the suppressions among them (see the module ``suppressions``)."""

import re
from bisect import bisect_right
from dataclasses import dataclass

from lossguard.findings.finding import Finding
from lossguard.text.document import Part
from lossguard.text.scan import LogicalLine, logical_lines

_DIRECTIVE = re.compile(r"#\s*lossguard:\s*(file-)?ignore\b[ \t]*(?:\[([^\]]*)\])?")


@dataclass(frozen=True, slots=True)
class Suppression:
    """One comment; ``start`` and ``end`` are those of its directive, without the reason."""

    part: Part
    start: int
    end: int
    row: int
    keys: tuple[str, ...]
    """Names and codes, as written."""
    whole_file: bool
    alone: bool
    """Nothing but white space before it on its line."""

    def names(self, finding: Finding) -> bool:
        return bool(self.keys_of(finding))

    def keys_of(self, finding: Finding) -> list[str]:
        """Those of its names that mean a finding's rule."""
        return [key for key in self.keys if key.lower() in (finding.code.lower(), finding.name)]


class CommentMap:
    """The comments and statements of one part by row."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.lines = tuple(logical_lines(part.code))
        self._starts = [line.start for line in self.lines]
        self.suppressions: list[Suppression] = []
        self.comments: dict[int, tuple[int, int]] = {}
        """Span of the comment on a row."""
        self._alone: set[int] = set()
        for line in self.lines:
            for start, end in line.comments:
                self._add(start, end)

    def _add(self, start: int, end: int) -> None:
        row, column = self.part.lines.position(start)
        alone = not self.part.code[start - column : start].strip()
        self.comments[row] = (start, end)
        if alone:
            self._alone.add(row)
        for match in _DIRECTIVE.finditer(self.part.code, start, end):
            keys = tuple(key.strip() for key in (match.group(2) or "").split(",") if key.strip())
            self.suppressions.append(Suppression(self.part, *match.span(), row, keys, bool(match.group(1)), alone))

    def around(self, offset: int) -> list[Suppression]:
        """Those that count for a finding at an offset, except for file-wide ones."""
        trailing, alone = self._rows(offset)
        return [
            suppression
            for suppression in self.suppressions
            if not suppression.whole_file and suppression.row in (alone if suppression.alone else trailing)
        ]

    def _rows(self, offset: int) -> tuple[set[int], set[int]]:
        """Rows whose trailing comments count for an offset, and rows whose comments alone do."""
        row = self.row(offset)
        index = self.statement_index(offset)
        if index is None:
            return {row}, self._block_above(row)
        statement = self.lines[index]
        first, last = self.row(statement.start), self.row(content_end(self.part.code, statement))
        head = index
        while head > 0 and self.part.code[self.lines[head - 1].start :].lstrip(" \t\f").startswith("@"):
            head -= 1
        above = self._block_above(row) | self._block_above(first) | self._block_above(self.row(self._starts[head]))
        return {row, first, last}, above

    def _block_above(self, row: int) -> set[int]:
        rows: set[int] = set()
        while row - 1 in self._alone:
            row -= 1
            rows.add(row)
        return rows

    def statement_index(self, offset: int) -> int | None:
        """Index of the logical line that holds an offset."""
        index = bisect_right(self._starts, offset) - 1
        return index if index >= 0 else None

    def row(self, offset: int) -> int:
        return self.part.lines.position(offset)[0]


def content_end(code: str, line: LogicalLine) -> int:
    """Offset of a logical line's own line end."""
    end = line.end
    if end > line.start and code[end - 1] == "\n":
        end -= 1
    if end > line.start and code[end - 1] == "\r":
        end -= 1
    return end
