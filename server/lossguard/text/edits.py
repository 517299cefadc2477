"""Text edits, and applying a set of them to a text."""

from collections.abc import Iterable
from dataclasses import dataclass

from lossguard.text.document import Part


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the code points from ``start`` to ``end`` of a part's present text."""

    part: Part
    start: int
    end: int
    content: str


class OverlappingEdits(ValueError):
    """Two edits of one set touch the same text."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits applied; raises OverlappingEdits. Identical edits count once."""
    pieces: list[str] = []
    done = 0
    for edit in sorted(set(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise OverlappingEdits(f"edit at {edit.start} begins before {done}")
        pieces += text[done : edit.start], edit.content
        done = edit.end
    return "".join([*pieces, text[done:]])
