"""Who makes the labels, and which tokens carry loss."""

from collections.abc import Iterator

from lossguard.explain.carried import carried_by_tags, made_by_collator
from lossguard.explain.collator import all_say, effective_collator, semantics
from lossguard.explain.describe import reason
from lossguard.explain.phrases import phrase
from lossguard.explain.sft import COLLATOR, NOBODY, sft_statements
from lossguard.explain.statement import Statement, Topic
from lossguard.rules.supervision import ANSWERING, CLASSIFYING
from lossguard.rules.training_view import LABEL_NAMES, CollatorFact, TrainingView
from lossguard.values.sequences import tags_in
from lossguard.values.value import ABSENT, Absent, Union, Unknown

OWN_LOSS = "the script computes the loss itself"
RESPONSES = "`train_on_responses_only` writes them: only responses carry loss"
REWARDS = "there are none: the loss comes from the rewards of what is generated"
PREFERENCES = "there are none: the loss compares what is chosen with what is rejected"
DESIRABLE = "the column `label` says whether a completion is wanted: the loss follows it"
NOT_IN_BATCH = "the script's own collator makes none: the model returns no loss"
OWN_COLLATOR = "the script's own collator makes them"
ROWS = "they come with the rows, in the column `{column}`"
POSITIONS = "they come with the rows, as `start_positions` and `end_positions`"
NO_HEAD = "the model has no head, so there is no loss for labels"

_PAIRS = ("trl.DPOTrainer", "trl.RewardTrainer", "trl.ORPOTrainer", "trl.CPOTrainer")

_topic = Topic("labels")


def label_statements(view: TrainingView) -> Iterator[Statement]:
    responses = view.argument("#responses only")
    if view.own_loss:
        yield _topic.known(OWN_LOSS, view.object.places.get("compute_loss_func") or view.place)
    elif view.own_batches:
        yield _topic.unknown("who makes the labels", "the script makes or changes the batches itself", view.place)
    elif view.responses_only:
        yield _topic.known(RESPONSES, view.argument_place("#responses only"))
    elif responses is not ABSENT:
        why = "`train_on_responses_only` is called on some paths only"
        yield _topic.unknown("which tokens carry loss", why, view.argument_place("#responses only"))
    elif view.is_sft:
        yield from sft_statements(view)
    elif view.is_plain:
        yield from _plain(view)
    else:
        yield _of_another_trainer(view)


def _of_another_trainer(view: TrainingView) -> Statement:
    if view.trainer == "trl.GRPOTrainer":
        return _topic.known(REWARDS, view.argument_place("reward_funcs"))
    if view.trainer in _PAIRS:
        return _topic.known(PREFERENCES, view.place)
    if view.trainer == "trl.KTOTrainer":
        return _topic.known(DESIRABLE, view.place)
    return _topic.unknown("who makes the labels", "the trainer's class is not known", view.place)


def _plain(view: TrainingView) -> Iterator[Statement]:
    collator = effective_collator(view)
    if view.tasks == {"base"}:
        yield _topic.known(NO_HEAD, view.argument_place("model"))
    elif collator is None:
        yield _topic.unknown("who makes the labels", "the collator is not known", view.place)
    elif collator.path is None:
        yield from _of_own_collator(view, collator)
    else:
        yield from _collated(view, collator)


def _collated(view: TrainingView, collator: CollatorFact) -> Iterator[Statement]:
    entries = semantics(view, collator)
    creates, overwrites = all_say(entries, "creates_labels"), all_say(entries, "overwrites_labels")
    if creates is True and (overwrites is True or view.has_labels is False):
        yield _topic.known(COLLATOR, collator.place, collator=collator.name)
        yield from made_by_collator(view, collator)
    elif creates is None:
        why = f"what `{collator.name}` does to labels is not known"
        yield _topic.unknown("who makes the labels", why, collator.place)
    else:
        yield from _of_rows(view)


def _of_own_collator(view: TrainingView, collator: CollatorFact) -> Iterator[Statement]:
    labels = view.batch.get("labels") if view.batch is not None else Unknown("what it does is not followed")
    if isinstance(labels, Absent):
        yield _topic.known(NOT_IN_BATCH, collator.place)
        return
    tags = tags_in(view.training.heap.objects, labels)
    if isinstance(labels, Unknown | Union):
        yield _topic.unknown("whether the script's own collator makes labels", reason(labels), collator.place)
        return
    yield _topic.known(OWN_COLLATOR, labels.place or collator.place)
    told = carried_by_tags(tags or frozenset())
    if told is not None:
        yield _topic.known(told, labels.place or collator.place)
    else:
        why = "how their values are made is not followed"
        yield _topic.unknown("which tokens carry loss", why, labels.place or collator.place)


def _of_rows(view: TrainingView) -> Iterator[Statement]:
    if view.tasks and view.tasks <= ANSWERING:
        there = view.has_column("start_positions")
        place = view.columns_place
        if there is True:
            yield _topic.known(POSITIONS, place)
        elif there is False:
            yield _topic.known(NOBODY, place)
        else:
            yield unseen(view)
        return
    if view.has_labels is True:
        yield from from_rows(view)
    elif view.has_labels is False:
        yield _topic.known(NOBODY, view.columns_place)
    else:
        yield unseen(view)


def unseen(view: TrainingView) -> Statement:
    """The labels are not known because the columns are not."""
    if view.columns is None:
        return _topic.unknown("whether the rows have labels", "the training data is not known", view.place)
    why = "the script does not name all columns of the data"
    return _topic.unknown("whether the rows have labels", why, view.columns_place)


def from_rows(view: TrainingView) -> Iterator[Statement]:
    """Labels that come with the rows, and what is known of their masking."""
    names = [name for name in LABEL_NAMES if view.has_column(name) is True]
    if not names:
        yield _topic.unknown("which column holds the labels", "it depends on the path taken", view.columns_place)
        return
    labels = view.labels
    place = (labels.place if labels is not None else None) or view.columns_place
    yield _topic.known(ROWS, place, column=names[0])
    if view.tasks and view.tasks <= frozenset(CLASSIFYING) - {"token-classification"}:
        return
    told = carried_by_tags(view.label_tags)
    if told is not None:
        yield _topic.known(told, place)
    elif not view.tasks or not view.tasks <= frozenset(CLASSIFYING):
        why = reason(labels) if isinstance(labels, Unknown) else phrase("how their values are made is not followed")
        yield _topic.unknown("which tokens carry loss", why, place)
