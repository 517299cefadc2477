"""SARIF 2.1.0, for GitHub code scanning and other dashboards.

Of a notebook only the file is named, with cell and line in the message: SARIF has no cells, and the lines of a cell
are not those of the notebook's JSON. For the same reason its fixes are left out.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from inspect import cleandoc
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from lossguard import __version__
from lossguard.cli.console import Console
from lossguard.cli.fingerprint import fingerprint
from lossguard.cli.formats.format import Format, Totals
from lossguard.cli.formats.where import where
from lossguard.cli.words import CELL, Words
from lossguard.findings.finding import Applicability, Finding, Fix, Severity
from lossguard.rules.registry import all_rules
from lossguard.rules.rule import Rule
from lossguard.settings import problem
from lossguard.text.document import Document, Part
from lossguard.text.edits import Edit
from lossguard.text.place import Place

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME = "https://github.com/lossguard/lossguard"
_SETTINGS = {
    "id": problem.CODE,
    "name": problem.NAME,
    "shortDescription": {"text": "something in a settings file does not mean anything"},
    "helpUri": problem.URL,
    "defaultConfiguration": {"level": "error"},
}
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


class SarifFormat(Format):
    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._words = words
        self._results: list[dict[str, Any]] = []

    def file(self, document: Document, findings: tuple[Finding, ...]) -> None:
        self._results += [self._result(document, finding) for finding in findings]

    def end(self, totals: Totals) -> None:  # noqa: ARG002 - programs count for themselves
        named = {result["ruleId"] for result in self._results}
        rules = [_rule(rule) for rule in all_rules() if rule.code in named]
        rules += [_SETTINGS] if problem.CODE in named else []
        driver = {"name": "Lossguard", "version": __version__, "informationUri": HOME, "rules": rules}
        index = {rule["id"]: number for number, rule in enumerate(rules)}
        for result in self._results:
            if result["ruleId"] in index:
                result["ruleIndex"] = index[result["ruleId"]]
        run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": self._results}
        self._console.write(json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2))

    def _result(self, document: Document, finding: Finding) -> dict[str, Any]:
        text = finding.message.text(self._words.translate)
        at = where(document, finding.place.part, finding.place.span[0])
        if at.cell is not None:
            text = f"{self._words.say(CELL, number=at.cell)}:{at.row}:{at.column}: {text}"
        result: dict[str, Any] = {
            "ruleId": finding.code,
            "level": _LEVELS[finding.severity],
            "message": {"text": text},
            "locations": [_location(document, finding.place)],
            "partialFingerprints": {"lossguardCause/v1": fingerprint(finding)},
        }
        if finding.related:
            result["relatedLocations"] = [
                _location(document, related.place) | {"message": {"text": related.message.text(self._words.translate)}}
                for related in finding.related
            ]
        fixes = [self._fix(document, fix) for fix in finding.fixes if fix.applicability is Applicability.SAFE]
        if any(fixes):
            result["fixes"] = [fix for fix in fixes if fix]
        if finding.assumed:
            result["properties"] = {"assumedVersions": list(finding.assumed)}
        return result

    def _fix(self, document: Document, fix: Fix) -> dict[str, Any] | None:
        edits = fix.build()
        if not edits or any(edit.part.cell is not None for edit in edits):
            return None
        return {
            "description": {"text": fix.title.text(self._words.translate)},
            "artifactChanges": list(_changes(document, edits)),
        }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": cleandoc(rule.__doc__ or rule.summary), "markdown": cleandoc(rule.__doc__ or rule.summary)},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _location(document: Document, place: Place) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(document, place.part)}
    if place.part.cell is None:
        physical["region"] = _region(document, place.part, *place.span)
    return {"physicalLocation": physical}


def _changes(document: Document, edits: Iterable[Edit]) -> Iterable[dict[str, Any]]:
    by_part: dict[Part, list[Edit]] = defaultdict(list)
    for edit in edits:
        by_part[edit.part].append(edit)
    for part, its in by_part.items():
        replacements = [
            {
                "deletedRegion": _region(document, part, edit.start, edit.end),
                "insertedContent": {"text": edit.content},
            }
            for edit in its
        ]
        yield {"artifactLocation": _artifact(document, part), "replacements": replacements}


def _region(document: Document, part: Part, start: int, end: int) -> dict[str, int]:
    first, last = where(document, part, start), where(document, part, end)
    return {"startLine": first.row, "startColumn": first.column, "endLine": last.row, "endColumn": last.column}


def _artifact(document: Document, part: Part) -> dict[str, str]:
    path = PurePath(where(document, part, 0).filename)
    return {"uri": path.as_uri() if path.is_absolute() else quote(path.as_posix())}
