"""TPL007."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.values.value import ABSENT, Constant

MESSAGE = (
    "`completion_only_loss=True` acts on columns `prompt` and `completion`, and the rows have only {columns}: it is "
    "ignored without a word, and the prompt is trained on"
)
COLUMNS = "the columns are made here"


class CompletionOnlyLossOnTextDataset(Rule):
    """
    ## What it does
    Finds `completion_only_loss=True` for rows that have no columns `prompt` and `completion`.

    ## Why it is bad
    The switch acts on the completion mask, which `SFTTrainer` makes from these two columns. Without them the labels are
    the full sequence, and nothing says so.

    ## Example
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    data = load_dataset("json", data_files="qa.jsonl", split="train")
    data = data.map(
        lambda row: {"text": f"Question: {row['question']}\\nAnswer: {row['answer']}"}, remove_columns=data.column_names
    )
    config = SFTConfig("out", completion_only_loss=True)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    data = load_dataset("json", data_files="qa.jsonl", split="train")
    data = data.map(
        lambda row: {"prompt": f"Question: {row['question']}\\nAnswer:", "completion": f" {row['answer']}"},
        remove_columns=data.column_names,
    )
    config = SFTConfig("out", completion_only_loss=True)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data)
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: prompt and completion have to be told apart where the text is made.

    ## References
    - [huggingface/trl#3385](https://github.com/huggingface/trl/issues/3385)
    """

    code = "TPL007"
    name = "completion-only-loss-on-text-dataset"
    severity = Severity.ERROR
    summary = "`completion_only_loss=True` on rows without a completion"
    applies = "trl 0.17 and newer."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    libraries = ("trl",)
    messages = (MESSAGE, COLUMNS)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if not view.is_sft or view.setting("completion_only_loss") != Constant(True):
                continue
            columns = view.columns
            own = view.argument("#responses only") is not ABSENT or view.own_batches
            given = view.argument("data_collator") not in (ABSENT, Constant(None))
            made = view.argument("formatting_func") not in (ABSENT, Constant(None))
            if columns is None or not columns.closed or own or given or made or not columns.names():
                continue
            if view.has_column("input_ids") is False and view.has_column("completion") is False:
                args = view.find(view.argument("args"))
                place = args.places.get("completion_only_loss", view.place) if args is not None else view.place
                yield self.finding(
                    context,
                    place,
                    Message(MESSAGE, {"columns": related.column_names(view)}),
                    Cause("prompt-supervised", "labels", place),
                    related.columns_made(view, COLUMNS),
                )
