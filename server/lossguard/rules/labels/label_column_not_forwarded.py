"""LBL004."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import CLASSIFYING, label_like_column, labels_hidden, never_labelled
from lossguard.rules.training_view import TrainingView

NAMED = (
    "the column `{column}` never reaches `{model}`: only `labels`, `label` and `label_ids` are taken as labels, so the "
    "model returns no loss and training stops at the first step"
)
MISSING = (
    "none of the columns ({columns}) is `labels`, `label` or `label_ids`: `{model}` gets no labels, returns no loss, "
    "and training stops at the first step"
)
COLUMNS = "the columns are made here"

_MAKES_NO_LABELS = frozenset(
    (
        "transformers.DataCollatorWithPadding",
        "transformers.default_data_collator",
        "transformers.DefaultDataCollator",
        "transformers.DataCollatorForSeq2Seq",
        "transformers.DataCollatorForTokenClassification",
    )
)


class LabelColumnNotForwarded(Rule):
    """
    ## What it does
    Finds training data whose label column has a name that `Trainer` does not know: `target`, `y`, `class`,
    `ner_tags` and the like, or data of a classifier without any label column.

    ## Why it is bad
    `Trainer` keeps the columns that the model's `forward` names, and `label`, `label_ids` and `labels`. Everything
    else is dropped without a word, and the run ends with `The model did not return a loss from the inputs`.
    `label_names=["target"]` does not help with a model of transformers: its `forward` does not know the name either.

    ## Example
    ```python
    from datasets import Dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
    data = Dataset.from_dict({"text": ["good", "bad"], "target": [1, 0]})
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import Dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
    data = Dataset.from_dict({"text": ["good", "bad"], "labels": [1, 0]})
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the fix renames the column where the trainer gets its data; code that reads the old name elsewhere is
    not changed.

    ## References
    - [huggingface/transformers#34392](https://github.com/huggingface/transformers/issues/34392)
    """

    code = "LBL004"
    name = "label-column-not-forwarded"
    severity = Severity.ERROR
    summary = "A label column under a name that `Trainer` drops"
    applies = "All versions."
    messages = (NAMED, MISSING, COLUMNS, related.MODEL, remedies.RENAME)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            collator = view.collator
            if not view.is_plain or collator is None or collator.path not in _MAKES_NO_LABELS:
                continue
            if not never_labelled(view) or labels_hidden(view):
                continue
            column = label_like_column(view)
            if column is not None or (view.tasks & CLASSIFYING and view.columns is not None and view.columns.closed):
                yield self._report(context, view, column)

    def _report(self, context: Context, view: TrainingView, column: str | None) -> Finding:
        place = view.object.places.get("train_dataset", view.place)
        model_name = view.model_class or "the model"
        if column is not None:
            message = Message(NAMED, {"column": column, "model": model_name})
        else:
            message = Message(MISSING, {"columns": related.column_names(view), "model": model_name})
        fixes = remedies.rename_to_labels(view, column) if column is not None else ()
        places = related.columns_made(view, COLUMNS) + related.model_loaded(view)
        cause = Cause("no-labels", "labels", view.place)
        return self.finding(context, place, message, cause, places, fixes)
