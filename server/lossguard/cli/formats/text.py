"""The formats for people: ``full`` with excerpts, ``concise`` with one line a finding."""

from abc import abstractmethod
from collections.abc import Iterator

from lossguard.cli.console import Console
from lossguard.cli.formats.format import Format, Totals, best_applicability
from lossguard.cli.formats.summary import summary
from lossguard.cli.words import ASSUMED, CELL, DOCS, FIX_BY_HAND, FIX_SAFE, FIX_UNSAFE, Words
from lossguard.findings.finding import Applicability, Finding
from lossguard.text.document import Document
from lossguard.text.place import Place
from lossguard.text.visible import one_line

_FIX_WORDS = {
    Applicability.SAFE: FIX_SAFE,
    Applicability.UNSAFE: FIX_UNSAFE,
    Applicability.DISPLAY_ONLY: FIX_BY_HAND,
}


class TextFormat(Format):
    """What both have in common: places in words, the summary."""

    def __init__(self, console: Console, words: Words) -> None:
        self.console = console
        self.style = console.style
        self.words = words

    def file(self, document: Document, findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            for line in self.finding(document, finding):
                self.console.write(line)

    @abstractmethod
    def finding(self, document: Document, finding: Finding) -> Iterator[str]:
        """The lines of one finding."""

    def end(self, totals: Totals) -> None:
        for line in summary(totals, self.words):
            self.console.write(line)

    def where(self, document: Document, place: Place) -> str:
        """``train.py:12:5``, in a notebook ``train.ipynb:cell 3:12:5``."""
        from lossguard.cli.formats.where import where

        at = where(document, place.part, place.span[0])
        cell = "" if at.cell is None else f"{self.words.say(CELL, number=at.cell)}:"
        return one_line(f"{at.filename}:{cell}{at.row}:{at.column}")

    def message(self, finding: Finding) -> str:
        return one_line(finding.message.text(self.words.translate))


class ConciseFormat(TextFormat):
    def finding(self, document: Document, finding: Finding) -> Iterator[str]:
        level = self.style.severity(finding.severity, self.words.severity(finding.severity))
        fixable = " [*]" if best_applicability(finding) is Applicability.SAFE else ""
        place = self.style.strong(self.where(document, finding.place))
        name = self.style.quiet(f"({finding.name})")
        yield f"{place}: {level} {finding.code}{fixable} {self.message(finding)} {name}"


class FullFormat(TextFormat):
    def finding(self, document: Document, finding: Finding) -> Iterator[str]:
        from lossguard.cli.formats.excerpt import Excerpts, Mark

        level = self.style.severity(finding.severity, f"{self.words.severity(finding.severity)}[{finding.code}]")
        yield f"{level}{self.style.strong(': ' + self.message(finding))} {self.style.quiet(f'({finding.name})')}"
        marks = [Mark(finding.place, primary=True)]
        marks += [Mark(related.place, related.message.text(self.words.translate)) for related in finding.related]
        excerpts = Excerpts(self.style, self.console.width, finding.severity, lambda place: self.where(document, place))
        yield from excerpts.lines(marks)
        for label, text in self._notes(finding):
            yield f"{' ' * excerpts.gutter} {self.style.frame('=')} {self.style.strong(label)}: {one_line(text)}"
        yield ""

    def _notes(self, finding: Finding) -> Iterator[tuple[str, str]]:
        for fix in finding.fixes:
            yield self.words.say(_FIX_WORDS[fix.applicability]), fix.title.text(self.words.translate)
        if finding.assumed:
            yield self.words.say(ASSUMED), ", ".join(finding.assumed)
        if finding.url:
            yield self.words.say(DOCS), finding.url
