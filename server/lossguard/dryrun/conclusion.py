"""From the probe's messages and the way its process ended to the result.

The messages may be the script's own work: fields are taken only if they are of the right kind.
"""

import math
from collections.abc import Iterator, Mapping
from string import Formatter
from typing import Any

from lossguard.dryrun import explanations as x
from lossguard.dryrun.attribution import Attribution
from lossguard.dryrun.facts import read_facts
from lossguard.dryrun.launch import Ending
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import (
    Argument,
    Change,
    Check,
    Isolation,
    Model,
    Outcome,
    Result,
    Row,
    Status,
    Tensor,
    Token,
    TokenKind,
)
from lossguard.dryrun.summaries import End, summarise
from lossguard.findings.finding import Cause, Finding, Message, Related
from lossguard.text.place import Anchor, Place

URL = "https://github.com/lossguard/lossguard/blob/main/docs/dry-run.md#{code}"

Told = dict[str, Any]


def conclude(plan: Plan, messages: list[Told], ending: Ending, attribution: Attribution, seconds: float) -> Result:
    """Everything that is known at the end of a run."""
    return _Conclusion(plan, messages, ending, attribution).result(seconds)


class _Conclusion:
    def __init__(self, plan: Plan, messages: list[Told], ending: Ending, attribution: Attribution) -> None:
        self._plan = plan
        self._messages = messages
        self._ending = ending
        self._attribution = attribution

    def result(self, seconds: float) -> Result:
        end = self._end()
        training, batch, exception = (self._first(name) for name in ("training", "batch", "exception"))
        versions = training.get("versions")
        return Result(
            outcome=end.outcome,
            summary=summarise(end, self._plan, self._ending),
            findings=tuple(self._findings()),
            mode=self._plan.mode,
            device=_text(training.get("device")) or ("cpu" if self._plan.mode == "tiny" else self._plan.device),
            python=_text(self._first("started").get("python")),
            versions={str(name): _text(one) for name, one in versions.items()} if isinstance(versions, dict) else {},
            trainer=_text(training.get("trainer")),
            trainer_place=self._attribution.place(training.get("site")),
            model=self._model(training.get("model")),
            facts=read_facts(self._first("facts"), self._first("labels"), self._attribution),
            batch=tuple(map(_tensor, _listed(batch.get("tensors")))),
            rows=tuple(map(_row, _listed(batch.get("rows")))),
            loss=_number(self._first("loss").get("value")),
            checks=tuple(self._checks()),
            changes=tuple(map(self._change, self._all("change"))),
            arguments=tuple(map(_argument, _listed(self._first("arguments").get("options")))),
            exception=f"{exception['type']}: {exception.get('message', '')}" if exception.get("type") else "",
            traceback=_text(exception.get("traceback")),
            output=self._ending.output,
            isolation=self._isolation(),
            seconds=seconds,
            phases={_text(one.get("phase")): _number(one.get("time")) or 0.0 for one in self._all("phase")},
            peak_memory=self._ending.peak_memory,
            faults=tuple(_text(one.get("traceback") or one.get("error")) for one in self._all("fault")),
        )

    # --- how it ended ------------------------------------------------------------------------------

    def _end(self) -> End:
        reason = self._ending.reason
        if reason == "cancelled":
            return End(Outcome.CANCELLED)
        if self._first("ended") and self._first("training"):
            return End(Outcome.STEP)
        if stopped := self._first("stopped"):
            return self._stop(stopped)
        if self._first("exception"):
            return End(Outcome.FAILED, _text(self._first("exception").get("type")))
        if reason in _REASONS:
            return End(_REASONS[reason], self._ending.message)
        if arguments := self._first("arguments"):
            return End(Outcome.NEEDS_ARGUMENTS, _text(arguments.get("message")))
        if self._first("ended") or self._first("exited"):
            return End(Outcome.NO_TRAINING, _text(self._first("exited").get("code")))
        if not self._first("started"):
            return End(Outcome.NOT_STARTED, self._ending.output.strip().rpartition("\n")[2])
        return End(Outcome.KILLED, str(self._ending.code))

    def _stop(self, stopped: Told) -> End:
        kind = _text(stopped.get("kind")) or "write"
        place = self._attribution.best(stopped.get("sites"))
        outcome = _STOPPED.get(kind, Outcome.BLOCKED)
        return End(outcome, _text(stopped.get("detail")), kind, place[0] if place else None)

    # --- findings and checks -----------------------------------------------------------------------

    def _findings(self) -> Iterator[Finding]:
        for told in self._all("check"):
            explanation = x.EXPLANATIONS.get((_text(told.get("code")), _text(told.get("cause"))))
            if told.get("status") == "failed" and explanation is not None:
                yield self._finding(told, explanation)

    def _finding(self, told: Told, explanation: x.Explanation) -> Finding:
        code = _text(told["code"])
        found = self._attribution.best(told.get("sites"))
        place = found[0] if found else self._beginning()
        made = self._attribution.place(told.get("made")) if explanation.kind in x.OF_THE_TRAINER else None
        related = {
            one.span: Related(one, Message(x.RELATED[role]))
            for one, role in self._attribution.all(told.get("related"))
            if role in x.RELATED and one.span != place.span
        }
        return Finding(
            code=code,
            name=x.NAMES[code],
            severity=explanation.severity,
            message=_message(explanation.template, _facts(told)),
            place=place,
            cause=Cause(explanation.kind, explanation.role, made or place),
            url=URL.format(code=code.lower()),
            related=tuple(related.values()),
            assumed=tuple(f"{name} {version}" for name, version in self._versions().items()),
        )

    def _versions(self) -> dict[str, str]:
        versions = self._first("training").get("versions")
        kept = ("transformers", "trl", "peft")
        return {name: _text(versions[name]) for name in kept if name in versions} if isinstance(versions, dict) else {}

    def _beginning(self) -> Place:
        """Where nothing of the script can be named: its first line."""
        part = self._plan.document.parts[0]
        return Place(Anchor(part, 0), 0, len(part.lines.line(0)))

    def _checks(self) -> Iterator[Check]:
        # The last word counts, but nothing takes a failure back.
        told = {_text(one.get("code")): one for one in sorted(self._all("check"), key=_is_failed)}
        reached = bool(self._first("ended"))
        for code, name in x.NAMES.items():
            if code not in told:
                why = x.UNCHECKED["not-this-kind" if reached else "not-reached"]
                yield Check(code, name, Status.NOT_CHECKED, Message(why))
                continue
            yield _check(code, name, told[code])

    # --- parts -------------------------------------------------------------------------------------

    def _model(self, told: Any) -> Model | None:
        if not isinstance(told, dict):
            return None
        return Model(
            kind=_text(told.get("kind")),
            name=_text(told.get("name")),
            parameters=_whole(told.get("parameters")),
            miniature_parameters=_whole(told.get("miniature")),
            trainable_parameters=_whole(told.get("trainable")) or 0,
            place=self._attribution.place(told.get("site")),
        )

    def _change(self, told: Told) -> Change:
        what, before, after, why = (_text(told.get(name)) for name in ("what", "before", "after", "why"))
        return Change(what, before, after, why, self._attribution.place(told.get("site")))

    def _isolation(self) -> Isolation | None:
        told = self._first("started").get("isolation")
        if not isinstance(told, dict):
            return None
        notes = told.get("notes")
        return Isolation(
            _text(told.get("writes")),
            _text(told.get("network")),
            self._ending.hidden_variables,
            tuple(map(_text, notes)) if isinstance(notes, list) else (),
        )

    def _all(self, event: str) -> list[Told]:
        return [one for one in self._messages if one["event"] == event]

    def _first(self, event: str) -> Told:
        return next(iter(self._all(event)), {})


_REASONS = {
    "timeout": Outcome.TIMED_OUT,
    "memory": Outcome.OUT_OF_MEMORY,
    "processes": Outcome.KILLED,
    "not-started": Outcome.NOT_STARTED,
    "lost": Outcome.KILLED,
}
_STOPPED = {"needs-gpu": Outcome.NEEDS_GPU, "no-rows": Outcome.NO_TRAINING}


def _is_failed(told: Told) -> bool:
    return told.get("status") == "failed"


def _check(code: str, name: str, told: Told) -> Check:
    facts, cause = _facts(told), _text(told.get("cause"))
    if told.get("status") == "passed":
        return Check(code, name, Status.PASSED, _message(x.PASSED.get(code, ""), facts))
    if told.get("status") == "failed":
        explanation = x.EXPLANATIONS.get((code, cause))
        reason = _message(explanation.template, facts) if explanation else _verbatim(cause)
        return Check(code, name, Status.FAILED, reason)
    template = x.UNCHECKED.get(cause)
    return Check(code, name, Status.NOT_CHECKED, _message(template, facts) if template else _verbatim(cause))


def _facts(told: Told) -> Mapping[str, str]:
    facts = told.get("facts")
    if not isinstance(facts, dict):
        return _Lenient()
    return _Lenient({str(name): _fact(str(name), value) for name, value in facts.items()})


class _Lenient(dict[str, str]):
    """A fact that was not told must not end the report."""

    def __missing__(self, name: str) -> str:
        return "?"


def _fact(name: str, value: Any) -> str:
    if isinstance(value, float):
        return f"{value:.0%}" if name == "share" else f"{value:.4g}"
    if isinstance(value, int):
        return f"{value:,}"
    return _text(value)


def _message(template: str, facts: Mapping[str, str]) -> Message:
    """With what the template needs and nothing else, in a plain dict: it may be translated later on."""
    return Message(template, {name: facts[name] for _, name, _, _ in Formatter().parse(template) if name})


def _verbatim(text: str) -> Message:
    return Message("{text}", {"text": text})


def _argument(told: Told) -> Argument:
    return Argument(
        flags=tuple(map(_text, _listed_any(told.get("flags")))),
        required=told.get("required") is True,
        default=_text(told.get("default")),
        choices=tuple(map(_text, _listed_any(told.get("choices")))),
        help=_text(told.get("help")),
    )


def _tensor(told: Told) -> Tensor:
    shape = tuple(one for one in _listed_any(told.get("shape")) if isinstance(one, int))
    return Tensor(_text(told.get("name")), shape, _text(told.get("dtype")))


def _row(told: Told) -> Row:
    kinds = {kind.value: kind for kind in TokenKind}
    tokens = [one for one in _listed_any(told.get("tokens")) if isinstance(one, list) and len(one) == 2]
    return Row(
        tokens=tuple(Token(_text(text), kinds[kind]) for text, kind in tokens if kind in kinds),
        trained=_whole(told.get("trained")) or 0,
        length=_whole(told.get("length")) or 0,
        trained_text=_text(told.get("text")),
    )


def _listed(value: Any) -> list[Told]:
    return [one for one in _listed_any(value) if isinstance(one, dict)]


def _listed_any(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _number(value: Any) -> float | None:
    """A number; the protocol tells NaN and infinity as text."""
    if isinstance(value, str) and value in ("nan", "inf", "-inf"):
        return float(value)
    return float(value) if isinstance(value, int | float) and math.isfinite(value) else None
