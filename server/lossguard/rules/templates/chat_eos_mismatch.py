"""TPL010."""

import re
from collections.abc import Iterator
from collections.abc import Mapping as Map
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.models.tokenizers import RENDERS
from lossguard.rules import editing, rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, members

MESSAGE = (
    "this chat template ends a turn with `{token}`, which is not the EOS token of {checkpoint}: the trained model says "
    "it, and generation runs on past it"
)
TOKENIZER = "the tokenizer is loaded here"
SET = 'Set `eos_token="{token}"` in the configuration'

_ENDS = re.compile(r"<\|im_end\|>|<\|end\|>|<\|end_of_turn\|>|<\|eom\|>")
_OTHER_EOS = frozenset(
    ("gpt2", "gpt-neo, gpt-j", "pythia, gpt-neox on 4.x", "pythia, gpt-neox on 5.x", "llama-1", "llama-2", "llama-3",
     "mistral on 4.x", "falcon", "phi-1, phi-2", "bloom", "opt", "gemma")
)  # fmt: skip
"""Families of which no checkpoint has one of these tokens as EOS."""
_BASES = re.compile(r"qwen/qwen(1\.5|2|2\.5|2\.5-coder|2\.5-math)-[\d.]+b|qwen/qwen3-[\d.]+b-base")
"""Checkpoints of other families whose EOS is `<|endoftext|>`: those that were not trained on chats."""


class ChatEosMismatch(Rule):
    """
    ## What it does
    Finds a chat template that is set on a tokenizer and ends a turn with a token which is not the tokenizer's EOS
    token, such as `<|im_end|>` on Llama or Mistral.

    ## Why it is bad
    Generation stops at the EOS token only. The model learns to say `<|im_end|>`, and goes on talking behind it.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
    tokenizer.chat_template = (
        "{% for turn in messages %}<|im_start|>{{ turn['role'] }}\\n{{ turn['content'] }}<|im_end|>\\n{% endfor %}"
    )
    data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
    trainer = SFTTrainer("meta-llama/Llama-3.1-8B", args=SFTConfig("o"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.1-8B")
    tokenizer.chat_template = (
        "{% for turn in messages %}<|im_start|>{{ turn['role'] }}\\n{{ turn['content'] }}<|im_end|>\\n{% endfor %}"
    )
    data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
    config = SFTConfig("out", eos_token="<|im_end|>")
    trainer = SFTTrainer("meta-llama/Llama-3.1-8B", args=config, train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: `eos_token` (trl 0.17 and newer) has to be a token that the tokenizer knows; a new one has to be added, and
    the embeddings resized.

    ## References
    - [huggingface/trl#2059](https://github.com/huggingface/trl/issues/2059)
    """

    code = "TPL010"
    name = "chat-eos-mismatch"
    severity = Severity.WARNING
    summary = "A chat template whose turns do not end with EOS"
    applies = "All versions."
    example_versions: ClassVar[Map[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    libraries = ("trl",)
    messages = (MESSAGE, TOKENIZER, SET)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            tokenizer = rendered.trained_tokenizer(view)
            if tokenizer is None or not (view.is_sft or view.is_plain) or view.unsloth:
                continue
            token = _end_of_turn(tokenizer)
            stops = {"stopping_criteria", "eos_token_id", "stop_strings"} & context.reading.words
            if not token or stops or not _talks(view, tokenizer):
                continue
            if tokenizer.get("eos") is not ABSENT or view.setting("eos_token") not in (ABSENT, Constant(None)):
                continue
            name = (rendered.checkpoint_of(tokenizer) or "").lower()
            if rendered.family_name(view, tokenizer) in _OTHER_EOS or _BASES.fullmatch(name):
                yield self._report(context, view, tokenizer, token)

    def _report(self, context: Context, view: TrainingView, tokenizer: Object, token: str) -> Finding:
        place = tokenizer.places.get("chat_template") or view.place
        arguments = {"token": token, "checkpoint": rendered.checkpoint_of(tokenizer) or ""}
        related = (Related(tokenizer.made, Message(TOKENIZER)),) if tokenizer.made is not None else ()
        cause = Cause("chat-eos", "tokenizer", place)
        return self.finding(context, place, Message(MESSAGE, arguments), cause, related, _set_eos(view, token))


def _end_of_turn(tokenizer: Object) -> str:
    """The token, written as such, with which a template of the script ends a turn; empty if that is not known."""
    template = tokenizer.get("chat_template")
    if not isinstance(template, Constant) or not isinstance(template.value, str) or "eos_token" in template.value:
        return ""
    found = set(_ENDS.findall(template.value))
    return found.pop() if len(found) == 1 else ""


def _talks(view: TrainingView, tokenizer: Object) -> bool:
    """Whether conversations are written out by it for the training."""
    return Constant(False) in members(tokenizer.get(RENDERS)) or (view.is_sft and view.has_column("messages") is True)


def _set_eos(view: TrainingView, token: str) -> tuple[Fix, ...]:
    args = view.find(view.argument("args"))
    call = args.node if args is not None else None
    known = isinstance(call, nodes.Call) and not any(argument.star for argument in call.arguments)
    if not view.is_sft or not known or view.versions.at_least("trl", "0.17") is not True:
        return ()
    assert isinstance(call, nodes.Call)
    written = call

    def build() -> tuple[Edit, ...]:
        return (editing.add_argument(written, f'eos_token="{token}"'),)

    return (Fix(Message(SET, {"token": token}), Applicability.UNSAFE, build),)
