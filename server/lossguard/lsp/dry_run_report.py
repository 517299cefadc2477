"""The report of a dry run for an editor: lines of pieces, which it shows in a document of its own."""

from collections.abc import Iterable, Iterator
from typing import Any

from lossguard.dryrun.result import Outcome, Result
from lossguard.dryrun.sheet import Ink, Line, Piece, Sheet
from lossguard.findings.finding import Finding, Message, Severity
from lossguard.lsp import words
from lossguard.lsp.present import Presenter, uri_of
from lossguard.text.place import Place
from lossguard.text.visible import one_line

_INKS = {Severity.ERROR: Ink.FAILED, Severity.WARNING: Ink.MASKED, Severity.INFO: Ink.QUIET}


def report(result: Result, name: str, presenter: Presenter) -> list[list[dict[str, Any]]]:
    """Each line is a list of ``{text, ink}``; ``uri``, ``line`` and ``character`` say where a piece leads."""
    lines = _Report(result, name, presenter).lines()
    return [[_piece(piece, presenter) for piece in line] for line in lines]


class _Report:
    def __init__(self, result: Result, name: str, presenter: Presenter) -> None:
        self._result = result
        self._name = name
        self._presenter = presenter

    def lines(self) -> Iterator[Line]:
        yield (Piece(self._say(words.DRY_RUN_OF, name=self._name), Ink.STRONG),)
        yield ()
        if self._result.findings:
            yield (Piece(self._say(words.FINDINGS), Ink.STRONG),)
            for finding in self._result.findings:
                yield from self._finding(finding)
            yield ()
        sheet = Sheet(self._result, say=self._presenter.text, where=self._where, marked=False)
        yield from sheet.lines()
        printed = list(sheet.printed()) if self._result.outcome is not Outcome.STEP else []
        yield from ((), *printed) if printed else ()

    def _finding(self, finding: Finding) -> Iterator[Line]:
        head = Piece(f"  {finding.code} {finding.name}", _INKS[finding.severity])
        message = Piece(f"  {one_line(self._presenter.text(finding.message))}  ")
        yield head, message, self._place(finding.place)
        for related in finding.related:
            yield (
                Piece(f"    {one_line(self._presenter.text(related.message))}  ", Ink.QUIET),
                self._place(related.place),
            )

    def _place(self, place: Place) -> Piece:
        return Piece(self._where(place), Ink.PLACE, place)

    def _where(self, place: Place) -> str:
        part = place.part
        row = str(part.lines.position(place.span[0])[0] + 1)
        if part.cell is not None:
            return self._say(words.CELL_LINE, cell=str(part.cell), row=row)
        file = uri_of(part).rpartition("/")[2]
        return self._say(words.LINE, row=row) if file == self._name else self._say(words.OTHER_LINE, file=file, row=row)

    def _say(self, template: str, **arguments: str) -> str:
        return one_line(self._presenter.text(Message(template, arguments)))


def _piece(piece: Piece, presenter: Presenter) -> dict[str, Any]:
    told: dict[str, Any] = {"text": piece.text, "ink": piece.ink.value}
    if piece.place is not None:
        start = presenter.range(piece.place).start
        told |= {"uri": uri_of(piece.place.part), "line": start.line, "character": start.character}
    return told


def counts(findings: Iterable[Finding]) -> dict[str, int]:
    listed = [finding.severity for finding in findings]
    return {"errors": listed.count(Severity.ERROR), "warnings": listed.count(Severity.WARNING)}
