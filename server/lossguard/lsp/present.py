"""Findings in the terms of the protocol."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from lsprotocol import types

from lossguard.findings.finding import Finding, Message, Related, Severity
from lossguard.text.document import Part
from lossguard.text.edits import Edit, line_end_of
from lossguard.text.lines import Encoding
from lossguard.text.place import Place

SOURCE = "Lossguard"

_LINE_END = re.compile(r"\r\n|\n|\r")

_SEVERITIES = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}


@dataclass(frozen=True, slots=True)
class Presenter:
    """How this client counts columns, what it can show and in which language."""

    encoding: Encoding = Encoding.UTF16
    translate: Callable[[str], str] | None = None
    related: bool = False
    """Whether the client shows related places."""

    def diagnostics(self, findings: Iterable[Finding]) -> dict[str, list[types.Diagnostic]]:
        """Diagnostics by the URI of their part."""
        by_part: dict[str, list[types.Diagnostic]] = {}
        for finding in findings:
            by_part.setdefault(finding.place.part.key, []).append(self.diagnostic(finding))
        return by_part

    def diagnostic(self, finding: Finding) -> types.Diagnostic:
        related = [self._related(related) for related in finding.related] if self.related else []
        return types.Diagnostic(
            range=self.range(finding.place),
            message=self.text(finding.message),
            severity=_SEVERITIES[finding.severity],
            code=finding.name,
            code_description=types.CodeDescription(href=finding.url),
            source=SOURCE,
            related_information=related or None,
            data={"key": key_of(finding)},
        )

    def text(self, message: Message) -> str:
        return message.text(self.translate)

    def range(self, place: Place) -> types.Range:
        return self.span(place.part, *place.span)

    def span(self, part: Part, start: int, end: int) -> types.Range:
        lines = part.lines
        return types.Range(
            start=types.Position(*lines.position(start, self.encoding)),
            end=types.Position(*lines.position(end, self.encoding)),
        )

    def edit(self, edit: Edit) -> types.TextEdit:
        """An edit in the line ends of its document: not every client makes them agree."""
        content = _LINE_END.sub(line_end_of(edit.part.text), edit.content)
        return types.TextEdit(range=self.span(edit.part, edit.start, edit.end), new_text=content)

    def _related(self, related: Related) -> types.DiagnosticRelatedInformation:
        location = types.Location(uri=uri_of(related.place.part), range=self.range(related.place))
        return types.DiagnosticRelatedInformation(location=location, message=self.text(related.message))


def uri_of(part: Part) -> str:
    """Parts that are open are known by their URI, files that were only read by their path."""
    return Path(part.key).as_uri() if Path(part.key).is_absolute() else part.key


def key_of(finding: Finding) -> str:
    """Identifies a finding in one revision of its document."""
    start, end = finding.place.span
    return f"{finding.name}@{start}-{end}"
