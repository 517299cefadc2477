"""What ``--fix`` and ``--diff`` do with one file."""

from pathlib import Path

from lossguard.check import Analysis, Report
from lossguard.cli.console import Console
from lossguard.cli.diff import diff
from lossguard.cli.fixing import fix_document, write_atomically
from lossguard.cli.formats.format import Totals
from lossguard.cli.words import CANNOT_FIX, SPOILT, Words
from lossguard.findings.finding import Applicability
from lossguard.text.decode import Problem
from lossguard.text.source import Source


class Fixer:
    def __init__(self, unsafe: bool, dry: bool, console: Console, totals: Totals, words: Words) -> None:
        self._allowed = (Applicability.SAFE, Applicability.UNSAFE) if unsafe else (Applicability.SAFE,)
        self._dry = dry
        self._console = console
        self._totals = totals
        self._words = words
        self.failed = False

    def fix(self, source: Source, analysis: Analysis, report: Report, path: Path | None) -> Report:
        """Fix a document, then show (``--diff``), write or, from standard input, print it.

        Returns what is left to report: the given report if the file could not be written.
        """
        document = source.document
        before = {part: part.text for part in document.parts}
        fixed = fix_document(analysis, report, self._allowed)
        for name in fixed.spoilt:
            self._console.complain(self._words.say(SPOILT, file=document.path, name=name))
        if self._dry:
            for line in diff(document, before, self._console.style, self._console.out.isatty()):
                self._console.write(line)
        elif not self._write(source, path, changed=fixed.count > 0):
            for part, text in before.items():
                part.text = text
            return analysis.refresh()
        if fixed.count:
            self._totals.fixed += fixed.count
            self._totals.fixed_files += 1
        return fixed.report

    def _write(self, source: Source, path: Path | None, changed: bool) -> bool:
        data = source.encode()
        try:
            if isinstance(data, Problem):
                raise ValueError(data.text(self._words.translate))
            if path is None:
                self._console.write_source(data)
            elif changed:
                write_atomically(path, data)
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self._console.complain(self._words.say(CANNOT_FIX, file=source.document.path, reason=reason))
            self.failed = True
            return False
        return True
