"""What dry runs have found, by the document that was run: in parts that are open, and in files that are not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lossguard.findings.finding import Finding
from lossguard.lsp.documents import Change, OpenDocument
from lossguard.lsp.pins import Pin, Snapshot
from lossguard.text.document import Part


@dataclass(frozen=True, slots=True)
class Touched:
    """Where something else is to be shown than before."""

    parts: set[Part]
    paths: set[Path]


class RunFindings:
    """Runs are known by the URI of their document: it may be closed and opened again."""

    def __init__(self) -> None:
        self._pins: list[tuple[str, Pin]] = []
        self._elsewhere: list[tuple[str, Path, Finding]] = []
        self._snapshots: list[tuple[OpenDocument, Snapshot]] = []

    # --- while a run goes on ---

    def snapshot(self, document: OpenDocument) -> Snapshot:
        """A copy of a document for a run; it hears of all edits until it is released."""
        snapshot = Snapshot(document)
        self._snapshots.append((document, snapshot))
        return snapshot

    def release(self, snapshot: Snapshot) -> None:
        self._snapshots = [(of, one) for of, one in self._snapshots if one is not snapshot]

    # --- afterwards ---

    def put(self, ran: str, pins: Iterable[Pin] = (), elsewhere: Iterable[Finding] = ()) -> Touched:
        """Keep what a run has found, and nothing of the run of that document before."""
        touched = self._of(ran)
        self._pins = [(of, pin) for of, pin in self._pins if of != ran]
        self._elsewhere = [one for one in self._elsewhere if one[0] != ran]
        self._pins += [(ran, pin) for pin in pins]
        self._elsewhere += [(ran, Path(one.place.part.key), one) for one in elsewhere]
        now = self._of(ran)
        return Touched(touched.parts | now.parts, touched.paths | now.paths)

    def _of(self, ran: str) -> Touched:
        """Where findings of a run are shown."""
        parts = {pin.part for of, pin in self._pins if of == ran}
        return Touched(parts, {path for of, path, _ in self._elsewhere if of == ran})

    def changed(self, change: Change) -> None:
        """Called for every edit; costs nothing while nothing is shown and nothing runs."""
        for document, snapshot in self._snapshots:
            if document is change.document:
                snapshot.changed(change)
        if not self._pins:
            return
        for uri, edited in change.edits.items():
            if uri in change.document.open_parts:
                for _, pin in self._pins:
                    pin.move(change.document.open_parts[uri].part, edited)
        self._pins = [(of, pin) for of, pin in self._pins if pin.stands]

    def opened(self, document: OpenDocument) -> None:
        """A file was opened: what was found in it is shown there, if it shows what was run."""
        if not self._elsewhere:
            return
        here = [one for one in self._elsewhere if one[1] == document.path]
        self._elsewhere = [one for one in self._elsewhere if one[1] != document.path]
        for ran, _, finding in here:
            for shown in document.open_parts.values():
                if shown.part.text == finding.place.part.text:
                    self._pins.append((ran, Pin(finding, shown.part, {finding.place.part: shown.part})))

    def forget(self, path: Path) -> None:
        """A file that is not open has changed on disk."""
        self._elsewhere = [one for one in self._elsewhere if one[1] != path]

    def closed(self, parts: Collection[str]) -> None:
        """Parts with these URIs are not shown any more."""
        self._pins = [(of, pin) for of, pin in self._pins if pin.part.key not in parts]

    def of(self, document: OpenDocument) -> Sequence[Finding]:
        """In the order in which they were found."""
        parts = {part.part for part in document.open_parts.values()} if self._pins else ()
        return [pin.finding() for _, pin in self._pins if pin.part in parts]

    def in_file(self, path: Path) -> Sequence[Finding]:
        """In a file that is not open."""
        return [finding for _, of, finding in self._elsewhere if of == path]
