"""LBL007."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place
from lossguard.values.value import Constant, Text, Value, members

PADDED = (
    "the labels are texts, such as {example}, and no tensor holds these: the first batch fails with `Unable to create "
    "tensor`. `{model}` wants the numbers of the classes"
)
DROPPED = (
    "the labels are texts, such as {example}: the collator leaves out what is no number, and `{model}` returns no loss "
    "without labels"
)
_PADS = "transformers.DataCollatorWithPadding"
_NUMBERING = frozenset(
    """class_encode_column cast_column cast align_labels_with_mapping set_transform replace where mask""".split()
)
"""Methods after which the texts may be numbers; the last three may change the column of a table in place."""
_STACKS = ("transformers.default_data_collator", "transformers.DefaultDataCollator")


class StringLabels(Rule):
    """
    ## What it does
    Finds labels of a classifier that are texts.

    ## Why it is bad
    Texts are no tensors: `Unable to create tensor, you should probably activate truncation and/or padding`. Where
    `default_data_collator` makes the batches, it leaves them out, and the model returns no loss.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)


    def encode(row):
        return {**tokenizer(row["text"]), "label": "good" if row["stars"] > 3 else "bad"}


    data = load_dataset("json", data_files="reviews.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)


    def encode(row):
        return {**tokenizer(row["text"]), "label": 1 if row["stars"] > 3 else 0}


    data = load_dataset("json", data_files="reviews.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    There is no fix: which number a class has, is for you to say. `data.class_encode_column("label")` numbers them by
    the alphabet.

    ## References
    - [huggingface/transformers#34392](https://github.com/huggingface/transformers/issues/34392)
    - [class_encode_column](https://huggingface.co/docs/datasets/package_reference/main_classes)
    """

    code = "LBL007"
    name = "string-labels"
    severity = Severity.ERROR
    summary = "Texts as labels of a classifier"
    applies = "All versions."
    messages = (PADDED, DROPPED, related.LABELS)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.reading.words & _NUMBERING:
            return
        for view in context.trainings:
            collator = view.collator
            if collator is None or collator.path not in (_PADS, *_STACKS):
                continue
            if not view.is_plain or view.own_loss or view.own_batches or view.tasks != {"sequence-classification"}:
                continue
            example = _example(view.labels) if view.labels is not None else None
            if example is not None:
                message = PADDED if collator.path == _PADS else DROPPED
                yield self._report(context, view, Message(message, {"example": example, "model": view.model_class}))

    def _report(self, context: Context, view: TrainingView, message: Message) -> Finding:
        written: Place | None = view.labels.place if view.labels is not None else None
        place = related.first_shown(context, written, view.argument_place("train_dataset"))
        return self.finding(
            context, place, message, Cause("labels-not-numbers", "labels", view.place), related.labels_made(view)
        )


def _example(labels: Value) -> str | None:
    """One of the labels, as it is written, if all of them certainly are texts."""
    found = members(labels)
    texts = [one for one in found if isinstance(one, Constant) and isinstance(one.value, str)]
    if not texts or not all(isinstance(one, Text) or one in texts for one in found):
        return None
    return repr(str(texts[0].value)[:30])
