"""Who makes the labels of an ``SFTTrainer``, and which tokens carry loss: by its version, settings and columns.

Sources: trl/trainer/sft_trainer.py, 0.12 to 1.16. The trainer tells formats apart by the columns of the data,
whatever ``dataset_text_field`` says; ``completion_only_loss`` is on by default for prompts with completions.
"""

from collections.abc import Iterator

from lossguard.explain.carried import made_by_collator
from lossguard.explain.collator import all_say, effective_collator, semantics
from lossguard.explain.describe import reason_of
from lossguard.explain.statement import Statement, Topic
from lossguard.rules.supervision import never_labelled, trl_builds_labels, unsloth_swaps_collators
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.text.place import Place
from lossguard.values.value import ABSENT, Absent, Answer, Constant, Unknown

NOBODY = "nobody makes labels: the model returns no loss"
COLLATOR = "`{collator}` makes them"
ITS_COLLATOR = "the default collator of `{trainer}` makes them"
TRAINER = "`{trainer}` makes them while it prepares the data"
EITHER = "`{trainer}` makes them: while it prepares the data, or before trl 1.7 by its default collator"
EITHER_UNSLOTH = "`{trainer}` makes them: by its default collator, or while it prepares the data"
UNSLOTH = "Unsloth sees to them: `{collator}` is replaced where it does not fit the data"
COMPLETION = "only the completions carry loss"
BOTH = "prompts carry loss as well as completions: `completion_only_loss` is off"
ASSISTANT = "only what the assistant says carries loss"
EVERY = "every token carries loss"
EVERY_UNLESS = "every token carries loss, unless the data has columns `prompt` and `completion`"

_SWAPPED = ("transformers.DataCollatorForLanguageModeling", "transformers.DataCollatorForSeq2Seq")
"""Collators that Unsloth replaces by one another, so that they fit the data."""

_topic = Topic("labels")


def sft_statements(view: TrainingView) -> Iterator[Statement]:
    given = view.argument("data_collator") not in (ABSENT, Constant(None))
    if never_labelled(view):
        yield _topic.known(NOBODY, view.columns_place or view.place)
    elif given:
        yield from _with_collator(view, effective_collator(view))
    else:
        yield _maker(view)
        yield from _carried(view)


def _maker(view: TrainingView) -> Statement:
    trainer = view.trainer.rpartition(".")[2]
    builds = trl_builds_labels(view)
    if builds is not False and view.unsloth:
        # It has a preparation of its own on GPUs, which makes labels where masks are to be kept, and trl's on a CPU.
        # Source: unsloth_zoo/dataset_utils.py, 2025.3.2 to 2026.10.
        return _topic.known(EITHER_UNSLOTH, view.place, trainer=trainer)
    if builds is True:
        return _topic.known(TRAINER, view.place, trainer=trainer)
    collator = effective_collator(view)
    if builds is False and collator is not None and collator.path:
        return _topic.known(COLLATOR, view.place, collator=collator.name)
    if builds is False:
        return _topic.known(ITS_COLLATOR, view.place, trainer=trainer)
    if view.setting("dataset_kwargs") not in (ABSENT, Constant(None)):
        return _topic.unknown("who makes the labels", "`dataset_kwargs` may skip the preparation", view.place)
    return _topic.known(EITHER, view.place, trainer=trainer)


def _with_collator(view: TrainingView, collator: CollatorFact | None) -> Iterator[Statement]:
    place = view.argument_place("data_collator")
    if collator is None or collator.path is None:
        why = "the script's own collator is not followed" if collator is not None else "the collator is not known"
        yield _topic.unknown("who makes the labels", why, place)
        return
    swaps = unsloth_swaps_collators(view) if collator.path in _SWAPPED else False
    if swaps is None:
        yield _topic.unknown("who makes the labels", "Unsloth may replace the collator: its version decides", place)
        return
    if swaps:
        yield _topic.known(UNSLOTH, place, collator=collator.name)
        yield from _carried(view)
        return
    entries = semantics(view, collator)
    if all_say(entries, "creates_labels") is True and all_say(entries, "overwrites_labels") is True:
        yield _topic.known(COLLATOR, place, collator=collator.name)
        if collator.path in ("trl.DataCollatorForCompletionOnlyLM", "transformers.DataCollatorForLanguageModeling"):
            yield from made_by_collator(view, collator)
        return
    builds = trl_builds_labels(view)
    if builds is True:
        yield _topic.known(TRAINER, view.place, trainer=view.trainer.rpartition(".")[2])
        yield from _carried(view)
    else:
        why = "the columns of the data are not known" if builds is False else "it depends on the version of trl"
        yield _topic.unknown("who makes the labels", why, view.place)


def _carried(view: TrainingView) -> Iterator[Statement]:
    assistant = view.setting("assistant_only_loss")
    if assistant == Constant(True):
        yield _topic.known(ASSISTANT, _place_of(view, "assistant_only_loss"))
        return
    if assistant not in (ABSENT, Constant(False), Constant(None)):
        yield _topic.unknown(
            "which tokens carry loss",
            reason_of("assistant_only_loss", assistant),
            view.place,
        )
        return
    if view.has_labels is True or view.has_column("input_ids") is True:
        why = "the rows are tokenised already, and what their labels or masks hold decides"
        yield _topic.unknown("which tokens carry loss", why, view.columns_place)
        return
    pairs = _both(view.has_column("prompt"), view.has_column("completion"))
    if pairs is True:
        yield _of_completions(view)
    elif pairs is False and view.has_column("text", "messages", "conversations") is True:
        yield _topic.known(EVERY, view.columns_place)
    elif _is_text(view):
        yield _topic.known(EVERY if pairs is False else EVERY_UNLESS, view.columns_place)
    else:
        why = "the script does not name all columns of the data"
        if view.columns is None:
            why = "the training data is not known"
        yield _topic.unknown("which tokens carry loss", why, view.columns_place or view.place)


def _of_completions(view: TrainingView) -> Statement:
    masks = view.versions.at_least("trl", "0.17")
    setting = view.setting("completion_only_loss")
    if isinstance(setting, Unknown) or (setting == Constant(None) and masks is None):
        return _topic.unknown(
            "which tokens carry loss",
            reason_of("completion_only_loss", setting),
            view.place,
        )
    if setting == Constant(False):
        return _topic.known(BOTH, _place_of(view, "completion_only_loss"))
    if masks is True or setting == Constant(True):
        return _topic.known(COMPLETION, view.columns_place)
    if masks is False:
        return _topic.known(EVERY, view.columns_place)
    return _topic.unknown("which tokens carry loss", "it depends on the version of trl", view.columns_place)


def _is_text(view: TrainingView) -> bool:
    """Whether the script says where the text is."""
    if view.has_column("text", "messages") is True:
        return True
    written = (
        view.setting("dataset_text_field"),
        view.argument("dataset_text_field"),
        view.argument("formatting_func"),
    )
    return any(not isinstance(value, Absent | Unknown) and value != Constant(None) for value in written)


def _place_of(view: TrainingView, setting: str) -> Place | None:
    arguments = view.find(view.argument("args"))
    return arguments.places.get(setting) if arguments is not None else None


def _both(one: Answer, other: Answer) -> Answer:
    if one is False or other is False:
        return False
    return True if one is True and other is True else None
