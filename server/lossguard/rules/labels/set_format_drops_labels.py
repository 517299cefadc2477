"""LBL008."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.models.splits import UNFORMATTED
from lossguard.rules import editing
from lossguard.rules.batches import node_at
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import CLASSIFYING, labels_hidden, never_labelled
from lossguard.rules.training_view import LABEL_NAMES, TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import Columns

MESSAGE = (
    "this format shows the columns {columns} only: the labels are hidden, `{model}` returns no loss, and training "
    "stops at the first step"
)
USED = "the data are trained on here"
SHOW = "Show the column `{column}`, too"


class SetFormatDropsLabels(Rule):
    """
    ## What it does
    Finds `set_format` or `with_format` with a list of columns in which the labels are missing, on data that a
    classifier is trained on.

    ## Why it is bad
    A format with `columns=` hides all other columns, also from `Trainer`: `The model did not return a loss from the
    inputs … For reference, the inputs it received are input_ids,attention_mask.`

    With `output_all_columns=True` the others are shown as well.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
    data = load_dataset("imdb", split="train").map(lambda row: tokenizer(row["text"], truncation=True))
    data.set_format("torch", columns=["input_ids", "attention_mask"])
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-uncased", num_labels=2)
    data = load_dataset("imdb", split="train").map(lambda row: tokenizer(row["text"], truncation=True))
    data.set_format("torch", columns=["input_ids", "attention_mask", "label"])
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: other code may rely on the columns that are shown. The fix is offered where the name of the label column is
    known.

    ## References
    - [datasets, set_format](https://huggingface.co/docs/datasets/package_reference/main_classes)
    """

    code = "LBL008"
    name = "set-format-drops-labels"
    severity = Severity.ERROR
    summary = "A format that hides the labels"
    applies = "All versions."
    messages = (MESSAGE, USED, SHOW)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if view.is_plain and labels_hidden(view) and never_labelled(view) and view.tasks & CLASSIFYING:
                collator = view.collator
                if collator is not None and collator.path is not None:
                    yield self._report(context, view)

    def _report(self, context: Context, view: TrainingView) -> Finding:
        dataset = view.find(view.argument("train_dataset"))
        given = view.argument_place("train_dataset")
        place = dataset.places.get(UNFORMATTED, given) if dataset is not None else given
        shown = ", ".join(f"`{name}`" for name in view.columns.names()) if view.columns is not None else "?"
        return self.finding(
            context,
            place,
            Message(MESSAGE, {"columns": shown, "model": view.model_class}),
            Cause("no-labels", "labels", view.place),
            (Related(given, Message(USED)),),
            _fixes(context, view, place),
        )


def _fixes(context: Context, view: TrainingView, place: Place) -> tuple[Fix, ...]:
    dataset = view.find(view.argument("train_dataset"))
    before = dataset.fields.get(UNFORMATTED) if dataset is not None else None
    hidden = [name for name in LABEL_NAMES if before.has(name)] if isinstance(before, Columns) else []
    call = node_at(context, place)
    given = editing.argument_of(call, "columns") if isinstance(call, nodes.Call) else None
    listed = given.value if given is not None else None
    if not hidden or not isinstance(listed, nodes.Sequence) or not listed.items:
        return ()
    last = listed.items[-1].place

    def build() -> tuple[Edit, ...]:
        return (editing.replace(last, f'{last.source}, "{hidden[0]}"'),)

    return (Fix(Message(SHOW, {"column": hidden[0]}), Applicability.UNSAFE, build),)
