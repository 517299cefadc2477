"""COL008."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.collators.rows import read_columns
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import ANSWERING, GENERATIVE
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.values.value import ABSENT, Constant

MESSAGE = (
    "the collator reads the column `{column}`, which `Trainer` removes before, because `{model}` does not take it: the "
    "first batch fails with a KeyError, or no column is left"
)
USED = "the collator is used here"
KEEP = "Keep all columns: `remove_unused_columns=False`"

RAW = frozenset(
    """text texts caption captions completion completions question questions answer answers instruction instructions
    response responses sentence sentences sentence1 sentence2 document summary image_path image_file audio_path
    audio_file messages conversation conversations chosen rejected premise hypothesis passage transcription article
    highlights review comment ner_tags""".split()
)
"""Columns of raw data that no ``forward`` of a head below takes (read in transformers 4.46.3 and 5.23.0)."""
_TASKS = GENERATIVE | ANSWERING | {"sequence-classification", "token-classification"}
INPUTS = frozenset(
    """input_ids attention_mask labels token_type_ids position_ids pixel_values decoder_input_ids image_grid_thw
    decoder_attention_mask input_features input_values""".split()
)
"""What a collator returns for a model."""


class CollatorNeedsRemovedColumn(Rule):
    """
    ## What it does
    Finds a collator of the script's own that reads a column of raw data (`row["text"]`, `row["caption"]`) where
    `Trainer` removes such columns.

    ## Why it is bad
    Unless `remove_unused_columns=False` is set, `Trainer` keeps only the columns that the model's `forward` names, and
    `label`, `label_ids` and `labels`. The collator gets rows without the others: `KeyError: 'caption'`, or `No columns
    in the dataset match the model's forward method signature`.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def collate(rows):
        batch = tokenizer([row["text"] for row in rows], padding=True, return_tensors="pt")
        batch["labels"] = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        return batch


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=load_dataset("text", data_files="notes.txt", split="train"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def collate(rows):
        batch = tokenizer([row["text"] for row in rows], padding=True, return_tensors="pt")
        batch["labels"] = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        return batch


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out", remove_unused_columns=False),
        train_dataset=load_dataset("text", data_files="notes.txt", split="train"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Fix safety
    Safe where the collator returns only what models take; unsafe where it is not known what it returns.

    ## References
    - [huggingface/transformers#19599](https://github.com/huggingface/transformers/issues/19599),
      [huggingface/transformers#7823](https://github.com/huggingface/transformers/issues/7823)
    - [TrainingArguments, remove_unused_columns](https://huggingface.co/docs/transformers/main_classes/trainer)
    """

    code = "COL008"
    name = "collator-needs-removed-column"
    severity = Severity.ERROR
    summary = "A collator that reads a column which `Trainer` removes"
    applies = "All versions."
    messages = (MESSAGE, USED, KEEP)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if (
                not view.is_plain
                or view.own_batches
                or not view.tasks
                or not view.tasks <= _TASKS
                or not _removes(view)
            ):
                continue
            dataset = view.find(view.argument("train_dataset"))
            if dataset is None or dataset.kind != "dataset":
                continue
            reads = [
                (read, name) for read, name in read_columns(view) if name in RAW and view.has_column(name) is not False
            ]
            if reads:
                yield self._report(context, view, *min(reads, key=lambda one: one[0].place.span))

    def _report(self, context: Context, view: TrainingView, read: nodes.Node, column: str) -> Finding:
        used = Related(view.argument_place("data_collator"), Message(USED))
        return self.finding(
            context,
            read.place,
            Message(MESSAGE, {"column": column, "model": view.model_class or "the model"}),
            Cause("column-removed", "collator", view.place),
            (used,),
            _fixes(view),
        )


def _removes(view: TrainingView) -> bool:
    removes = view.setting("remove_unused_columns") in (ABSENT, Constant(True))
    return removes and view.setting("label_names") in (ABSENT, Constant(None))


def _fixes(view: TrainingView) -> tuple[Fix, ...]:
    args = view.find(view.argument("args"))
    call = args.node if args is not None else None
    if not isinstance(call, nodes.Call):
        return ()
    written = editing.argument_of(call, "remove_unused_columns")
    if written is None and view.setting("remove_unused_columns") is not ABSENT:
        return ()  # it comes through a splat or is set later
    known = view.batch is not None and view.batch.rest is None and view.batch.fields.keys() <= INPUTS
    applicability = Applicability.SAFE if known else Applicability.UNSAFE

    def build() -> tuple[Edit, ...]:
        if written is not None:
            return (editing.replace(written.value.place, "False"),)
        return (editing.add_argument(call, "remove_unused_columns=False"),)

    return (Fix(Message(KEEP), applicability, build),)
