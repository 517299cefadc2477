"""TPL009."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.libraries.models.tokenizers import RENDERS
from lossguard.rules import related, rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, members

MESSAGE = (
    "{checkpoint} is a base model without a chat template: writing out conversations fails with "
    "`tokenizer.chat_template is not set`"
)
TOKENIZER = "the tokenizer is loaded here"
WRITTEN = "these conversations are written out by it"

_BASE = re.compile(
    r"""meta-llama/llama-2-\d+b-hf | meta-llama/(meta-)?llama-3(\.[12])?-\d+b | huggyllama/llama-\d+b
    | mistralai/mistral-7b-v0\.[13] | mistralai/mixtral-8x(7|22)b-v0\.1 | google/gemma-(2|7)b | google/gemma-2-(2|9|27)b
    | google/gemma-3-(1|4|12|27)b-pt | (openai-community/)?gpt2(-medium|-large|-xl)? | (distilbert/)?distilgpt2
    | eleutherai/(pythia|gpt-neo)-[\w.]+ | facebook/opt-[\d.]+[mb] | bigscience/bloom(-\w+)? | tiiuae/falcon-(7|40)b
    | microsoft/phi-(1|1_5|2)""",
    re.VERBOSE,
)
"""Checkpoints whose ``tokenizer_config.json`` has no ``chat_template``, in lower case."""


class ChatTemplateMissing(Rule):
    """
    ## What it does
    Finds conversations that are written out by the tokenizer of a base model which has no chat template.

    ## Why it is bad
    Since transformers 4.44 there are no default templates any more: `Cannot use chat template functions because
    tokenizer.chat_template is not set and no template argument was passed!`

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})
    data = data.select_columns(["text"])
    trainer = SFTTrainer("meta-llama/Llama-3.1-8B", args=SFTConfig("o"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B-Instruct")
    data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
    trainer = SFTTrainer(
        "meta-llama/Llama-3.1-8B-Instruct", args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer
    )
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: an instruct checkpoint has to be chosen, or a template set.

    ## References
    - [huggingface/transformers#33246](https://github.com/huggingface/transformers/issues/33246),
      [unslothai/unsloth#2096](https://github.com/unslothai/unsloth/issues/2096)
    """

    code = "TPL009"
    name = "chat-template-missing"
    severity = Severity.ERROR
    summary = "Conversations for a base model without a chat template"
    applies = "transformers 4.44 and newer. Not under Unsloth."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    libraries = ("transformers",)
    messages = (MESSAGE, TOKENIZER, WRITTEN)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.unsloth or context.versions.at_least("transformers", "4.44") is not True:
            return
        seen: set[int] = set()
        for view in context.trainings:
            for number, tokenizer in view.training.heap.objects.items():
                if number not in seen and tokenizer.kind == "tokenizer" and _is_base(tokenizer):
                    place = _rendered_at(tokenizer) or _rendered_by_trainer(view, tokenizer)
                    if place is not None:
                        seen.add(number)
                        yield self._report(context, tokenizer, place)

    def _report(self, context: Context, tokenizer: Object, place: Place) -> Finding:
        message = Message(MESSAGE, {"checkpoint": rendered.checkpoint_of(tokenizer) or ""})
        cause = Cause("no-chat-template", "tokenizer", place)
        shown = place if _rendered_at(tokenizer) else related.first_shown(context, tokenizer.made, place)
        loaded = (Related(tokenizer.made, Message(TOKENIZER)),) if tokenizer.made is not None else ()
        return self.finding(context, shown, message, cause, (*loaded, Related(place, Message(WRITTEN))))


def _is_base(tokenizer: Object) -> bool:
    name = rendered.checkpoint_of(tokenizer)
    options = [tokenizer.get(option) for option in ("subfolder", "trust_remote_code", "revision")]
    plain = all(option in (ABSENT, Constant(None), Constant(False), Constant(True)) for option in options)
    known = name is not None and plain and not rendered.has_own_template(tokenizer)
    return known and _BASE.fullmatch((name or "").lower()) is not None


def _rendered_at(tokenizer: Object) -> Place | None:
    called = Constant(True) in members(tokenizer.get(RENDERS))
    return tokenizer.places.get(RENDERS) if called else None


def _rendered_by_trainer(view: TrainingView, tokenizer: Object) -> Place | None:
    """Where messages are given to ``SFTTrainer``, which writes them out by this tokenizer."""
    mine = rendered.trained_tokenizer(view) is tokenizer
    own = view.setting("chat_template_path") is not ABSENT or view.argument("formatting_func") is not ABSENT
    if view.is_sft and mine and not own and not view.own_batches and view.has_column("messages") is True:
        return view.argument_place("train_dataset") if view.has_column("input_ids") is not True else None
    return None
