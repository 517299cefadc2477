"""COL005."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.loop_view import all_views
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.values.value import Constant, Unknown, members

GIVEN = (
    "`{collator}` pads inputs but not labels, and the labels here are one for each token: rows of different length "
    "cannot be collated and the first batch fails"
)
ABSENT_COLLATOR = (
    "without `data_collator=`, `{trainer}` uses `{collator}`, which does not pad labels, and the labels here are one "
    "for each token: rows of different length cannot be collated and the first batch fails"
)

_PADDING = frozenset(("transformers.DataCollatorWithPadding",))
_STACKING = frozenset(("transformers.default_data_collator", "transformers.DefaultDataCollator"))


class CollatorCannotPadLabels(Rule):
    """
    ## What it does
    Finds labels with one value for each token that reach a collator which cannot pad them:
    `DataCollatorWithPadding`, `default_data_collator`, or the default of `Trainer`.

    ## Why it is bad
    `tokenizer.pad` pads what the tokenizer makes; `labels` stay ragged: `Unable to create tensor, you should probably
    activate truncation and/or padding ... Perhaps your features (labels in this case) have excessive nesting`.
    `default_data_collator` pads nothing at all: `expected sequence of length 4 at dim 1 (got 1)`.

    Rows that are padded to one length by `padding="max_length"`, one label for each row, and a batch size of 1 are
    fine.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def encode(row):
        ids = tokenizer(row["text"])["input_ids"]
        return {"input_ids": ids, "labels": list(ids)}


    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorWithPadding(tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def encode(row):
        ids = tokenizer(row["text"])["input_ids"]
        return {"input_ids": ids, "labels": list(ids)}


    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    Safe: `DataCollatorForTokenClassification` (for a token classification head) and `DataCollatorForSeq2Seq` (for a
    language model) pad the labels with -100 and do the rest as before.

    ## References
    - [huggingface/transformers#15505](https://github.com/huggingface/transformers/issues/15505),
      [huggingface/transformers#8274](https://github.com/huggingface/transformers/issues/8274)
    """

    code = "COL005"
    name = "collator-cannot-pad-labels"
    severity = Severity.ERROR
    summary = "Labels for each token, and a collator that cannot pad them"
    applies = "All versions."
    messages = (GIVEN, ABSENT_COLLATOR, related.LABELS, related.MADE_HERE, remedies.SWAP, remedies.ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in all_views(context):
            collator = view.collator
            if collator is None or not (view.is_plain or view.is_loop) or view.own_batches or view.responses_only:
                continue
            if any(size == Constant(1) or isinstance(size, Unknown) for size in members(view.batch_size)):
                continue
            if _ragged(view, collator):
                yield self._report(context, view, collator)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact) -> Finding:
        arguments = {"collator": collator.name, "trainer": view.trainer.rpartition(".")[2]}
        return self.finding(
            context,
            related.collator_place(view, collator),
            Message(GIVEN if collator.given else ABSENT_COLLATOR, arguments),
            Cause("labels-not-padded", "collator", view.place),
            related.collator_made(view, collator) + related.labels_made(view),
            _fixes(context, view, collator),
        )


def _ragged(view: TrainingView, collator: CollatorFact) -> bool:
    """Whether labels certainly are lists of different length."""
    if not view.label_tags & {"ids", "ignore"} or not view.tasks:
        return False
    inputs = frozenset[str]().union(*view.column_tags("input_ids"))
    if "other" in inputs:
        return False  # something was put to the ids: it may fill them up to one length
    lengths = inputs | view.label_tags
    if lengths & {"fixed", "item", "unknown padding", "unknown"}:
        return False
    if lengths & {"padded", "padding"}:
        # Rows that were padded together are of one length, for one of the batches in which they are mapped at least.
        return False
    return collator.path in _PADDING | _STACKING


def _fixes(context: Context, view: TrainingView, collator: CollatorFact) -> tuple[Fix, ...]:
    tokens = "token-classification" in view.tasks
    name = "DataCollatorForTokenClassification" if tokens else "DataCollatorForSeq2Seq"
    return remedies.swap_collator(context, view, collator, name, "", Applicability.SAFE)
