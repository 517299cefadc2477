"""Checks of many files: from the cache where it can be, in worker processes where it pays, reported in order."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from lossguard.cli.assumptions import Known, Surroundings
from lossguard.cli.outcome import Data, Reader, StaleError
from lossguard.cli.ticket import Ticket
from lossguard.findings.finding import Finding
from lossguard.text.document import Document, Part

if TYPE_CHECKING:
    from lossguard.cli.cache import ResultCache
    from lossguard.cli.jobs import Done, Job
    from lossguard.cli.workers import Workers

ENOUGH = 8
"""Files from which on it pays to start processes."""


@dataclass(frozen=True, slots=True)
class Checked:
    document: Document
    findings: tuple[Finding, ...] = ()
    broken: dict[Part, str] = field(default_factory=dict[Part, str])
    fault: str = ""
    """A traceback, if the check failed."""


class Checks:
    def __init__(self, surroundings: Surroundings, cache: "ResultCache | None", jobs: int | None) -> None:
        self._surroundings = surroundings
        self._cache = cache
        self._jobs = jobs
        self._workers: Workers | None = None

    def run(self, tickets: Sequence[Ticket]) -> Iterator[Checked]:
        """One answer for each ticket, in their order, as soon as it is there."""
        known = [self._surroundings.known(ticket.document) for ticket in tickets]
        keys = [self._key(ticket, its) for ticket, its in zip(tickets, known, strict=True)]
        stored = [self._stored(ticket, key) for ticket, key in zip(tickets, keys, strict=True)]
        missing = [index for index, answer in enumerate(stored) if answer is None]
        try:
            results = self._results([(tickets[index], known[index]) for index in missing])
            for ticket, key, answer in zip(tickets, keys, stored, strict=True):
                if answer is None:
                    answer = self._finish(ticket, key, next(results))  # noqa: PLW2901 - it was none
                yield answer
        finally:
            if self._workers is not None:
                self._workers.end()
        if missing and self._cache is not None:
            self._cache.prune()

    def _results(self, work: Sequence[tuple[Ticket, Known]]) -> "Iterator[Done]":
        if not work:
            return
        from lossguard.cli.jobs import load_engine, perform

        load_engine()
        count = self._jobs or _cores()
        if count == 1 or len(work) < ENOUGH:
            for ticket, its in work:
                yield perform(_job(ticket, its), ticket.source)
            return
        from lossguard.cli.workers import Workers

        self._workers = Workers([_job(ticket, its) for ticket, its in work], count)
        for index in range(len(work)):
            yield self._workers.result(index)

    def _key(self, ticket: Ticket, known: Known) -> str:
        return self._cache.key(ticket.document.path, ticket.data, known) if self._cache else ""

    def _stored(self, ticket: Ticket, key: str) -> Checked | None:
        data = self._cache.get(key) if self._cache else None
        return _checked(ticket, data) if data is not None else None

    def _finish(self, ticket: Ticket, key: str, done: "Done") -> Checked:
        if done.data is None:
            return Checked(ticket.document, fault=done.fault)
        if self._cache is not None:
            self._cache.put(key, done.data, done.rests_on)
        return _checked(ticket, done.data) or Checked(ticket.document, fault="a file that it imports has gone")


def _cores() -> int:
    """Those that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _job(ticket: Ticket, known: Known) -> "Job":
    from lossguard.cli.jobs import Job

    return Job(ticket.document.path, ticket.data, known)


def _checked(ticket: Ticket, data: Data) -> Checked | None:
    """None if a module that a finding points to is gone."""
    reader = Reader(ticket.document)
    try:
        return Checked(ticket.document, reader.findings(data), reader.broken(data))
    except StaleError:
        return None
