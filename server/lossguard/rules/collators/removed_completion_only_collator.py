"""COL009."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from packaging.version import Version

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.place import Place

MESSAGE = (
    "trl {version} has no `DataCollatorForCompletionOnlyLM`, it was removed in 0.20: the script stops with an "
    "{error}. Prompts are masked by columns `prompt` and `completion`, or by `assistant_only_loss=True` on messages"
)
_NAME = "DataCollatorForCompletionOnlyLM"
_PATH = f"trl.{_NAME}"


class RemovedCompletionOnlyCollator(Rule):
    """
    ## What it does
    Finds an import of `DataCollatorForCompletionOnlyLM` where trl is 0.20 or newer.

    ## Why it is bad
    The class is gone: `ImportError: cannot import name 'DataCollatorForCompletionOnlyLM' from 'trl'`.

    `SFTTrainer` masks prompts by itself now: of rows with the columns `prompt` and `completion` it trains on the
    completion only, and with `assistant_only_loss=True` on the assistant's messages only.

    An import inside `try` or below an `if` is left alone.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    trainer = SFTTrainer(
        model="Qwen/Qwen2.5-0.5B",
        args=SFTConfig(output_dir="out"),
        train_dataset=load_dataset("json", data_files="pairs.jsonl", split="train"),
        data_collator=DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.rename_columns({"question": "prompt", "answer": "completion"})
    trainer = SFTTrainer(model="Qwen/Qwen2.5-0.5B", args=SFTConfig(output_dir="out"), train_dataset=data)
    trainer.train()
    ```

    ## Fix safety
    There is no fix: the data have to be brought into another form.

    ## References
    - [huggingface/trl#3827](https://github.com/huggingface/trl/issues/3827)
    - [SFTTrainer, train on completion only](https://huggingface.co/docs/trl/sft_trainer)
    """

    code = "COL009"
    name = "removed-completion-only-collator"
    severity = Severity.ERROR
    summary = "`DataCollatorForCompletionOnlyLM`, which trl has no longer"
    applies = "trl 0.20 and newer."
    example_versions: ClassVar[Mapping[str, str]] = {"trl": "1.16.0"}
    libraries = ("trl",)
    messages = (MESSAGE,)

    def check(self, context: Context) -> Iterator[Finding]:
        # What else the script uses may be newer than the class: then no version has both.
        low = context.versions.bounds("trl").low
        if low is None or low < Version("0.20"):
            return
        version = context.versions.exactly("trl") or f"{low} or newer"
        imported = [_named(statement) for statement in _unguarded(context) if _imports(statement)]
        places = [(place, "ImportError") for place in imported]
        for place, error in places or [(place, "AttributeError") for place in _attributes(context)]:
            message = Message(MESSAGE, {"version": version, "error": error})
            yield self.finding(context, place, message, Cause("removed-name", "collator", place))


def _unguarded(context: Context) -> Iterator[nodes.Statement]:
    """Statements of the module and of its functions, but for those under a condition."""
    for statement in editing.top_level(context.blocks):
        yield statement
        if isinstance(statement, nodes.Function):
            yield from statement.body


def _imports(statement: nodes.Statement) -> bool:
    if not isinstance(statement, nodes.ImportFrom) or statement.level:
        return False
    root = statement.module.partition(".")[0]
    return root == "trl" and any(name == _NAME for name, _ in statement.names or ())


def _named(statement: nodes.Statement) -> Place:
    """Where the name stands in the import."""
    place = statement.place
    found = re.search(rf"\bimport\b.*?\b({_NAME})\b", place.source, re.DOTALL)
    if found is None:
        return place
    return Place(statement.anchor, statement.start + found.start(1), statement.start + found.end(1))


def _attributes(context: Context) -> Iterator[Place]:
    """Collators that are made as ``trl.DataCollatorForCompletionOnlyLM(…)``."""
    for view in context.trainings:
        collator = view.collator
        call = view.collator_call(collator) if collator is not None and collator.path == _PATH else None
        if call is not None and isinstance(call.function, nodes.Attribute):
            yield call.function.place
