"""Dry runs that were asked for in the editor, each of one open document."""

import asyncio
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossguard.dryrun.folder import likely_folder
from lossguard.dryrun.interpreter import CANNOT_START, find_python, refusal
from lossguard.dryrun.job import DryRun
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Outcome, Progress, Result
from lossguard.dryrun.summaries import CANCELLED
from lossguard.findings.finding import Finding, Message
from lossguard.lsp import words
from lossguard.lsp.documents import Documents, OpenDocument
from lossguard.lsp.live import LiveChecks
from lossguard.lsp.pins import Pin, Snapshot
from lossguard.lsp.present import uri_of
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


class EditorRun:
    """One run of an open document, from the command to what is shown."""

    def __init__(self, plan: Plan, snapshot: Snapshot, tell: Callable[[Progress], None]) -> None:
        self.plan = plan
        self.snapshot = snapshot
        self._job = DryRun(plan, tell)
        self._stopped = asyncio.Event()

    def cancel(self) -> None:
        self._stopped.set()
        self._job.cancel()

    async def result(self) -> Result:
        """Raises Refused if the interpreter lacks what the script imports."""
        if (refused := await self._refusal()) is not None:
            raise Refused(refused, self.plan.python)
        if self._stopped.is_set():
            return Result(Outcome.CANCELLED, Message(CANCELLED))
        return await self._job.run()

    async def _refusal(self) -> Message | None:
        asking = asyncio.ensure_future(refusal(self.plan))
        stopping = asyncio.ensure_future(self._stopped.wait())
        try:
            await asyncio.wait([asking, stopping], return_when=asyncio.FIRST_COMPLETED)
            return asking.result() if asking.done() and not self._stopped.is_set() else None
        finally:
            asking.cancel()
            stopping.cancel()


class DryRuns:
    def __init__(self, documents: Documents, live: LiveChecks) -> None:
        self._documents = documents
        self._live = live
        self._running: dict[str, EditorRun] = {}
        """By the URI of the document."""

    def begin(
        self, document: OpenDocument, request: Request, folders: Sequence[Path], tell: Callable[[Progress], None]
    ) -> EditorRun:
        """A run of a document as it is now, which ends one that is under way; raises Refused."""
        make_plan = self._plan(document, request, folders)
        if document.uri in self._running:
            self._running[document.uri].cancel()
        snapshot = self._live.ran.snapshot(document)
        run = self._running[document.uri] = EditorRun(make_plan(snapshot), snapshot, tell)
        self._live.show_run(document.uri)
        return run

    async def finish(self, document: OpenDocument, run: EditorRun) -> Result:
        """Wait for the end of a run, and show what it has found; raises Refused."""
        try:
            result = await run.result()
            if self._running.get(document.uri) is run:  # else another one has begun
                self._show(document, run.snapshot, result)
            return result
        finally:
            self._live.ran.release(run.snapshot)
            if self._running.get(document.uri) is run:
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

    def _show(self, document: OpenDocument, snapshot: Snapshot, result: Result) -> None:
        if self._documents.get(document.uri) is not document:
            return  # closed meanwhile
        pins = list(snapshot.pins(result.findings))
        elsewhere: list[Finding] = []
        for finding in result.findings:
            part = finding.place.part
            if part in snapshot.document.parts:
                continue
            shown = self._shown(part)
            if shown is not None:
                pins.append(Pin(finding, shown, {part: shown}))
            elif all(other.path != Path(part.key) for other in self._documents):
                elsewhere.append(finding)  # where another text is open, the place would be wrong
        self._live.show_run(document.uri, pins, elsewhere)

    def _shown(self, part: Part) -> Part | None:
        """The part of an open document that shows a module as it was run."""
        parts = (shown.part for document in self._documents for shown in document.open_parts.values())
        return next((shown for shown in parts if uri_of(part) == shown.key and part.text == shown.text), None)
