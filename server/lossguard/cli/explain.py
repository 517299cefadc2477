"""``lossguard explain FILE``: what is known of each training in it, with the lines that say so."""

import json
from pathlib import Path
from typing import Any

from lossguard.check import Analysis, Assumptions
from lossguard.cli.assumptions import Given, Surroundings
from lossguard.cli.console import Console
from lossguard.cli.formats.where import extent, where
from lossguard.explain.explanations import explain
from lossguard.explain.statement import TOPICS, Explanation, Statement
from lossguard.text.decode import Problem
from lossguard.text.document import Document
from lossguard.text.place import Place
from lossguard.text.source import read_source
from lossguard.text.visible import one_line

NONE_FOUND = "no trainer is built in {file}, and no loop calls `backward`"


def run_explain(file: str, given: Given, output_format: str, console: Console) -> int:
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
    settings = surroundings.settings(Path(file))
    installed = surroundings.installed(Path(file), settings)
    document = source.document
    analysis = Analysis(document, settings, Assumptions(settings.given, installed, surroundings.pinned(Path(file))))
    broken = analysis.refresh().broken
    for part, reason in broken.items():
        cell = "" if part.cell is None else f", cell {part.cell},"
        console.complain(f"{document.path}{cell} was left out: {reason}")
    explanations = explain(analysis.context())
    if output_format == "json":
        console.write(json.dumps([_as_json(document, explanation) for explanation in explanations], indent=2))
    else:
        _write(document, explanations, console)
    return 2 if surroundings.troubled or broken else 0


def _write(document: Document, explanations: tuple[Explanation, ...], console: Console) -> None:
    if not explanations:
        console.write(NONE_FOUND.format(file=document.path))
    for number, explanation in enumerate(explanations):
        if number:
            console.write("")
        title = console.style.strong(explanation.title.text())
        console.write(f"{document.path}, {_line(document, explanation.place)}: {title}")
        for topic in TOPICS:
            label = topic
            for statement in explanation.about([topic]):
                console.write(f"  {console.style.frame(f'{label:<10}')} {_told(document, statement, console)}")
                label = ""


def _told(document: Document, statement: Statement, console: Console) -> str:
    text = one_line(statement.message.text())
    place = statement.place
    line = console.style.quiet(f"  ({_line(document, place)})") if place is not None else ""
    return f"{text if statement.known else '? ' + text}{line}"


def _line(document: Document, place: Place) -> str:
    at = where(document, place.part, place.span[0])
    line = f"line {at.row}" if at.cell is None else f"cell {at.cell}, line {at.row}"
    return line if at.filename == document.path else f"{at.filename}, {line}"


def _as_json(document: Document, explanation: Explanation) -> dict[str, Any]:
    return {
        "title": explanation.title.text(),
        **extent(document, explanation.place.part, *explanation.place.span),
        "statements": [
            {
                "topic": statement.topic,
                "known": statement.known,
                "text": statement.message.text(),
                **_place(document, statement.place),
            }
            for statement in explanation.statements
        ],
    }


def _place(document: Document, place: Place | None) -> dict[str, Any]:
    if place is None:
        return {"filename": None, "cell": None, "location": None, "end_location": None}
    return extent(document, place.part, *place.span)
