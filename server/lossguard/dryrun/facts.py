"""What the training was really made of, as the probe tells it."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from lossguard.dryrun.attribution import Attribution
from lossguard.text.place import Place

Settings = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """A step by which the script made its training data."""

    place: Place
    columns: tuple[str, ...]
    """Those behind it."""


@dataclass(frozen=True, slots=True)
class Facts:
    place: Place | None
    """The construction of the trainer, or the call of the model in a loop written by hand."""
    trainer: str
    """The library's class that the trainer is of; empty for a loop."""
    model: Settings
    """Its class, and whether it has an adapter of PEFT."""
    labels: str
    """Who made them: ``rows``, ``preparation`` (by the trainer), ``collator``, ``script`` (a loop), ``nobody``; empty
    where the first step was not reached."""
    collator: Settings = field(default_factory=dict[str, Any])
    """Its class, whether it was given, and its settings."""
    arguments: Settings = field(default_factory=dict[str, Any])
    """The class of the training arguments, and those that decide about data, labels and loss."""
    steps: tuple[Step, ...] = ()
    columns: tuple[str, ...] = ()
    """Of the training data as the trainer was given it; the keys of its first row where it is the script's own."""
    prepared: tuple[str, ...] = ()
    """Of the training data as the trainer prepared it."""
    tokenizer: Settings = field(default_factory=dict[str, Any])
    """Its class, its pad and EOS tokens, whether it adds EOS to a text, and whether it has a chat template."""


def read_facts(told: dict[str, Any], labels: dict[str, Any], attribution: Attribution) -> Facts | None:
    if not told:
        return None
    columns = _settings(told.get("columns"))
    return Facts(
        place=attribution.place(told.get("site")),
        trainer=str(told.get("trainer") or ""),
        model=_settings(told.get("model")),
        labels=str(labels.get("by") or ""),
        collator=_settings(told.get("collator")),
        arguments=_settings(told.get("arguments")),
        steps=tuple(_steps(columns.get("steps"), attribution)),
        columns=_names(columns.get("given")) or _names(labels.get("keys")),
        prepared=_names(columns.get("prepared")),
        tokenizer=_settings(told.get("tokenizer")),
    )


def _steps(told: Any, attribution: Attribution) -> Iterator[Step]:
    for one in told if isinstance(told, list) else ():
        place = attribution.place(one.get("site")) if isinstance(one, dict) else None
        if place is not None:
            yield Step(place, _names(one.get("columns")))


def _settings(value: Any) -> Settings:
    return _finite(value) if isinstance(value, dict) else {}


def _finite(value: Any) -> Any:
    """JSON has no NaN and no infinity, which a script may have sent: they are texts."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_finite(one) for one in value]
    return str(value) if isinstance(value, float) and not math.isfinite(value) else value


def _names(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()
