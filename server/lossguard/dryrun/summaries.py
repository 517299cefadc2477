"""One sentence on how a run ended."""

from lossguard.dryrun.launch import Ending
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Outcome
from lossguard.findings.finding import Message

_SENTENCES = {
    Outcome.STEP: "The first training step was run.",
    Outcome.FAILED: "The script ended with {detail} before its first training step was done.",
    Outcome.NO_TRAINING: "The script ended without a training step.",
    Outcome.NEEDS_ARGUMENTS: "The script wants other arguments: {detail}.",
    Outcome.TIMED_OUT: "The script did not reach the end of its first step within {timeout} s.",
    Outcome.OUT_OF_MEMORY: "The run used more than the {memory} GB of memory that it may.",
    Outcome.CANCELLED: "The run was cancelled.",
    Outcome.NOT_STARTED: "{python} could not be started: {detail}",
}
_MACHINE_FULL = "The run used more than three quarters of this machine's memory."
_LEFT = "The script left with {detail} and without a training step."
_STOPPED = {
    "needs-gpu": (
        "The script asks for a GPU by itself, which tiny mode has not: {detail}",
        "The script asks for a GPU by itself on line {line}, which tiny mode has not: {detail}",
    ),
    "not-cached": (
        "A model or dataset is not on this machine yet, and a dry run opens no network connection: {detail}",
        "A model or dataset on line {line} is not on this machine yet, and a dry run opens no network connection:"
        " {detail}",
    ),
    "network": (
        "The script opens a network connection, which a dry run does not allow.",
        "The script opens a network connection on line {line}, which a dry run does not allow.",
    ),
    "processes": (
        "The script shares memory between processes, which a dry run does not allow.",
        "The script shares memory between processes on line {line}, which a dry run does not allow.",
    ),
    "no-rows": (
        "The filter drops every row that the dry run uses: run it with more rows.",
        "The filter on line {line} drops every row that the dry run uses: run it with more rows.",
    ),
    "write": (
        "The script writes to {detail}, which a dry run does not allow.",
        "The script writes to {detail} on line {line}, which a dry run does not allow.",
    ),
}
"""Without and with the line, by what stopped the script."""
_MULTIPLIED = "The script started so many processes that it was stopped."
_LOST = "The process that watches over the script was killed."
_SIGNAL = "The script's process was ended by signal {number}."
_STATUS = "The script's process left by itself, with status {number}."

TEMPLATES = (
    *_SENTENCES.values(),
    *(_MACHINE_FULL, _LEFT, _MULTIPLIED, _LOST, _SIGNAL, _STATUS),
    *(template for pair in _STOPPED.values() for template in pair),
)


def summarise(outcome: Outcome, detail: str, plan: Plan, ending: Ending) -> Message:
    if outcome in (Outcome.BLOCKED, Outcome.NEEDS_GPU) or "|" in detail:
        return _stopped(*detail.split("|", 2))
    if outcome is Outcome.KILLED:
        return _killed(ending)
    if outcome is Outcome.NO_TRAINING and detail not in ("", "None", "0"):
        return Message(_LEFT, {"detail": detail})
    if outcome is Outcome.OUT_OF_MEMORY and not plan.memory:
        return Message(_MACHINE_FULL)
    told = {
        "detail": detail,
        "timeout": f"{plan.timeout:g}",
        "memory": f"{(plan.memory or 0) / 1e9:.1f}",
        "python": plan.python,
    }
    return Message(_SENTENCES[outcome], told)


def _stopped(kind: str, line: str, detail: str) -> Message:
    without, with_line = _STOPPED.get(kind, _STOPPED["write"])
    return Message(with_line if line else without, {"line": line, "detail": detail})


def _killed(ending: Ending) -> Message:
    if ending.reason == "processes":
        return Message(_MULTIPLIED)
    if ending.reason == "lost":
        return Message(_LOST)
    if ending.code is not None and ending.code < 0:
        return Message(_SIGNAL, {"number": str(-ending.code)})
    return Message(_STATUS, {"number": str(ending.code)})
