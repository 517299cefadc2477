"""``lossguard explain FILE``: what is known of each training in it, with the lines that say so."""

import json
from pathlib import Path
from typing import Any

from lossguard.check import Analysis
from lossguard.cli.assumptions import Surroundings
from lossguard.cli.console import Console
from lossguard.cli.formats.columns import width_of
from lossguard.cli.formats.where import extent, where
from lossguard.cli.given import Given
from lossguard.cli.words import Words
from lossguard.explain.explanations import explain
from lossguard.explain.statement import TOPICS, Explanation, Statement
from lossguard.locales import translations
from lossguard.text.decode import Problem
from lossguard.text.document import Document
from lossguard.text.place import Place
from lossguard.text.source import read_source
from lossguard.text.visible import one_line

NONE_FOUND = "no trainer is built in {file}, and no loop calls `backward`"
_LABEL_WIDTH = 10
LINE, CELL_LINE, OTHER_LINE = "line {row}", "cell {cell}, line {row}", "{file}, line {row}"


def run_explain(file: str, given: Given, output_format: str, language: str, console: Console) -> int:
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        console.complain(f"{file} cannot be read: {error.strerror or error}")
        return 2
    source = read_source(file, data)
    if isinstance(source, Problem):
        console.complain(f"{file} {source.message}")
        return 2
    surroundings = Surroundings(given, console.complain)
    document = source.document
    known = surroundings.known(document)
    analysis = Analysis(document, known.settings, known.assumptions)
    broken = analysis.refresh().broken
    for part, reason in broken.items():
        cell = "" if part.cell is None else f", cell {part.cell},"
        console.complain(f"{document.path}{cell} was left out: {reason}")
    explanations = explain(analysis.context())
    report = _Report(document, Words(translations(language)), console)
    if output_format == "json":
        console.write(json.dumps([report.as_json(explanation) for explanation in explanations], indent=2))
    else:
        report.write(explanations)
    return 2 if surroundings.troubled or broken else 0


class _Report:
    def __init__(self, document: Document, words: Words, console: Console) -> None:
        self._document = document
        self._words = words
        self._console = console

    def write(self, explanations: tuple[Explanation, ...]) -> None:
        console, path = self._console, self._document.path
        if not explanations:
            console.write(self._words.say(NONE_FOUND, file=path))
        for number, explanation in enumerate(explanations):
            if number:
                console.write("")
            title = console.style.strong(explanation.title.text(self._words.translate))
            console.write(f"{path}, {self._line(explanation.place)}: {title}")
            for topic in TOPICS:
                label = self._words.say(topic)
                for statement in explanation.about([topic]):
                    label += " " * (_LABEL_WIDTH - width_of(label))
                    console.write(f"  {console.style.frame(label)} {self._told(statement)}")
                    label = ""

    def as_json(self, explanation: Explanation) -> dict[str, Any]:
        translate = self._words.translate
        return {
            "title": explanation.title.text(translate),
            **extent(self._document, explanation.place.part, *explanation.place.span),
            "statements": [
                {
                    "topic": statement.topic,
                    "known": statement.known,
                    "text": statement.message.text(translate),
                    **_place(self._document, statement.place),
                }
                for statement in explanation.statements
            ],
        }

    def _told(self, statement: Statement) -> str:
        text = one_line(statement.message.text(self._words.translate))
        place = statement.place
        line = self._console.style.quiet(f"  ({self._line(place)})") if place is not None else ""
        return f"{text if statement.known else '? ' + text}{line}"

    def _line(self, place: Place) -> str:
        at = where(self._document, place.part, place.span[0])
        if at.filename != self._document.path:
            return self._words.say(OTHER_LINE, file=at.filename, row=at.row)
        return self._words.say(LINE if at.cell is None else CELL_LINE, cell=at.cell, row=at.row)


def _place(document: Document, place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"filename": None, "cell": None, "location": None, "end_location": None}
    return extent(document, place.part, *place.span)
