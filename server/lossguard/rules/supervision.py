"""Whether anybody makes the labels of a training: shared by the rules about missing ones."""

from lossguard.libraries.models.splits import UNFORMATTED
from lossguard.libraries.unsloth import SWAPS_COLLATORS
from lossguard.rules.training_view import LABEL_NAMES, TrainingView
from lossguard.values.value import ABSENT, Absent, Answer, Columns, Constant, Unknown

GENERATIVE = frozenset(("causal-lm", "seq2seq-lm", "masked-lm", "image-text-to-text", "speech-seq2seq"))
"""Heads whose labels are token ids: a collator or a masking step may make them."""
CLASSIFYING = frozenset(
    ("sequence-classification", "token-classification", "multiple-choice", "next-sentence", "image-classification")
)
"""Heads whose labels only the data can have."""
ANSWERING = frozenset(("question-answering",))

LABEL_LIKE = frozenset(
    """target targets y class classes tag tags ner_tags pos_tags category output_ids target_ids decoder_labels lm_labels
    label_id labels_ids gold answer_ids intent sentiment score""".split()
)
"""Columns that hold labels by the look of their name, and that no model takes."""

_SKIP_PREPARATION = "skip_prepare_dataset"


def never_labelled(view: TrainingView) -> bool:
    """Whether rows certainly reach the collator without labels, of a model that certainly needs them."""
    if view.own_loss or view.own_batches or not view.tasks or view.tasks <= {"base", "other"}:
        return False
    if view.is_loop:
        return view.unlabelled
    if view.is_plain:
        return view.has_labels is False and view.has_column("input_ids") is True
    return view.is_sft and _sft_never_labelled(view)


def _sft_never_labelled(view: TrainingView) -> bool:
    """Before 1.7, SFTTrainer tokenised text without making labels: its collator made them."""
    if trl_builds_labels(view) is not False or unsloth_swaps_collators(view) is not False:
        return False
    if view.responses_only or view.argument("#responses only") is not ABSENT:
        return False
    if view.has_labels is False:
        return True
    text = [view.setting("dataset_text_field"), view.argument("dataset_text_field"), view.argument("formatting_func")]
    written = any(not isinstance(value, Absent | Unknown) and value != Constant(None) for value in text)
    tokenised = view.has_column("input_ids")
    return (
        tokenised is not True
        and (written or view.has_column("text", "messages", "prompt") is True)
        and (view.has_labels is not True)
    )


def trl_builds_labels(view: TrainingView) -> Answer:
    """Whether SFTTrainer itself writes labels while it prepares the data (since 1.7)."""
    if view.setting("dataset_kwargs") not in (ABSENT, Constant(None)):
        return None
    unsloth = view.versions.bounds("unsloth").high
    if view.unsloth and unsloth is not None and unsloth.release[0] < 2026:
        return False  # trl 1.7 is younger than any Unsloth of 2025, which caps trl below it
    return view.versions.at_least("trl", "1.7")


def unsloth_swaps_collators(view: TrainingView) -> Answer:
    """Whether Unsloth's SFTTrainer replaces a collator that does not fit the labels.

    A class that was imported from trl before Unsloth came may still be the one that Unsloth does not know.
    """
    swaps = SWAPS_COLLATORS.made(view.versions) if view.unsloth else False
    return None if swaps and view.unsloth_late else swaps


def label_like_column(view: TrainingView) -> str | None:
    """A column that holds the labels by the look of its name, if no label column is there."""
    columns = view.columns
    if columns is None or not columns.closed or view.has_labels is not False:
        return None
    return next((name for name in columns.names() if name.lower() in LABEL_LIKE), None)


def sft_mask_column(view: TrainingView) -> str | None:
    """The column by which SFTTrainer tells its own collator what to train on (trl 0.17 to 1.6); None if none does."""
    if not view.is_sft or view.unsloth or view.has_labels is not False:
        return None
    if view.versions.at_least("trl", "0.17") is not True or trl_builds_labels(view) is not False:
        return None
    if view.has_column("prompt") is True and view.has_column("completion") is True:
        return "completion_mask"
    masked = view.setting("assistant_only_loss") == Constant(True) and view.has_column("messages") is True
    return "assistant_masks" if masked and view.versions.at_least("trl", "0.19") is True else None


def labels_hidden(view: TrainingView) -> bool:
    """Whether a format shows some columns of the data, and no labels among them."""
    dataset = view.find(view.argument("train_dataset"))
    before = dataset.fields.get(UNFORMATTED) if dataset is not None else None
    had = isinstance(before, Columns) and any(before.has(name) is not False for name in LABEL_NAMES)
    return had and view.has_labels is False
