"""The report of a dry run on a terminal."""

from collections.abc import Callable

from lossguard.cli.console import Console
from lossguard.cli.formats.text import FullFormat
from lossguard.cli.style import Style
from lossguard.cli.words import Words
from lossguard.dryrun.result import Outcome, Result
from lossguard.dryrun.sheet import Ink, Line, Sheet
from lossguard.text.document import Document

_PAINT: dict[Ink, Callable[[Style, str], str]] = {
    Ink.STRONG: Style.strong,
    Ink.QUIET: Style.quiet,
    Ink.TRAINED: Style.added,
    Ink.MASKED: Style.removed,
    Ink.PADDING: Style.quiet,
    Ink.PASSED: Style.added,
    Ink.FAILED: Style.removed,
    Ink.PLACE: Style.quiet,
}


class DryRunText:
    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._style = console.style
        self._words = words

    def write(self, result: Result, document: Document) -> None:
        """The findings with their excerpts, then the sheet; what the script printed goes beside, as a remark."""
        full = FullFormat(self._console, self._words)
        for finding in result.findings:
            for line in full.finding(document, finding):
                self._console.write(line)
        sheet = Sheet(
            result,
            say=lambda message: message.text(self._words.translate),
            where=lambda place: full.where(document, place),
            marked=not self._style.enabled,
        )
        for pieces in sheet.lines():
            self._console.write(self._painted(pieces))
        if result.outcome not in (Outcome.STEP, Outcome.FAILED, Outcome.CANCELLED):
            for pieces in sheet.printed():
                self._console.remark("".join(piece.text for piece in pieces))

    def _painted(self, pieces: Line) -> str:
        painted = (
            _PAINT[piece.ink](self._style, piece.text) if piece.ink in _PAINT else piece.text for piece in pieces
        )
        return "".join(painted)
