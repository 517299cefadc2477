"""Checks every script and notebook of the workspace, in processes of their own."""

import asyncio
import os
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from lossguard.lsp.log import Log
from lossguard.lsp.processes import Worker, WorkerEnded
from lossguard.lsp.publisher import Publisher
from lossguard.lsp.worker import Task

_WORKERS = 4
_PATIENCE = 60.0
"""Seconds for one file; the walk over the folders may take ten times that."""


@dataclass
class Tally:
    """What a check has found so far."""

    files: int = 0
    severities: Counter[types.DiagnosticSeverity] = field(default_factory=Counter[types.DiagnosticSeverity])
    cancelled: bool = False

    def count(self, diagnostics: list[types.Diagnostic]) -> None:
        self.files += 1
        self.severities.update(diagnostic.severity or types.DiagnosticSeverity.Warning for diagnostic in diagnostics)

    def to_json(self) -> dict[str, Any]:
        return {
            "files": self.files,
            "findings": self.severities.total(),
            "errors": self.severities[types.DiagnosticSeverity.Error],
            "warnings": self.severities[types.DiagnosticSeverity.Warning],
            "cancelled": self.cancelled,
        }


@dataclass(eq=False)
class WorkspaceCheck:
    """One run over the folders. Files that are open are counted as the editor shows them."""

    task: Task
    folders: list[Path]
    structure: Callable[[Any], types.Diagnostic]
    publisher: Publisher
    live: Callable[[Path], list[types.Diagnostic] | None]
    """What is shown of a file that is open; None for one that is not."""
    progress: Callable[[int, int], None]
    log: Log
    tally: Tally = field(default_factory=Tally)
    _stop: asyncio.Event = field(default_factory=asyncio.Event)

    def cancel(self) -> None:
        self.tally.cancelled = True
        self._stop.set()

    async def run(self) -> Tally:
        """Returns early, with what it has, when it is cancelled."""
        workers = [Worker(self.task) for _ in range(min(_WORKERS, max(1, (os.cpu_count() or 1) - 1)))]
        work = asyncio.ensure_future(self._work(workers))
        stopped = asyncio.ensure_future(self._stop.wait())
        try:
            await asyncio.wait([work, stopped], return_when=asyncio.FIRST_COMPLETED)
            if work.done():
                work.result()
        finally:
            work.cancel()
            stopped.cancel()
            for worker in workers:
                worker.kill()
        return self.tally

    async def _work(self, workers: list[Worker]) -> None:
        answer = await workers[0].ask(_PATIENCE * 10, folders=[str(folder) for folder in self.folders])
        waiting = deque(Path(name) for name in answer["files"])
        total = len(waiting)

        async def drain(worker: Worker) -> None:
            while waiting:
                await self._check(worker, waiting.popleft())
                self.progress(self.tally.files, total)

        self.progress(0, total)
        await asyncio.gather(*(drain(worker) for worker in workers[: max(1, total)]))

    async def _check(self, worker: Worker, path: Path) -> None:
        shown = self.live(path)
        if shown is not None:
            self.tally.count(shown)
            return
        try:
            answer = await worker.ask(_PATIENCE, check=str(path))
        except WorkerEnded as error:
            answer = {"failed": str(error)}
        if "failed" in answer:
            self.log.error(f"Checking {path} failed: {answer['failed']}")
        elif "skipped" in answer:
            self.log.info(f"{path} {answer['skipped']}")
        diagnostics = [self.structure(diagnostic) for diagnostic in answer.get("diagnostics", ())]
        self.tally.count(diagnostics)
        if self.live(path) is None:  # it may have been opened meanwhile
            self.publisher.publish_closed(path, diagnostics)
