"""LBL011."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.libraries.models.rows import OWN_COLUMNS
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.reading import method
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import LABEL_NAMES, TrainingView
from lossguard.text.place import Place
from lossguard.values.value import Columns, Constant

UNLABELLED = (
    "the rows for evaluation have no labels (columns: {columns}), those for training have: evaluation gives no "
    "`eval_loss`, or stops"
)
LATE = (
    "`train_on_responses_only` masks the data that the trainer has at that moment, and this eval dataset comes after "
    "it: it gets no labels, and evaluation gives no `eval_loss`, or stops"
)
MASKED = "the masking is here"
LABELLED = "the rows for training get their labels here"


class EvalDatasetWithoutLabels(Rule):
    """
    ## What it does
    Finds an eval dataset without labels beside a training dataset with labels: mapped by another function, or given to
    the trainer after `train_on_responses_only`, where evaluation is switched on.

    ## Why it is bad
    Labels are written to the data of one split only. At the first evaluation there is nothing to compare with: `The
    model did not return a loss from the inputs`, or metrics without `eval_loss`, which `metric_for_best_model` misses.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def encode(row):
        ids = tokenizer(row["text"])["input_ids"]
        return {"input_ids": ids, "labels": list(ids)}


    data = load_dataset("json", data_files={"train": "a.jsonl", "test": "b.jsonl"})
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out", eval_strategy="epoch"),
        train_dataset=data["train"].map(encode, remove_columns=["text"]),
        eval_dataset=data["test"].map(lambda row: tokenizer(row["text"])).select_columns(["input_ids"]),
        data_collator=DataCollatorForSeq2Seq(tokenizer),
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


    data = load_dataset("json", data_files={"train": "a.jsonl", "test": "b.jsonl"})
    data = data.map(encode, remove_columns=["text"])
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out", eval_strategy="epoch"),
        train_dataset=data["train"],
        eval_dataset=data["test"],
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    There is no fix: how the rows get their labels is for the script to say.

    ## References
    - [unslothai/unsloth#1041](https://github.com/unslothai/unsloth/issues/1041),
      [unslothai/unsloth#1019](https://github.com/unslothai/unsloth/issues/1019)
    """

    code = "LBL011"
    name = "eval-dataset-without-labels"
    severity = Severity.WARNING
    summary = "Labels for training, and none for evaluation"
    applies = "All versions."
    libraries = ("transformers", "trl", "unsloth")
    messages = (UNLABELLED, LATE, MASKED, LABELLED)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if view.own_loss or view.own_batches or not view.tasks or not _evaluates(context, view):
                continue
            columns = _eval_columns(view)
            masked = view.object.places.get("#responses only") if view.responses_only else None
            place = view.argument_place("eval_dataset")
            if columns is None or any(columns.has(name) is not False for name in LABEL_NAMES):
                continue
            if masked is not None and _comes_after(view, place, masked):
                yield self._report(context, view, place, Message(LATE), Related(masked, Message(MASKED)))
            elif masked is None and _only_training_is_labelled(view):
                labelled = view.columns_place or view.place
                message = Message(UNLABELLED, {"columns": ", ".join(columns.names())})
                yield self._report(context, view, place, message, Related(labelled, Message(LABELLED)))

    def _report(self, context: Context, view: TrainingView, place: Place, message: Message, where: Related) -> Finding:
        return self.finding(context, place, message, Cause("no-labels", "eval labels", view.place), (where,))


def _evaluates(context: Context, view: TrainingView) -> bool:
    """Whether the trainer certainly evaluates, while it trains or when it is told to."""
    if len(context.trainings) == 1 and "evaluate" in context.reading.words:
        calls = (call for scope in context.reading.scopes for call in scope.calls)
        if any(method(call) == "evaluate" and not call.arguments for call in calls):
            return True
    given = [view.setting(name) for name in ("eval_strategy", "evaluation_strategy")]
    return Constant("steps") in given or Constant("epoch") in given


def _eval_columns(view: TrainingView) -> Columns | None:
    dataset = view.find(view.argument("eval_dataset"))
    if dataset is None or dataset.kind == "datasets":
        return None
    columns = dataset.fields.get(OWN_COLUMNS if dataset.kind == "instance" else "columns")
    return columns if isinstance(columns, Columns) else None


def _only_training_is_labelled(view: TrainingView) -> bool:
    """Whether the collator, which makes no labels, gets them from the training data."""
    collator = view.collator
    makes = collator is None or collator.path is None or collator.path.endswith("LanguageModeling")
    return view.is_plain and not makes and view.has_labels is True


def _comes_after(view: TrainingView, place: Place, masked: Place) -> bool:
    """Whether the eval dataset was set after the masking, not given to the trainer."""
    given = view.call is not None and editing.argument_at(view.call, place) is not None
    return not given and place.part is masked.part and place.span[0] > masked.span[1]
