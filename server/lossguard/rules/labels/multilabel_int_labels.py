"""LBL014."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing, related
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.values.value import Constant, members

MESSAGE = (
    "the labels are whole numbers, and the loss of `multi_label_classification` needs floats: the first step fails "
    "(`result type Float can't be cast to the desired output type Long`)"
)
FLOAT = "Make the labels floats"
_COLLATORS = frozenset(
    ("transformers.DataCollatorWithPadding", "transformers.default_data_collator", "transformers.DefaultDataCollator")
)


class MultilabelIntLabels(Rule):
    """
    ## What it does
    Finds labels of a model with `problem_type="multi_label_classification"` that are lists of whole numbers.

    ## Why it is bad
    `BCEWithLogitsLoss` compares logits with floats: `result type Float can't be cast to the desired output type Long`.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    names = ["toxic", "insult", "threat"]
    tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained(
        "bert-base-uncased", num_labels=3, problem_type="multi_label_classification"
    )


    def encode(row):
        batch = tokenizer(row["text"], truncation=True)
        batch["labels"] = [int(row[name]) for name in names]
        return batch


    data = load_dataset("csv", data_files="comments.csv", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    names = ["toxic", "insult", "threat"]
    tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
    model = AutoModelForSequenceClassification.from_pretrained(
        "bert-base-uncased", num_labels=3, problem_type="multi_label_classification"
    )


    def encode(row):
        batch = tokenizer(row["text"], truncation=True)
        batch["labels"] = [float(row[name]) for name in names]
        return batch


    data = load_dataset("csv", data_files="comments.csv", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    Safe: the numbers stay the same. The fix is offered for a list that is built by one expression.

    ## References
    - [problem_type](https://huggingface.co/docs/transformers/main_classes/configuration)
    - [huggingface/setfit#272](https://github.com/huggingface/setfit/issues/272)
    """

    code = "LBL014"
    name = "multilabel-int-labels"
    severity = Severity.ERROR
    summary = "Whole numbers as labels of a multi-label model"
    applies = "All versions."
    messages = (MESSAGE, related.MODEL, FLOAT)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            collator = view.collator
            if not view.is_plain or view.own_loss or view.own_batches or collator is None:
                continue
            if collator.path not in _COLLATORS or view.tasks != {"sequence-classification"}:
                continue
            model = view.models[0]
            if model is None or model.get("problem_type") != Constant("multi_label_classification"):
                continue
            node = _whole_numbers(view)
            if node is not None:
                yield self._report(context, view, node)

    def _report(self, context: Context, view: TrainingView, node: nodes.Expression) -> Finding:
        places: tuple[Related, ...] = related.model_loaded(view)
        cause = Cause("labels-not-floats", "labels", view.place)
        return self.finding(context, node.place, Message(MESSAGE), cause, places, _fixes(node))


def _whole_numbers(view: TrainingView) -> nodes.Expression | None:
    """The expression that makes the labels as a list of whole numbers; None if something else may make them."""
    things = [view.find(member) for member in members(view.labels)] if view.labels is not None else []
    thing = things[0] if len(things) == 1 else None
    node = thing.node if thing is not None and thing.kind in ("list", "sequence") else None
    if not isinstance(node, nodes.Comprehension | nodes.Sequence) or thing is None:
        return None
    if isinstance(node, nodes.Sequence):
        whole = bool(node.items) and all(_is_whole(item) for item in node.items)
        return node if whole and len(thing.fields) == len(node.items) and thing.rest is None else None
    return node if node.kind is list and _is_whole(node.element) else None


def _is_whole(node: nodes.Expression) -> bool:
    """Whether an expression is a whole number by the look of it."""
    if isinstance(node, nodes.Literal):
        return isinstance(node.value, int) and not isinstance(node.value, bool)
    if isinstance(node, nodes.Conditional):
        return _is_whole(node.body) and _is_whole(node.otherwise)
    return isinstance(node, nodes.Call) and isinstance(node.function, nodes.Name) and node.function.id == "int"


def _fixes(node: nodes.Expression) -> tuple[Fix, ...]:
    if not isinstance(node, nodes.Comprehension):
        return ()
    element = node.element

    def build() -> tuple[Edit, ...]:
        if isinstance(element, nodes.Call):
            return (editing.replace(element.function.place, "float"),)
        return (editing.replace(element.place, f"float({element.place.source})"),)

    return (Fix(Message(FLOAT), Applicability.SAFE, build),)
