"""The standing checks of the open documents."""

import traceback
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types

from lossguard.findings.confirm import confirmed
from lossguard.findings.finding import Finding, Message
from lossguard.lsp import words
from lossguard.lsp.documents import Change, Documents, OpenDocument
from lossguard.lsp.environment import Environment, Known
from lossguard.lsp.log import Log
from lossguard.lsp.pins import Pin
from lossguard.lsp.present import Presenter
from lossguard.lsp.projects import ProjectProblems
from lossguard.lsp.publisher import Publisher
from lossguard.lsp.refresher import Refresher
from lossguard.lsp.run_findings import RunFindings
from lossguard.lsp.status import Status

if TYPE_CHECKING:
    from lossguard.check import Report
    from lossguard.libraries.readings import Installation

MAX_CHARACTERS = 1_000_000
"""Longer documents are data or generated code: not checked, so that they cannot block the editor."""


class LiveChecks:
    """Checks what the editor shows and publishes what is found."""

    def __init__(
        self,
        documents: Documents,
        publisher: Publisher,
        environment: Environment,
        problems: ProjectProblems,
        status: Status,
        log: Log,
        input_waits: Callable[[], bool],
        want: "Callable[[Iterable[Installation]], None]",
    ) -> None:
        """``want`` is told of releases that ought to be read; see ``environment_changed``."""
        self.presenter = Presenter()
        self.ran = RunFindings()
        self._documents = documents
        self._publisher = publisher
        self._environment = environment
        self._problems = problems
        self._status = status
        self._log = log
        self._want = want
        self._refresher = Refresher(self._refresh, input_waits)

    def apply(self, change: Change | None) -> None:
        """A document was opened or changed."""
        if change is None:
            return
        for uri, edited in change.edits.items():
            self._publisher.touched(uri, edited.top)
        self.ran.changed(change)
        self.ran.closed(change.closed)
        for uri in change.closed:
            self._publisher.clear(uri)
        document = change.document
        if document.path is not None:
            self.ran.opened(document)
            self._publisher.opened(document.path, document.uri if document.cells is None else "")
        self._refresher.changed(document)

    def close(self, change: Change | None) -> None:
        if change is None:
            return
        self._refresher.closed(change.document)
        self.ran.closed(change.closed)
        self.show_run(change.document.uri)
        self._status.works(change.document)
        for uri in change.closed:
            self._publisher.clear(uri)

    def shown(self, path: Path) -> list[types.Diagnostic] | None:
        """What is shown of a file that is open; None for one that is not."""
        for document in self._documents:
            if document.path == path:
                self._refresher.settle(document)
                return [diagnostic for uri in document.open_parts for diagnostic in self._publisher.shown(uri)]
        return None

    def restart(self) -> None:
        """Check everything anew."""
        for document in self._documents:
            self._restart(document)

    def show_run(self, ran: str, pins: Iterable[Pin] = (), elsewhere: Iterable[Finding] = ()) -> None:
        """Show what a dry run of a document has found, by its URI, instead of what an earlier one had."""
        touched = self.ran.put(ran, pins, elsewhere)
        for document in self._documents:
            if any(part.part in touched.parts for part in document.open_parts.values()):
                self._refresher.changed(document)
        for path in touched.paths:
            self._show_closed(path)

    def changed_on_disk(self, path: Path) -> None:
        """What a run has found in a file is not true of another text."""
        if self.ran.in_file(path):
            self.ran.forget(path)
            self._show_closed(path)

    def _show_closed(self, path: Path) -> None:
        if all(document.path != path for document in self._documents):
            self._publisher.publish_ran(path, [self.presenter.diagnostic(one) for one in self.ran.in_file(path)])

    def environment_changed(self) -> None:
        """Check anew where settings or installed versions are not what they were."""
        for document in self._documents:
            if document.known is not None and document.known != self._know(document):
                self._restart(document)

    def python(self, document: OpenDocument) -> str | None:
        """The interpreter, or the folder of the environment, with which a document is run; None if nobody says."""
        return self._know(document).python

    def _restart(self, document: OpenDocument) -> None:
        document.analysis = None
        document.report = None
        document.revision += 1
        self._refresher.changed(document)

    def _know(self, document: OpenDocument) -> Known:
        known = self._environment.of(document.path)
        self._problems.show(known.project, self.presenter)
        self._want(known.unread)
        return known

    def report(self, document: OpenDocument) -> "Report | None":
        """The findings in the present text; None while they are not known."""
        self._refresher.settle(document)
        return document.report

    def _refresh(self, document: OpenDocument, hasty: bool) -> bool:
        """Check a document and publish what is found; whether that is all that can be found now."""
        # Here, so that the answer to `initialize` does not wait for the parser to be loaded.
        from lossguard.check import Analysis, Report

        if not self._environment.editor.enable or self._is_too_long(document):
            document.analysis = None
            report = Report()
        else:
            try:
                if document.analysis is None:
                    known = document.known = self._know(document)
                    document.analysis = Analysis(document.document, known.settings, known.assumptions)
                report = document.analysis.refresh(hasty=hasty)
            except Exception as error:  # noqa: BLE001 - a fault must cost this check only; it is shown and logged
                self._failed(document, error)
                return True
        self._status.works(document)
        document.report = self._with_pins(document, report)
        self._publish(document, document.report)
        return report.settled

    def _with_pins(self, document: OpenDocument, report: "Report") -> "Report":
        ran = self.ran.of(document)
        return replace(report, findings=confirmed(report.findings, ran)) if ran else report

    def _publish(self, document: OpenDocument, report: "Report") -> None:
        by_part = self.presenter.diagnostics(report.findings)
        for uri, part in document.open_parts.items():
            self._publisher.publish(uri, by_part.get(uri, []), part.version)

    def _failed(self, document: OpenDocument, error: Exception) -> None:
        # The analysis may be half-way through a change: the next one starts afresh. What is shown stays.
        document.analysis = None
        document.report = None
        name = document.document.path
        self._log.error(f"Checking {name} failed:\n{traceback.format_exc()}")
        message = Message(words.FAILED, {"name": name, "error": type(error).__name__})
        self._status.problem(document, self.presenter.text(message))

    def _is_too_long(self, document: OpenDocument) -> bool:
        length = sum(len(part.text) for part in document.document.parts)
        if length <= MAX_CHARACTERS:
            return False
        if document.report is None:
            self._log.info(f"{document.document.path} is not checked: {length:,} characters, limit {MAX_CHARACTERS:,}.")
        return True
