"""``--statistics``: how often each rule fired, instead of the findings."""

import json
from collections import Counter

from lossguard.cli.console import Console
from lossguard.cli.formats.format import Format, Totals, best_applicability
from lossguard.cli.formats.summary import summary
from lossguard.cli.words import Words
from lossguard.findings.finding import Applicability, Finding
from lossguard.text.document import Document


class StatisticsFormat(Format):
    def __init__(self, console: Console, words: Words, as_json: bool) -> None:
        self._console = console
        self._words = words
        self._as_json = as_json
        self._counts: Counter[tuple[str, str]] = Counter()
        self._fixable: Counter[tuple[str, str]] = Counter()

    def file(self, document: Document, findings: tuple[Finding, ...]) -> None:  # noqa: ARG002 - counts only
        for finding in findings:
            rule = (finding.code, finding.name)
            self._counts[rule] += 1
            self._fixable[rule] += best_applicability(finding) is Applicability.SAFE

    def end(self, totals: Totals) -> None:
        rows = sorted(self._counts.items(), key=lambda row: (-row[1], row[0]))
        if self._as_json:
            entries = [
                {"code": code, "name": name, "count": count, "fixable": self._fixable[code, name]}
                for (code, name), count in rows
            ]
            self._console.write(json.dumps(entries, indent=2))
            return
        width = max((len(str(count)) for _, count in rows), default=0)
        for (code, name), count in rows:
            fixable = " [*]" if self._fixable[code, name] else ""
            self._console.write(f"{self._console.style.strong(f'{count:>{width}}')}  {code}  {name}{fixable}")
        for line in summary(totals, self._words):
            self._console.write(line)
