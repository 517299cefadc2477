"""COL006."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.loop_view import all_views
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.values.value import ABSENT, Constant, Data, Value, members

REPLACED = (
    "`{collator}` replaces the labels by token ids, and `{model}` learns {classes}: the first step fails, or the model "
    "learns something else"
)
LISTED = (
    "`{collator}` pads labels that are lists, and `{model}` has one label for each row: the first batch cannot be "
    "collated"
)
_ROWS, _TOKENS = "sequence-classification", "token-classification"
_CLASSES = {_ROWS: "one class for each row", _TOKENS: "one class for each token"}


class CollatorTaskMismatch(Rule):
    """
    ## What it does
    Finds a classification head that is trained through a collator for another task: `DataCollatorForLanguageModeling`,
    or one that pads lists of labels (`DataCollatorForTokenClassification`, `DataCollatorForSeq2Seq`) where each row has
    one label.

    ## Why it is bad
    `DataCollatorForLanguageModeling` throws the labels away and puts token ids in their place: `Expected input
    batch_size (16) to match target batch_size (144)`, or a target that is out of bounds. The collators that pad labels
    ask each label for its length: `object of type 'int' has no len()`, `'int' object is not iterable`.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("roberta-base")
    model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=2)
    data = load_dataset("imdb", split="train").map(lambda row: tokenizer(row["text"], truncation=True))
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, DataCollatorWithPadding, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("roberta-base")
    model = AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=2)
    data = load_dataset("imdb", split="train").map(lambda row: tokenizer(row["text"], truncation=True))
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorWithPadding(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: whether the head or the collator is the one that was meant is for you to say. The fix trusts the head.

    ## References
    - [huggingface/transformers#9906](https://github.com/huggingface/transformers/issues/9906)
    - [Data collators](https://huggingface.co/docs/transformers/main_classes/data_collator)
    """

    code = "COL006"
    name = "collator-task-mismatch"
    severity = Severity.ERROR
    summary = "A collator for another task than the model's head"
    applies = "All versions."
    messages = (REPLACED, LISTED, related.MADE_HERE, related.MODEL, remedies.SWAP)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in all_views(context):
            collator = view.collator
            if collator is None or not (view.is_plain or view.is_loop) or view.own_loss or view.own_batches:
                continue
            task = next(iter(view.tasks)) if len(view.tasks) == 1 else ""
            if task not in _CLASSES:
                continue
            if collator.path == "transformers.DataCollatorForLanguageModeling":
                yield self._report(context, view, collator, task, REPLACED)
            elif task == _ROWS and _asks_for_lists(view, collator):
                yield self._report(context, view, collator, task, LISTED)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact, task: str, message: str) -> Finding:
        arguments = {"collator": collator.name, "model": view.model_class, "classes": _CLASSES[task]}
        return self.finding(
            context,
            collator.place,
            Message(message, arguments),
            Cause("collator-of-another-task", "collator", view.place),
            related.collator_made(view, collator) + related.model_loaded(view),
            _fixes(context, view, collator, task),
        )


def _asks_for_lists(view: TrainingView, collator: CollatorFact) -> bool:
    """Whether the collator takes the length of labels that are single classes."""
    if collator.path not in ("transformers.DataCollatorForTokenClassification", "transformers.DataCollatorForSeq2Seq"):
        return False
    model = view.models[0]
    several = model is None or model.rest is not None or model.get("problem_type") is not ABSENT
    return not several and view.labels is not None and all(_is_a_class(label) for label in members(view.labels))


def _is_a_class(label: Value) -> bool:
    """Whether a label is one number: a cell of a column called `label`, or a number of the script."""
    return (isinstance(label, Constant) and isinstance(label.value, int)) or label == Data("label")


def _fixes(context: Context, view: TrainingView, collator: CollatorFact, task: str) -> tuple[Fix, ...]:
    name = "DataCollatorWithPadding" if task == _ROWS else "DataCollatorForTokenClassification"
    return remedies.swap_collator(context, view, collator, name, "", Applicability.UNSAFE)
