"""Checks every script and notebook of the workspace, in processes of their own."""

import asyncio
import os
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from lsprotocol import types

from lossguard.lsp.closed_files import ClosedFiles
from lossguard.lsp.processes import Worker
from lossguard.lsp.worker import Task

_WORKERS = 4
_PATIENCE = 600.0
"""Seconds for the walk over the folders."""


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
    closed_files: ClosedFiles
    progress: Callable[[int, int], None]
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
            await asyncio.gather(*(worker.end() for worker in workers))
        return self.tally

    async def _work(self, workers: list[Worker]) -> None:
        answer = await workers[0].ask(_PATIENCE, folders=[str(folder) for folder in self.folders])
        waiting = deque(Path(name) for name in answer["files"])
        total = len(waiting)

        async def drain(worker: Worker) -> None:
            while waiting:
                self.tally.count(await self.closed_files.check(worker, waiting.popleft()))
                self.progress(self.tally.files, total)

        self.progress(0, total)
        await asyncio.gather(*(drain(worker) for worker in workers[: max(1, total)]))
