"""Statements about a training: each known with the place that set it, or unknown with the reason."""

from collections.abc import Iterable
from dataclasses import dataclass

from lossguard.explain.phrases import Words, phrase
from lossguard.findings.finding import Message
from lossguard.text.place import Place

TOPICS = ("trainer", "model", "arguments", "data", "collator", "labels", "tokens", "versions")
"""The parts of an explanation, in the order in which they are shown."""

UNKNOWN = "{what} is not known: {reason}"


@dataclass(frozen=True, slots=True)
class Statement:
    topic: str
    """One of ``TOPICS``."""
    message: Message
    place: Place | None = None
    """Where what it says was written; None where no line says it (a default)."""
    known: bool = True


@dataclass(frozen=True, slots=True)
class Spot:
    """A range of source, and the topics that are told there."""

    place: Place
    topics: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All statements about one training, in the order of their topics."""

    title: Message
    place: Place
    """The construction of the trainer, or the loop."""
    statements: tuple[Statement, ...]
    spots: tuple[Spot, ...] = ()

    def about(self, topics: Iterable[str]) -> tuple[Statement, ...]:
        wanted = frozenset(topics)
        return tuple(statement for statement in self.statements if statement.topic in wanted)


class Topic:
    """Makes the statements of one topic."""

    def __init__(self, name: str) -> None:
        self._name = name

    def known(self, template: str, place: Place | None = None, /, **arguments: Words) -> Statement:
        return Statement(self._name, Message(template, arguments), place)

    def unknown(self, what: Words, reason: Words, place: Place | None = None) -> Statement:
        message = Message(UNKNOWN, {"what": phrase(what), "reason": phrase(reason)})
        return Statement(self._name, message, place, known=False)
