"""Annotations for GitHub Actions: one workflow command a finding.

See https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions.
"""

from lossguard.cli.console import Console
from lossguard.cli.formats.format import Format, Totals
from lossguard.cli.formats.where import where
from lossguard.cli.words import CELL, Words
from lossguard.findings.finding import Finding, Severity
from lossguard.text.document import Document

_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


class GithubFormat(Format):
    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._words = words

    def file(self, document: Document, findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            self._console.write(self._command(document, finding))

    def end(self, totals: Totals) -> None:
        """Nothing: every line is an annotation."""

    def _command(self, document: Document, finding: Finding) -> str:
        part, (start, end) = finding.place.part, finding.place.span
        first, last = where(document, part, start), where(document, part, end)
        properties: dict[str, str | int] = {
            "title": f"{finding.code} ({finding.name})",
            "file": first.filename.replace("\\", "/"),
        }
        message = finding.message.text(self._words.translate)
        if first.cell is None:
            properties |= {"line": first.row, "endLine": last.row}
            if first.row == last.row:  # columns of several lines are refused
                properties |= {"col": first.column, "endColumn": last.column}
        else:  # GitHub shows a notebook as JSON: the lines of a cell are not its lines
            message = f"{self._words.say(CELL, number=first.cell)}:{first.row}:{first.column}: {message}"
        listed = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items())
        return f"::{_COMMANDS[finding.severity]} {listed}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
