"""Text edits, and applying a set of them to a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lossguard.text.document import Part

_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Edit:
    """Replace the code points from ``start`` to ``end`` of a part's present text."""

    part: Part
    start: int
    end: int
    content: str


class OverlappingEdits(ValueError):  # noqa: N818 - a state of the edits, not of the program
    """Two edits of one set touch the same text."""


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """The text with all edits applied; raises OverlappingEdits. Identical edits count once.

    Edits at one place keep their order. Line ends in what they put in become those of the text.
    """
    pieces: list[str] = []
    done = 0
    line_end = line_end_of(text)
    for edit in sorted(dict.fromkeys(edits), key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            raise OverlappingEdits(f"edit at {edit.start} begins before {done}")
        pieces += text[done : edit.start], _LINE_END.sub(line_end, edit.content)
        done = edit.end
    return "".join([*pieces, text[done:]])


def clash(one: Edit, other: Edit) -> bool:
    """Whether two edits of different fixes must not be applied together."""
    if one == other or one.part is not other.part:
        return False
    if one.start == other.start:  # two insertions at one place have no right order
        return True
    return one.start < other.end and other.start < one.end


def edit_parts(edits: Iterable[Edit]) -> None:
    """Apply edits to the parts they belong to."""
    by_part: dict[Part, list[Edit]] = {}
    for edit in edits:
        by_part.setdefault(edit.part, []).append(edit)
    changed = {part: apply_edits(part.text, edits) for part, edits in by_part.items()}
    for part, text in changed.items():  # only after all of them went well
        part.text = text


def line_end_of(text: str) -> str:
    """The line end that most lines of a text have."""
    crlf = text.count("\r\n")
    counts = {"\n": text.count("\n") - crlf, "\r\n": crlf, "\r": text.count("\r") - crlf}
    return max(counts, key=lambda end: counts[end])
