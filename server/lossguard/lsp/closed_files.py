"""What is shown of files that are not open: found by a check of the workspace, and kept true to the disk."""

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import Any

from lsprotocol import types

from lossguard.lsp.live import LiveChecks
from lossguard.lsp.log import Log
from lossguard.lsp.processes import Worker, WorkerEnded
from lossguard.lsp.publisher import Publisher
from lossguard.lsp.worker import Task

PATIENCE = 60.0
"""Seconds for one file."""


class ClosedFiles:
    def __init__(
        self,
        publisher: Publisher,
        live: LiveChecks,
        log: Log,
        structure: Callable[[Any], types.Diagnostic],
        task: Callable[[], Task],
    ) -> None:
        self._publisher = publisher
        self._live = live
        self._log = log
        self._structure = structure
        self._task = task
        self._checked: set[Path] = set()
        self._changed: dict[Path, None] = {}
        self._rechecks: asyncio.Task[None] | None = None

    async def check(self, worker: Worker, path: Path) -> list[types.Diagnostic]:
        """Check a file and show what is found; of one that is open, what the editor shows counts."""
        self._checked.add(path)
        shown = self._live.shown(path)
        if shown is not None:
            return shown
        try:
            answer = await worker.ask(PATIENCE, check=str(path))
        except WorkerEnded as error:
            answer = {"failed": str(error)}
        if "failed" in answer:
            self._log.error(f"Checking {path} failed: {answer['failed']}")
        elif "skipped" in answer:
            self._log.info(f"{path} {answer['skipped']}")
        diagnostics = [self._structure(diagnostic) for diagnostic in answer.get("diagnostics", ())]
        if self._live.shown(path) is None:  # it may have been opened meanwhile
            self._publisher.publish_closed(path, diagnostics)
        return diagnostics

    def changed(self, path: Path) -> None:
        """A file was closed, or changed on disk: check it again if it was part of a check."""
        if path in self._checked:
            self._changed[path] = None
            if self._rechecks is None or self._rechecks.done():
                self._rechecks = asyncio.ensure_future(self._recheck())

    def environment_changed(self) -> None:
        """More, or something else, is known of the libraries: check all again."""
        for path in list(self._checked):
            self.changed(path)

    def forget(self) -> None:
        """Show nothing of files that are not open."""
        self._publisher.forget_closed()
        self._checked.clear()
        self._changed.clear()

    async def _recheck(self) -> None:
        worker = Worker(self._task())
        try:
            while self._changed:
                path = next(iter(self._changed))
                del self._changed[path]
                await self.check(worker, path)
        finally:
            await worker.end()
