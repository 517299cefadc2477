"""Processes that perform jobs side by side."""

import sys
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

from lossguard.cli.jobs import Done, Job, perform


class Workers:
    """Performs jobs in processes of their own; one that dies takes only its job with it.

    Forks have what this process has loaded: see ``load_engine``.
    """

    def __init__(self, jobs: Sequence[Job], count: int) -> None:
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
