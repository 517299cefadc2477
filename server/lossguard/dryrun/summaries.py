"""One sentence on how a run ended."""

from lossguard.dryrun.launch import Ending
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Outcome

_SENTENCES = {
    Outcome.STEP: "The first training step was run.",
    Outcome.FAILED: "The script ended with {detail} before its first training step was done.",
    Outcome.NO_TRAINING: "The script ended without a training step.",
    Outcome.NEEDS_ARGUMENTS: "The script wants other arguments: {detail}.",
    Outcome.TIMED_OUT: "The script did not reach the end of its first step within {timeout:g} s.",
    Outcome.OUT_OF_MEMORY: "The run used more than the {memory:.1f} GB of memory that it may.",
    Outcome.CANCELLED: "The run was cancelled.",
    Outcome.NOT_STARTED: "{python} could not be started: {detail}",
}


def summarise(outcome: Outcome, detail: str, plan: Plan, ending: Ending) -> str:
    if outcome in (Outcome.BLOCKED, Outcome.NEEDS_GPU) or "|" in detail:
        return _stopped(*detail.split("|", 2))
    if outcome is Outcome.KILLED:
        return _killed(ending)
    if outcome is Outcome.NO_TRAINING and detail not in ("", "None", "0"):
        return f"The script left with {detail} and without a training step."
    memory = (plan.memory or 0) / 1e9
    sentence = _SENTENCES[outcome]
    if outcome is Outcome.OUT_OF_MEMORY and not memory:
        sentence = "The run used more than three quarters of this machine's memory."
    return sentence.format(detail=detail, timeout=plan.timeout, memory=memory, python=plan.python)


def _stopped(kind: str, line: str, detail: str) -> str:
    at = f" on line {line}" if line else ""
    if kind == "needs-gpu":
        return f"The script asks for a GPU by itself{at}, which tiny mode has not: {detail}"
    if kind == "not-cached":
        return f"A model or dataset{at} is not on this machine yet, and a dry run opens no network connection: {detail}"
    if kind == "network":
        return f"The script opens a network connection{at}, which a dry run does not allow."
    if kind == "processes":
        return f"The script shares memory between processes{at}, which a dry run does not allow."
    if kind == "no-rows":
        return f"The filter{at} drops every row that the dry run uses: run it with more --rows."
    return f"The script writes to {detail}{at}, which a dry run does not allow."


def _killed(ending: Ending) -> str:
    if ending.reason == "processes":
        return "The script started so many processes that it was stopped."
    if ending.reason == "lost":
        return "The process that watches over the script was killed."
    if ending.code is not None and ending.code < 0:
        return f"The script's process was ended by signal {-ending.code}."
    return f"The script's process left by itself, with status {ending.code}."
