"""One check of one file, here or in a worker process."""

import os
import sys
import traceback
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from lossguard.cli.outcome import Data, to_data
from lossguard.libraries.versions import Versions
from lossguard.settings.settings import Settings
from lossguard.text.decode import Problem
from lossguard.text.source import Source, read_source

ENOUGH = 8
"""Files from which on it pays to start processes."""


@dataclass(frozen=True, slots=True)
class Job:
    path: str
    """As it is shown."""
    data: bytes
    settings: Settings
    installed: Versions
    pinned: Versions


@dataclass(frozen=True, slots=True)
class Done:
    data: Data | None
    rests_on: dict[Any, Any]
    """See ``ResultCache.put``."""
    fault: str = ""
    """The traceback, where there is no result."""


def perform(job: Job, source: Source | None = None) -> Done:
    """Never raises, apart from what stops the process."""
    from lossguard.check import Analysis, Assumptions

    try:
        read = source or read_source(job.path, job.data)
        assert not isinstance(read, Problem)  # it was read before
        assumptions = Assumptions(job.settings.given, job.installed, job.pinned)
        analysis = Analysis(read.document, job.settings, assumptions)
        report = analysis.refresh()
        return Done(to_data(read.document, report.findings, report.broken), dict(analysis.looked_for))
    except Exception:  # noqa: BLE001 - handed on: one file must not end the run
        return Done(None, {}, traceback.format_exc().rstrip())


def cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers:
    """Performs jobs in processes of their own; one that dies takes only its job with it."""

    def __init__(self, jobs: Sequence[Job], count: int) -> None:
        import lossguard.check  # noqa: F401 - for the forks to have it
        from lossguard.rules.registry import all_rules

        all_rules()
        self._jobs = jobs
        self._pool = _pool(min(count, len(jobs)))
        # The largest first: the last to end is then a small one.
        order = sorted(range(len(jobs)), key=lambda index: -len(jobs[index].data))
        futures = {index: self._pool.submit(perform, jobs[index]) for index in order}
        self._futures: list[Future[Done]] = [futures[index] for index in range(len(jobs))]

    def result(self, index: int) -> Done:
        """Waits for it."""
        try:
            return self._futures[index].result()
        except BrokenProcessPool:
            return self._alone(self._jobs[index])

    def end(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    @staticmethod
    def _alone(job: Job) -> Done:
        """Once more, in a process of its own: it may have been another job that ended the pool."""
        with _pool(1) as pool:
            try:
                return pool.submit(perform, job).result()
            except BrokenProcessPool:
                return Done(None, {}, "the process that checked it has died")


def _pool(count: int) -> ProcessPoolExecutor:
    # A fork has all modules loaded already. There is no thread yet that could hold a lock.
    return ProcessPoolExecutor(count, get_context("fork" if sys.platform == "linux" else "spawn"))
