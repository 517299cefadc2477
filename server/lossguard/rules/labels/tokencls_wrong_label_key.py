"""LBL005."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView

MESSAGE = (
    "`DataCollatorForTokenClassification` hands the labels on under the name `label`, which `{model}` does not take: "
    "it returns no loss and training stops at the first step"
)
_PATH = "transformers.DataCollatorForTokenClassification"


class TokenclsWrongLabelKey(Rule):
    """
    ## What it does
    Finds `DataCollatorForTokenClassification` on rows whose labels are called `label`.

    ## Why it is bad
    Other collators rename `label` to `labels`. This one pads the labels under the name that it finds, and a head for
    tokens takes `labels` only: `The model did not return a loss from the inputs … For reference, the inputs it received
    are input_ids,attention_mask,label.`

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
    model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)


    def encode(row):
        batch = tokenizer(row["tokens"], is_split_into_words=True)
        batch["label"] = [-100 if word is None else row["ner_tags"][word] for word in batch.word_ids()]
        return batch


    data = load_dataset("conll2003", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForTokenClassification(tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
    model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)


    def encode(row):
        batch = tokenizer(row["tokens"], is_split_into_words=True)
        batch["labels"] = [-100 if word is None else row["ner_tags"][word] for word in batch.word_ids()]
        return batch


    data = load_dataset("conll2003", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForTokenClassification(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the fix renames the column where the trainer gets its data; code that reads the old name elsewhere, and data
    for evaluation, are not changed.

    ## References
    - [huggingface/transformers#25050](https://github.com/huggingface/transformers/issues/25050)
    """

    code = "LBL005"
    name = "tokencls-wrong-label-key"
    severity = Severity.ERROR
    summary = "Labels of tokens under the name `label`"
    applies = "All versions."
    messages = (MESSAGE, related.LABELS, related.MADE_HERE, remedies.RENAME)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            collator = view.collator
            if collator is None or collator.path != _PATH or not view.is_plain or view.own_loss or view.own_batches:
                continue
            named = view.has_column("label") is True and view.has_column("labels", "label_ids") is False
            if named and view.tasks == {"token-classification"}:
                yield self._report(context, view, collator)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact) -> Finding:
        return self.finding(
            context,
            collator.place,
            Message(MESSAGE, {"model": view.model_class}),
            Cause("no-labels", "labels", view.place),
            related.labels_made(view) + related.collator_made(view, collator),
            remedies.rename_to_labels(view, "label"),
        )
