"""Where in the source a person may ask for what is known, and which topics are told there."""

from collections.abc import Iterable, Iterator

from lossguard.explain.statement import TOPICS, Spot, Statement
from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place

_ARGUMENTS = {
    "model": "model",
    "args": "arguments",
    "train_dataset": "data",
    "data_collator": "collator",
    "tokenizer": "tokens",
    "processing_class": "tokens",
}
_TOLD = {
    "trainer": TOPICS,
    "data": ("data", "labels"),
    "collator": ("collator", "labels"),
}
"""What is told beside a topic itself: who makes the labels is the question behind data and collator."""


def spots(view: TrainingView, statements: Iterable[Statement]) -> Iterator[Spot]:
    if view.call is not None:
        yield Spot(view.call.function.place, TOPICS)
    for name, topic in _ARGUMENTS.items():
        place = view.object.places.get(name)
        if place is not None:
            yield _spot(place, topic)
    for statement in statements:
        if statement.place is not None:
            yield _spot(statement.place, statement.topic)


def _spot(place: Place, topic: str) -> Spot:
    return Spot(_head(place), _TOLD.get(topic, (topic,)))


def _head(place: Place) -> Place:
    """What is called, without its arguments: these are other things."""
    name = place.source.partition("(")[0].rstrip()
    return Place(place.anchor, place.start, place.start + len(name)) if name else place
