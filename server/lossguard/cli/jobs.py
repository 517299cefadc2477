"""One check of one file, in this process or in a worker's."""

import gc
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from lossguard.cli.assumptions import Known
from lossguard.cli.outcome import Data, to_data
from lossguard.text.decode import Problem
from lossguard.text.source import Source, read_source

if TYPE_CHECKING:
    from lossguard.program.modules import ParsedFiles


@dataclass(frozen=True, slots=True)
class Job:
    path: str
    """As it is shown."""
    data: bytes
    known: Known


@dataclass(frozen=True, slots=True)
class Done:
    data: Data | None
    rests_on: dict[Any, Any]
    """See ``ResultCache.put``."""
    fault: str = ""
    """The traceback, where there is no result."""


def load_engine() -> None:
    """Import all that a check needs, once for all checks and for all forks of this process."""
    import lossguard.check  # noqa: F401 - what it brings
    from lossguard.rules.registry import all_rules

    all_rules()
    if not gc.isenabled():
        # What is loaded stays: collections that walk over it take a tenth of a check, and copy its pages in forks.
        gc.freeze()
        gc.enable()


def perform(job: Job, source: Source | None = None) -> Done:
    """Never raises, apart from what stops the process."""
    from lossguard.check import Analysis

    try:
        read = source or read_source(job.path, job.data)
        assert not isinstance(read, Problem)  # it was read before
        analysis = Analysis(read.document, job.known.settings, job.known.assumptions, _files())
        report = analysis.refresh()
        return Done(to_data(read.document, report.findings, report.broken), dict(analysis.looked_for))
    except Exception:  # noqa: BLE001 - handed on: one file must not end the run
        import traceback

        return Done(None, {}, traceback.format_exc().rstrip())


@cache
def _files() -> "ParsedFiles":
    """One for each process: a worker cannot be handed what it is to keep from one job to the next."""
    from lossguard.program.modules import ParsedFiles

    return ParsedFiles()
