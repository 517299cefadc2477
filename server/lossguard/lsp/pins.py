"""A finding of a dry run in a document that is edited further: it moves with the text, and goes when that changes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from lossguard.findings.finding import Finding, Related
from lossguard.lsp.documents import Change, OpenDocument
from lossguard.lsp.sync import Edited, Splice
from lossguard.text.document import Document, Part
from lossguard.text.place import Anchor, Place


class Snapshot:
    """A document as it was at one moment, and what has been done to it since."""

    def __init__(self, document: OpenDocument) -> None:
        self._live = {part.part: _copy(part.part) for part in document.open_parts.values()}
        self._edits: dict[Part, list[Edited]] = {part: [] for part in self._live}
        self.document = Document(document.document.path, document.document.kind, list(self._live.values()))
        """A copy that stays as it is."""

    def changed(self, change: Change) -> None:
        for part, edits in self._edits.items():
            if part.key in change.edits:
                edits.append(change.edits[part.key])

    def pins(self, findings: Iterable[Finding]) -> Iterator["Pin"]:
        """Pins, in the document as it is now, for findings in the copy; none for those whose lines have changed."""
        lives = {copy: part for part, copy in self._live.items()}
        for finding in findings:
            live = lives.get(finding.place.part)
            if live is None:
                continue
            pin = Pin(finding, live, lives)
            for part, edits in self._edits.items():
                for edited in edits:
                    pin.move(part, edited)
            if pin.stands:
                yield pin


class Pin:
    """One finding in a part that is open."""

    def __init__(self, finding: Finding, part: Part, lives: dict[Part, Part]) -> None:
        """``lives`` leads from the parts in which the finding has its places to those that are edited."""
        start, end = finding.place.span
        self._finding = finding
        self._spot = _Spot(part, start, end)
        self._lines = _Spot(part, *_lines_around(finding.place.part.text, start, end))
        self._cause = _spot(finding.cause.place, lives)
        self._related = [(_spot(one.place, lives), one) for one in finding.related]
        self._places: Finding | None = None

    @property
    def part(self) -> Part:
        return self._spot.part

    def finding(self) -> Finding:
        """The finding at its present place."""
        if self._places is None:
            place = self._spot.place()
            cause = self._cause.place() if self._cause is not None and self._cause.is_whole else place
            related = (_related(spot, one) for spot, one in self._related)
            self._places = replace(
                self._finding,
                place=place,
                cause=replace(self._finding.cause, place=cause),
                related=tuple(one for one in related if one is not None),
            )
        return self._places

    def move(self, part: Part, edited: Edited) -> None:
        """Move along with an edit of a part."""
        spots = [self._spot, self._lines, self._cause, *(spot for spot, _ in self._related)]
        for spot in spots:
            if spot is not None and spot.part is part:
                self._places = None
                for splice in edited.splices:
                    spot.move(splice)

    @property
    def stands(self) -> bool:
        """Whether the lines of the finding are still what they were, and lines of their own."""
        return self._lines.is_whole and _is_lines(self._lines, self.part.text)


@dataclass(slots=True)
class _Spot:
    part: Part
    start: int
    end: int
    is_whole: bool = True
    """False once an edit has reached into it."""

    def move(self, splice: Splice) -> None:
        if splice.end <= self.start:
            grown = splice.length - (splice.end - splice.start)
            self.start += grown
            self.end += grown
        elif splice.start < self.end:
            self.is_whole = False

    def place(self) -> Place:
        return Place(Anchor(self.part, self.start), 0, self.end - self.start)


def _spot(place: Place, lives: dict[Part, Part]) -> _Spot | None:
    part = lives.get(place.part)
    return _Spot(part, *place.span) if part is not None else None


def _related(spot: _Spot | None, related: Related) -> Related | None:
    """At its present place; what lies in another file stays as it is, what was changed is left out."""
    if spot is None:
        return related
    return replace(related, place=spot.place()) if spot.is_whole else None


def _lines_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The whole lines that a range touches, without the last line's end."""
    first = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
    ends = [at for at in (text.find("\n", end), text.find("\r", end)) if at >= 0]
    return first, min(ends, default=len(text))


def _is_lines(spot: _Spot, text: str) -> bool:
    """Whether a range still begins and ends where lines do: what was typed beside it may have joined them."""
    begins = spot.start == 0 or text[spot.start - 1 : spot.start] in ("\n", "\r")
    return begins and (spot.end == len(text) or text[spot.end : spot.end + 1] in ("\n", "\r"))


def _copy(part: Part) -> Part:
    return Part(part.key, part.text, part.cell)
