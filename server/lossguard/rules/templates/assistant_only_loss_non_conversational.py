"""TPL006."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related, rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.values.value import ABSENT, Constant

MESSAGE = (
    "`assistant_only_loss=True` needs the turns of a conversation, and the rows have only {columns}: `SFTTrainer` "
    "stops with `the dataset is not conversational`"
)
COLUMNS = "the columns are made here"


class AssistantOnlyLossNonConversational(Rule):
    """
    ## What it does
    Finds `assistant_only_loss=True` for rows without turns: the messages were written out as one text.

    ## Why it is bad
    The mask is made from the turns of `messages`. A text has none: `ValueError: You set assistant_only_loss=True, but
    the dataset is not conversational`.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.map(
        lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)},
        remove_columns=data.column_names,
    )
    config = SFTConfig("out", assistant_only_loss=True)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.select_columns(["messages"])
    config = SFTConfig("out", assistant_only_loss=True)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B", args=config, train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: the messages have to be kept where the text is made now.

    ## References
    - [huggingface/trl#3586](https://github.com/huggingface/trl/issues/3586)
    """

    code = "TPL006"
    name = "assistant-only-loss-non-conversational"
    severity = Severity.ERROR
    summary = "`assistant_only_loss=True` on rows without messages"
    applies = "trl 0.19 and newer. Unsloth: from 2026 on."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    libraries = ("trl", "unsloth")
    messages = (MESSAGE, COLUMNS)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if not view.is_sft or view.setting("assistant_only_loss") != Constant(True) or not _refused(view):
                continue
            columns = view.columns
            made = view.argument("formatting_func") not in (ABSENT, Constant(None))
            if columns is None or not columns.closed or made or view.has_column("input_ids") is not False:
                continue
            if view.has_column(*rendered.CONVERSATIONAL) is False:
                args = view.find(view.argument("args"))
                place = args.places.get("assistant_only_loss", view.place) if args is not None else view.place
                yield self.finding(
                    context,
                    place,
                    Message(MESSAGE, {"columns": related.column_names(view)}),
                    Cause("not-conversational", "data", place),
                    related.columns_made(view, COLUMNS),
                )


def _refused(view: TrainingView) -> bool:
    """Whether the trainer certainly refuses such data. trl has the switch since it has this check."""
    return not view.unsloth or view.versions.at_least("unsloth", "2026.1") is True
