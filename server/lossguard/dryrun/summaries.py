"""One sentence on how a run ended."""

import os
from dataclasses import dataclass

from lossguard.dryrun.launch import Ending
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Outcome
from lossguard.findings.finding import Message
from lossguard.text.place import Place

CANCELLED = "The run was cancelled."

_SENTENCES = {
    Outcome.STEP: "The first training step was run.",
    Outcome.FAILED: "The script ended with {detail} before its first training step was done.",
    Outcome.NO_TRAINING: "The script ended without a training step.",
    Outcome.NEEDS_ARGUMENTS: "The script wants other arguments: {detail}.",
    Outcome.TIMED_OUT: "The script did not reach the end of its first step within {timeout} s.",
    Outcome.OUT_OF_MEMORY: "The run used more than the {memory} GB of memory that it may.",
    Outcome.CANCELLED: CANCELLED,
    Outcome.NOT_STARTED: "{python} could not be started: {detail}",
}
_MACHINE_FULL = "The run used more than three quarters of this machine's memory."
_LEFT = "The script left with {detail} and without a training step."
_STOPPED = {
    "needs-gpu": "The script asks for a GPU by itself{where}, which tiny mode has not: {detail}",
    "not-cached": "A model or dataset{where} is not on this machine yet, and a dry run opens no network connection:"
    " {detail}",
    "network": "The script opens a network connection{where}, which a dry run does not allow.",
    "processes": "The script shares memory between processes{where}, which a dry run does not allow.",
    "no-rows": "The filter{where} drops every row that the dry run uses: run it with more rows.",
    "write": "The script writes to {detail}{where}, which a dry run does not allow.",
}
"""By what stopped the script."""
_NOWHERE, _IN_SCRIPT, _IN_FILE, _IN_CELL = (
    "",
    " on line {line}",
    " on line {line} of {file}",
    " on line {line} of cell {cell}",
)
_MULTIPLIED = "The script started so many processes that it was stopped."
_LOST = "The process that watches over the script was killed."
_SIGNAL = "The script's process was ended by signal {number}."
_STATUS = "The script's process left by itself, with status {number}."

TEMPLATES = (
    *_SENTENCES.values(),
    *(_MACHINE_FULL, _LEFT, _MULTIPLIED, _LOST, _SIGNAL, _STATUS),
    *(
        template.replace("{where}", where)
        for template in _STOPPED.values()
        for where in (_NOWHERE, _IN_SCRIPT, _IN_FILE, _IN_CELL)
    ),
)


@dataclass(frozen=True, slots=True)
class End:
    """How far the script came, and what the summary tells besides."""

    outcome: Outcome
    detail: str = ""
    stop: str = ""
    """What only a dry run stops at, in the word of the probe; a key of the sentences above."""
    place: Place | None = None
    """Where the script was stopped."""


def summarise(end: End, plan: Plan, ending: Ending) -> Message:
    if end.stop:
        return _stopped(end, plan)
    if end.outcome is Outcome.KILLED:
        return _killed(ending)
    if end.outcome is Outcome.NO_TRAINING and end.detail not in ("", "None", "0"):
        return Message(_LEFT, {"detail": end.detail})
    if end.outcome is Outcome.OUT_OF_MEMORY and not plan.memory:
        return Message(_MACHINE_FULL)
    told = {
        "detail": end.detail,
        "timeout": f"{plan.timeout:g}",
        "memory": f"{(plan.memory or 0) / 1e9:.1f}",
        "python": plan.python,
    }
    return Message(_SENTENCES[end.outcome], told)


def _stopped(end: End, plan: Plan) -> Message:
    where, told = _where(end.place, plan)
    template = _STOPPED.get(end.stop, _STOPPED["write"])
    return Message(template.replace("{where}", where), {**told, "detail": end.detail})


def _where(place: Place | None, plan: Plan) -> tuple[str, dict[str, str]]:
    """The words for a place, and what they are filled with: only in the script itself is a line enough."""
    if place is None:
        return _NOWHERE, {}
    line = str(place.part.lines.position(place.span[0])[0] + 1)
    if place.part not in plan.document.parts:
        return _IN_FILE, {"line": line, "file": os.path.relpath(place.part.key, plan.path.parent)}
    if place.part.cell is not None:
        return _IN_CELL, {"line": line, "cell": str(place.part.cell)}
    return _IN_SCRIPT, {"line": line}


def _killed(ending: Ending) -> Message:
    if ending.reason == "processes":
        return Message(_MULTIPLIED)
    if ending.reason == "lost":
        return Message(_LOST)
    if ending.code is not None and ending.code < 0:
        return Message(_SIGNAL, {"number": str(-ending.code)})
    return Message(_STATUS, {"number": str(ending.code)})
