"""Places in words and numbers for people and programs: rows, columns and cells count from 1."""

from dataclasses import dataclass
from typing import Any

from lossguard.text.document import Document, Part


@dataclass(frozen=True, slots=True)
class Where:
    filename: str
    cell: int | None
    row: int
    column: int
    """In code points."""


def where(document: Document, part: Part, offset: int) -> Where:
    """Where an offset lies; the part may be of another file, such as a module that a script imports."""
    row, column = part.lines.position(offset)
    filename = document.path if part in document.parts else part.key
    return Where(filename, part.cell, row + 1, column + 1)


def extent(document: Document, part: Part, start: int, end: int) -> dict[str, Any]:
    """A range for programs; its end is exclusive."""
    first, last = where(document, part, start), where(document, part, end)
    return {
        "filename": first.filename,
        "cell": first.cell,
        "location": {"row": first.row, "column": first.column},
        "end_location": {"row": last.row, "column": last.column},
    }
