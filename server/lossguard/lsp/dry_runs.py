"""Dry runs that were asked for in the editor, each of one open document."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossguard.dryrun.folder import likely_folder
from lossguard.dryrun.interpreter import CANNOT_START, find_python, refusal
from lossguard.dryrun.job import DryRun
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Progress, Result
from lossguard.findings.finding import Finding, Message
from lossguard.lsp import words
from lossguard.lsp.documents import Documents, OpenDocument
from lossguard.lsp.live import LiveChecks
from lossguard.lsp.pins import Pin, Snapshot
from lossguard.lsp.present import uri_of
from lossguard.lsp.publisher import Publisher
from lossguard.text.document import Part


class Refused(Exception):  # noqa: N818 - it is an answer
    """Why a run was not begun, for people."""

    def __init__(self, reason: Message, python: str | None = None) -> None:
        super().__init__(reason.template)
        self.reason = reason
        self.python = python
        """The interpreter that was tried, if that is the reason."""


@dataclass(frozen=True, slots=True)
class Request:
    """What the client wants; None leaves it to the plan."""

    arguments: tuple[str, ...] = ()
    mode: str | None = None
    rows: int | None = None
    device: str | None = None
    timeout: float | None = None
    folder: str | None = None
    """The working folder; None for the one that the script seems to be meant for."""

    def options(self) -> dict[str, Any]:
        given = {name: getattr(self, name) for name in ("mode", "rows", "device", "timeout")}
        return {name: value for name, value in given.items() if value is not None}


class DryRuns:
    def __init__(self, documents: Documents, live: LiveChecks, publisher: Publisher) -> None:
        self._documents = documents
        self._live = live
        self._publisher = publisher
        self._running: dict[str, DryRun] = {}
        """By the URI of the document."""
        self._elsewhere: dict[str, list[Path]] = {}
        """Files that are not open in which a run of the document has found something."""

    def cancel(self, uri: str) -> None:
        if uri in self._running:
            self._running[uri].cancel()

    async def run(
        self, document: OpenDocument, request: Request, folders: Sequence[Path], tell: Callable[[Progress], None]
    ) -> Result:
        """Run a document as it is now, and show what is found; raises Refused."""
        make_plan = self._plan(document, request, folders)
        self.cancel(document.uri)
        snapshot = self._live.pins.snapshot(document)
        plan = make_plan(snapshot)
        job = self._running[document.uri] = DryRun(plan, tell)
        self._forget(document)
        try:
            if (refused := await refusal(plan.python, plan.document)) is not None:
                raise Refused(refused, plan.python)
            result = await job.run()
            if self._running.get(document.uri) is job:  # else another run has begun
                self._show(document, snapshot, result)
            return result
        finally:
            self._live.pins.release(snapshot)
            if self._running.get(document.uri) is job:
                del self._running[document.uri]

    def _plan(self, document: OpenDocument, request: Request, folders: Sequence[Path]) -> Callable[[Snapshot], Plan]:
        path = document.path
        if os.name == "nt":
            raise Refused(Message(words.NOT_ON_WINDOWS))
        if path is None or not path.parent.is_dir():
            raise Refused(Message(words.NOT_A_FILE))
        if not document.document.parts:
            raise Refused(Message(words.NO_CODE))
        named = self._live.python(document) or "python3"
        python = find_python(named)
        if python is None:
            raise Refused(Message(CANNOT_START, {"python": named}), named)
        folder = Path(request.folder) if request.folder else likely_folder(document.document, path, folders)
        if not folder.is_dir():
            raise Refused(Message(words.NO_FOLDER, {"folder": str(folder)}))
        return lambda snapshot: Plan(
            document=snapshot.document,
            path=path,
            python=python,
            arguments=request.arguments,
            folder=folder,
            **request.options(),
        )

    def _forget(self, document: OpenDocument) -> None:
        """Show nothing of an earlier run."""
        self._live.pin(document, ())
        for path in self._elsewhere.pop(document.uri, ()):
            self._publisher.publish_ran(path, ())

    def _show(self, document: OpenDocument, snapshot: Snapshot, result: Result) -> None:
        pins = list(snapshot.pins(result.findings)) if self._documents.get(document.uri) is document else []
        others: dict[Part, list[Finding]] = {}
        for finding in result.findings:
            if finding.place.part not in snapshot.document.parts:
                others.setdefault(finding.place.part, []).append(finding)
        for part, findings in others.items():
            shown = self._shown(part)
            if shown is not None:
                pins += [Pin(finding, shown, {part: shown}) for finding in findings]
            else:
                self._show_closed(document, part, findings)
        self._live.pin(document, pins)

    def _shown(self, part: Part) -> Part | None:
        """The part of an open document that shows a module as it was run."""
        parts = (shown.part for document in self._documents for shown in document.open_parts.values())
        return next((shown for shown in parts if uri_of(part) == shown.key and part.text == shown.text), None)

    def _show_closed(self, document: OpenDocument, part: Part, findings: list[Finding]) -> None:
        path = Path(part.key)
        if all(other.path != path for other in self._documents):  # where one shows another text, places would be wrong
            self._elsewhere.setdefault(document.uri, []).append(path)
            self._publisher.publish_ran(path, [self._live.presenter.diagnostic(finding) for finding in findings])
