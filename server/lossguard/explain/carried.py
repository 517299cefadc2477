"""Which tokens carry loss: by the collator that makes the labels, or by what the rows' own labels hold."""

from collections.abc import Iterator

from lossguard.explain.collator import all_say, semantics
from lossguard.explain.describe import describe, reason_of
from lossguard.explain.phrases import phrase
from lossguard.explain.statement import Statement, Topic
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Absent, Constant

MASKED = "only tokens that are masked ({probability} of them) carry loss"
EVERY_BUT_PAD = "every token carries loss, but for those that are the pad token"
AFTER_TEMPLATE = "only what follows the response template carries loss"
PROMPT = "the prompt is -100: what follows carries loss"
PADDING = "padding is -100: every other token carries loss"
PLACES = "-100 in places: the other tokens carry loss"
EVERY_PADDED = "they are a copy of the token ids: every token carries loss, padding too"
EVERY = "they are a copy of the token ids: every token carries loss"

_COMPLETION_COLLATOR = "trl.DataCollatorForCompletionOnlyLM"
_LM_COLLATOR = "transformers.DataCollatorForLanguageModeling"

_topic = Topic("labels")


def made_by_collator(view: TrainingView, collator: CollatorFact) -> Iterator[Statement]:
    """Which tokens carry loss where a collator makes the labels."""
    mlm = collator.object.get("mlm") if collator.object is not None else ABSENT
    if collator.path == _COMPLETION_COLLATOR:
        yield _topic.known(AFTER_TEMPLATE, collator.place)
    elif collator.path == _LM_COLLATOR and collator.given:
        if mlm == Constant(False):
            place = collator.object.places.get("mlm") if collator.object is not None else None
            yield _topic.known(EVERY_BUT_PAD, place or collator.place)
        elif mlm in (ABSENT, Constant(True)):
            yield _masked(view, collator.object, collator)
        else:
            yield _topic.unknown("which tokens carry loss", reason_of("mlm", mlm), collator.place)
    elif all_say(semantics(view, collator), "masks_pad_id") is True:
        yield _topic.known(EVERY_BUT_PAD, collator.place)


def _masked(view: TrainingView, thing: Object | None, collator: CollatorFact) -> Statement:
    given = thing.get("mlm_probability") if thing is not None else ABSENT
    share = Constant(0.15) if isinstance(given, Absent) else given
    return _topic.known(MASKED, collator.place, probability=describe(view, share) or phrase("some"))


def carried_by_tags(tags: frozenset[str]) -> str | None:
    """Which tokens carry loss, by what the labels hold (see ``values.sequences.TAGS``)."""
    if not tags or tags & {"other", "unknown", "item"} or "unknown padding" in tags:
        return None
    for tag, sentence in (("prompt", PROMPT), ("padding", PADDING), ("ignore", PLACES)):
        if tag in tags:
            return sentence
    if "ids" in tags:
        return EVERY_PADDED if tags & {"padded", "fixed"} else EVERY
    return None
