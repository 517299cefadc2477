"""One script: its explanation beside its dry run."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import Any

from lossguard.check import Analysis, Assumptions
from lossguard.explain.explanations import explain
from lossguard.explain.statement import UNKNOWN, Explanation, Statement
from lossguard.libraries.versions import Resolved, Versions
from lossguard.text.decode import Problem
from lossguard.text.place import Place
from lossguard.text.source import read_source
from scripts.oracle.judges import judge
from scripts.oracle.truth import Truth


class Verdict(Enum):
    RIGHT = "known and right"
    WRONG = "known and wrong"
    UNCOMPARED = "known, not compared"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Compared:
    verdict: Verdict
    topic: str
    text: str
    row: int | None
    reason: str = ""
    """Why it is unknown."""


def compare(script: Path, result: dict[str, Any]) -> list[Compared]:
    """Each statement about the training that ran; none where no training was reached, or another than is explained."""
    truth = Truth(result)
    if not truth.facts:
        return []
    explanation = _same(_explained(script, result["versions"]), truth)
    return list(_compared(explanation, truth)) if explanation is not None else []


def _explained(script: Path, versions: dict[str, str]) -> tuple[Explanation, ...]:
    source = read_source(str(script), script.read_bytes())
    if isinstance(source, Problem):
        raise SystemExit(f"{script} {source.message}")
    installed = Versions({name: Resolved(version, "the dry run") for name, version in versions.items()})
    analysis = Analysis(source.document, assumptions=Assumptions(installed=installed))
    analysis.refresh()
    return explain(analysis.context())


def _same(explanations: tuple[Explanation, ...], truth: Truth) -> Explanation | None:
    """The explanation of the trainer that ran: the one that is built on the same line, else the only one."""
    place = truth.facts["place"]
    for explanation in explanations:
        if place is not None and _row(explanation.place) == place["location"]["row"]:
            return explanation
    return explanations[0] if len(explanations) == 1 else None


def _compared(explanation: Explanation, truth: Truth) -> Iterator[Compared]:
    for statement in explanation.statements:
        row = _row(statement.place) if statement.place is not None else None
        text = statement.message.text()
        if statement.known:
            yield Compared(_verdict(judge(statement, row, truth)), statement.topic, text, row)
        else:
            yield Compared(Verdict.UNKNOWN, statement.topic, text, row, _reason(statement))


def _verdict(answer: bool | None) -> Verdict:
    if answer is None:
        return Verdict.UNCOMPARED
    return Verdict.RIGHT if answer else Verdict.WRONG


def _reason(statement: Statement) -> str:
    assert statement.message.template == UNKNOWN
    return str(statement.message.arguments["reason"])


def _row(place: Place) -> int:
    return place.part.lines.position(place.span[0])[0] + 1
