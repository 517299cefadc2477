"""LBL015."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.rules import related
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place
from lossguard.values.value import ABSENT, Constant

MASKS = (
    "`skip_prepare_dataset` skips the step in which `SFTTrainer` makes labels from `{column}`, and the rows have no "
    "`labels`: the trainer is not built"
)
NOBODY = (
    "`skip_prepare_dataset` skips the step in which `SFTTrainer` prepares rows, these have no `labels` (columns: "
    "{columns}), and `{collator}` makes none: the first step fails"
)
SKIPPED = "preparation is skipped here"
_PADDING = frozenset(
    ("transformers.DataCollatorForSeq2Seq", "transformers.DataCollatorWithPadding",
     "transformers.default_data_collator", "transformers.DefaultDataCollator")
)  # fmt: skip


class SkipPrepareWithoutLabels(Rule):
    """
    ## What it does
    Finds `dataset_kwargs={"skip_prepare_dataset": True}` in an `SFTTrainer` whose rows have no `labels`, where nothing
    else makes them.

    ## Why it is bad
    Since trl 1.7 labels are made while the dataset is prepared, and the collator reads `completion_mask` and
    `assistant_masks` no longer. With such a column and without `labels` the trainer refuses the data: `The train
    dataset has mask columns but no 'labels'`. A collator of transformers that only pads makes none in any version.

    Rows that have `labels` are fine, and so are a collator of your own and, without a mask column, that of trl.

    ## Example
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    data = load_dataset("json", data_files="tokenised.jsonl", split="train")
    data = data.select_columns(["input_ids", "completion_mask"])
    trainer = SFTTrainer(
        model="Qwen/Qwen2.5-0.5B",
        args=SFTConfig(output_dir="out", dataset_kwargs={"skip_prepare_dataset": True}),
        train_dataset=data,
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    data = load_dataset("json", data_files="tokenised.jsonl", split="train")
    data = data.select_columns(["input_ids", "completion_mask"])
    trainer = SFTTrainer(model="Qwen/Qwen2.5-0.5B", args=SFTConfig(output_dir="out"), train_dataset=data)
    trainer.train()
    ```

    ## Fix safety
    There is no fix: either the rows get labels, or their preparation is not skipped.

    ## References
    - [huggingface/trl#6037](https://github.com/huggingface/trl/issues/6037)
    """

    code = "LBL015"
    name = "skip-prepare-without-labels"
    severity = Severity.ERROR
    summary = "`skip_prepare_dataset` on rows without labels"
    applies = "Rows with mask columns: trl 1.7 and newer. A collator that only pads: all versions."
    example_versions: ClassVar[Mapping[str, str]] = {"trl": "1.16.0"}
    libraries = ("trl",)
    messages = (MASKS, NOBODY, SKIPPED, related.NO_LABELS, related.MADE_HERE)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            skipped = _skipped(view)
            if skipped is None or not view.is_sft or view.unsloth or view.own_loss or view.own_batches:
                continue
            if view.has_labels is not False or view.tasks != {"causal-lm"}:
                continue
            message = _mask_column(context, view) or _padding_only(view)
            if message is not None:
                yield self._report(context, view, message, skipped)

    def _report(self, context: Context, view: TrainingView, message: Message, skipped: Place) -> Finding:
        made = related.collator_made(view, view.collator) if view.collator is not None else ()
        return self.finding(
            context,
            related.first_shown(context, skipped, view.argument_place("train_dataset")),
            message,
            Cause("no-labels", "labels", view.place),
            (Related(skipped, Message(SKIPPED)), *related.columns_made(view), *made),
        )


def _skipped(view: TrainingView) -> Place | None:
    """Where the preparation is switched off; None if it is not, or perhaps not."""
    options = view.find(view.setting("dataset_kwargs"))
    if options is None or options.kind != "dict" or options.get("skip_prepare_dataset") != Constant(True):
        return None
    return options.places.get("skip_prepare_dataset") or view.place


def _mask_column(context: Context, view: TrainingView) -> Message | None:
    if view.argument("data_collator") not in (ABSENT, Constant(None)):
        return None
    masks = [name for name in ("completion_mask", "assistant_masks") if view.has_column(name)]
    refused = bool(masks) and context.versions.at_least("trl", "1.7") is True
    return Message(MASKS, {"column": masks[0]}) if refused else None


def _padding_only(view: TrainingView) -> Message | None:
    collator = view.collator
    if collator is None or collator.path not in _PADDING or view.has_column("input_ids") is not True:
        return None
    return Message(NOBODY, {"columns": related.column_names(view), "collator": collator.name})
