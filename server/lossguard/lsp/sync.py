"""The text that the editor shows, kept in step change by change.

This store replaces pygls' workspace, which splits lines where the protocol does not and takes a ranged
change of a notebook cell for the whole cell.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lsprotocol import types

from lossguard.text.document import Part
from lossguard.text.lines import Encoding, LineIndex


@dataclass(frozen=True, slots=True)
class Splice:
    """What lay between two offsets was replaced by a text of some length."""

    start: int
    end: int
    length: int


@dataclass(frozen=True, slots=True)
class Edited:
    """What one notification did to a part."""

    top: int = 0
    """Topmost row that was touched."""
    splices: tuple[Splice, ...] = ()
    """In order; the offsets of each count in the text that the one before it left."""


class OpenPart:
    """A script or cell that is open in the editor."""

    def __init__(self, item: types.TextDocumentItem, cell: int | None = None) -> None:
        self.part = Part(item.uri, item.text, cell)
        self.version = item.version
        self.language = item.language_id

    @property
    def uri(self) -> str:
        return self.part.key

    def change(
        self, version: int, changes: Sequence[types.TextDocumentContentChangeEvent], encoding: Encoding
    ) -> Edited:
        """Apply the changes of one notification."""
        text, edited = apply_changes(self.part.lines, changes, encoding)
        self.part.text = text
        self.version = version
        return edited


def apply_changes(
    lines: LineIndex, changes: Sequence[types.TextDocumentContentChangeEvent], encoding: Encoding
) -> tuple[str, Edited]:
    """The text after the changes, each of which refers to the text that the one before it left."""
    text = lines.text
    top = len(lines)
    splices: list[Splice] = []
    # Before this offset the line index still describes the text. Editors send the edits of many
    # cursors from the end to the start, so that one index serves them all.
    known = len(text) + 1
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            splices.append(Splice(0, len(text), len(change.text)))
            text, known, top = change.text, 0, 0
            continue
        start, end = span(lines, change.range, encoding)
        if max(start, end) >= known:
            lines = LineIndex(text)
            start, end = span(lines, change.range, encoding)
        start, end = min(start, end), max(start, end)
        top = min(top, lines.position(start)[0])
        splices.append(Splice(start, end, len(change.text)))
        text = text[:start] + change.text + text[end:]
        known = start
    return text, Edited(top, tuple(splices))


def span(lines: LineIndex, place: types.Range, encoding: Encoding) -> tuple[int, int]:
    """Offsets of a range; a position outside the text is taken to its nearest end."""
    return (
        lines.offset(place.start.line, place.start.character, encoding),
        lines.offset(place.end.line, place.end.character, encoding),
    )
