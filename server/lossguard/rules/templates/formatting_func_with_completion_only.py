"""TPL008."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import ABSENT, Constant, FunctionValue, Method, Partial

MESSAGE = (
    "`formatting_func` makes one text of each row, and `completion_only_loss` needs prompt and completion apart: "
    "`SFTTrainer` stops with a ValueError"
)
SWITCH = "the loss is restricted to completions here"
COLUMNS = "these columns `prompt` and `completion` turn `completion_only_loss` on"
TURN_OFF = "Set `completion_only_loss=False`: train on the whole text"


class FormattingFuncWithCompletionOnly(Rule):
    """
    ## What it does
    Finds a `formatting_func` together with `completion_only_loss=True`, or with rows that have the columns `prompt` and
    `completion`, which turn it on.

    ## Why it is bad
    `ValueError: A formatting function was provided while completion_only_loss=True, which is incompatible`.

    ## Example
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer


    def write(row):
        return f"Question: {row['question']}\\nAnswer: {row['answer']}"


    data = load_dataset("json", data_files="qa.jsonl", split="train")
    trainer = SFTTrainer(
        "Qwen/Qwen3-0.6B",
        args=SFTConfig("out", completion_only_loss=True),
        train_dataset=data,
        formatting_func=write,
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer


    def split(row):
        return {"prompt": f"Question: {row['question']}\\nAnswer:", "completion": f" {row['answer']}"}


    data = load_dataset("json", data_files="qa.jsonl", split="train")
    data = data.map(split, remove_columns=data.column_names)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=SFTConfig("out", completion_only_loss=True), train_dataset=data)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the fix trains on prompts, too.

    ## References
    - [huggingface/trl#3385](https://github.com/huggingface/trl/issues/3385)
    """

    code = "TPL008"
    name = "formatting-func-with-completion-only"
    severity = Severity.ERROR
    summary = "`formatting_func` together with `completion_only_loss`"
    applies = "trl 0.18 and newer. Not under Unsloth."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    libraries = ("trl",)
    messages = (MESSAGE, SWITCH, COLUMNS, TURN_OFF)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            given = isinstance(view.argument("formatting_func"), FunctionValue | Partial | Method)
            if not view.is_sft or view.unsloth or not given or view.versions.at_least("trl", "0.18") is not True:
                continue
            if view.has_column("input_ids") is True:
                continue  # rows of ids are not formatted
            switch = view.setting("completion_only_loss")
            args = view.find(view.argument("args"))
            set_at = args.places.get("completion_only_loss") if args is not None else None
            if switch == Constant(True):
                yield self._report(context, view, set_at, SWITCH)
            elif switch in (ABSENT, Constant(None)) and view.has_column("prompt") and view.has_column("completion"):
                yield self._report(context, view, view.columns_place, COLUMNS)

    def _report(self, context: Context, view: TrainingView, cause: Place | None, template: str) -> Finding:
        place = view.argument_place("formatting_func")
        related = (Related(cause, Message(template)),) if cause is not None else ()
        fixes = _turn_off(cause) if cause is not None and template == SWITCH else ()
        return self.finding(
            context, place, Message(MESSAGE), Cause("formatted-completion", "arguments", place), related, fixes
        )


def _turn_off(place: Place) -> tuple[Fix, ...]:
    if place.source != "True":
        return ()  # it comes through a variable or a splat

    def build() -> tuple[Edit, ...]:
        return (editing.replace(place, "False"),)

    return (Fix(Message(TURN_OFF), Applicability.UNSAFE, build),)
