"""The format for programs: a list of objects, one a finding.

``filename`` is the path as it was given or found; rows, columns and cells count from 1, columns in code
points; ``end_location`` is exclusive. ``cell`` is null outside notebooks. An edit of a notebook names the
cell that it changes, which may be another one than that of the finding.
"""

import json
from typing import Any

from lossguard.cli.console import Console
from lossguard.cli.formats.format import Format, Totals
from lossguard.cli.formats.where import extent
from lossguard.cli.words import Words
from lossguard.findings.finding import Finding, Fix
from lossguard.text.document import Document
from lossguard.text.edits import Edit
from lossguard.text.place import Place


class JsonFormat(Format):
    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._words = words
        self._findings: list[dict[str, Any]] = []

    def file(self, document: Document, findings: tuple[Finding, ...]) -> None:
        self._findings += [self._finding(document, finding) for finding in findings]

    def end(self, totals: Totals) -> None:  # noqa: ARG002 - programs count for themselves
        self._console.write(json.dumps(self._findings, indent=2))

    def _finding(self, document: Document, finding: Finding) -> dict[str, Any]:
        fixes = [self._fix(document, fix) for fix in finding.fixes]
        return {
            "code": finding.code,
            "name": finding.name,
            "severity": finding.severity.value,
            "message": finding.message.text(self._words.translate),
            **_place(document, finding.place),
            "fix": fixes[0] if fixes else None,
            "fixes": fixes,
            "related": [
                {"message": related.message.text(self._words.translate), **_place(document, related.place)}
                for related in finding.related
            ],
            "cause": {
                "kind": finding.cause.kind,
                "role": finding.cause.role,
                **_place(document, finding.cause.place),
            },
            "assumed_versions": list(finding.assumed),
            "url": finding.url,
        }

    def _fix(self, document: Document, fix: Fix) -> dict[str, Any]:
        return {
            "applicability": fix.applicability.value,
            "message": fix.title.text(self._words.translate),
            "edits": [_edit(document, edit) for edit in fix.build()],
        }


def _edit(document: Document, edit: Edit) -> dict[str, Any]:
    return {"content": edit.content, **extent(document, edit.part, edit.start, edit.end)}


def _place(document: Document, place: Place) -> dict[str, Any]:
    return extent(document, place.part, *place.span)
