"""TPL005."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.libraries.knowledge import parts_for_checkpoint
from lossguard.rules import rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant

WRITTEN = (
    "`assistant_only_loss=True` needs `{{% generation %}}` around the assistant's turns, and this chat template has "
    "none: nothing of a row is known to be the assistant's, and `SFTTrainer` stops"
)
SHIPPED = (
    "`assistant_only_loss=True` needs `{{% generation %}}` in the chat template, and that of {checkpoint} has none: "
    "trl before 1.1 stops with `at least one example has no assistant tokens`"
)
SWITCH = "the loss is restricted to the assistant here"

_GENERATION = re.compile(r"{%-?\s*generation\b")
_SHORTEST = 380
"""Shorter than every chat template that trl can patch: the shortest has 389 characters (``trl/chat_templates``)."""


class AssistantOnlyLossNoGenerationTags(Rule):
    """
    ## What it does
    Finds `assistant_only_loss=True` with a chat template that does not mark what the assistant says by
    `{% generation %}` and `{% endgeneration %}`.

    ## Why it is bad
    The mask comes from these marks alone: `at least one example has no assistant tokens`, or `The chat template is not
    training-compatible`. From 1.1 on trl patches the templates that some models ship with, but not one of your own.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B-Base")
    tokenizer.chat_template = (
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\\n"
        "{{ message['content'] }}{{ eos_token }}\\n{% endfor %}"
    )
    data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
    config = SFTConfig("out", assistant_only_loss=True)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B-Base", args=config, train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B-Base")
    tokenizer.chat_template = (
        "{% for message in messages %}<|im_start|>{{ message['role'] }}\\n{% if message['role'] == 'assistant' %}"
        "{% generation %}{{ message['content'] }}{{ eos_token }}{% endgeneration %}\\n"
        "{% else %}{{ message['content'] }}{{ eos_token }}\\n{% endif %}{% endfor %}"
    )
    data = load_dataset("json", data_files="chats.jsonl", split="train").select_columns(["messages"])
    config = SFTConfig("out", assistant_only_loss=True)
    trainer = SFTTrainer("Qwen/Qwen3-0.6B-Base", args=config, train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: the marks go around what the assistant says and the token that ends its turn.

    ## References
    - [huggingface/trl#4879](https://github.com/huggingface/trl/issues/4879),
      [QwenLM/Qwen3#1522](https://github.com/QwenLM/Qwen3/issues/1522)
    """

    code = "TPL005"
    name = "assistant-only-loss-no-generation-tags"
    severity = Severity.ERROR
    summary = "`assistant_only_loss=True` with a template that marks nothing"
    applies = "trl 0.19 and newer; templates that models ship with: trl 0.19 to 1.0. Not under Unsloth."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    libraries = ("trl",)
    messages = (WRITTEN, SHIPPED, SWITCH)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if not view.is_sft or view.unsloth or view.setting("assistant_only_loss") != Constant(True):
                continue
            if view.setting("chat_template_path") not in (ABSENT, Constant(None)) or view.has_column("input_ids"):
                continue
            conversational = view.has_column(*rendered.CONVERSATIONAL)
            finding = self._look(context, view) if conversational is not False else None
            if finding is not None:
                yield finding

    def _look(self, context: Context, view: TrainingView) -> Finding | None:
        args = view.find(view.argument("args"))
        switch = args.places.get("assistant_only_loss", view.place) if args is not None else view.place
        tokenizer = rendered.trained_tokenizer(view)
        patches = view.versions.at_least("trl", "1.1")
        template = tokenizer.get("chat_template") if tokenizer is not None else ABSENT
        if tokenizer is not None and isinstance(template, Constant) and isinstance(template.value, str):
            if _GENERATION.search(template.value) or (patches is not False and len(template.value) >= _SHORTEST):
                return None
            place = tokenizer.places.get("chat_template") or switch
            related = (Related(switch, Message(SWITCH)),)
            return self.finding(context, place, Message(WRITTEN), Cause("nothing-marked", "labels", place), related)
        given = [view.argument(name) for name in ("processing_class", "tokenizer")]
        if (
            template is not ABSENT
            or patches is not False
            or (tokenizer is None and any(v is not ABSENT for v in given))
        ):
            return None
        if tokenizer is not None and rendered.has_own_template(tokenizer):
            return None
        name = rendered.checkpoint_of(tokenizer) if tokenizer is not None else view.checkpoint
        if name is None or parts_for_checkpoint(name) is None:
            return None
        message = Message(SHIPPED, {"checkpoint": name})
        return self.finding(context, switch, message, Cause("nothing-marked", "labels", switch))


def _shipping(view: TrainingView, tokenizer: Object | None) -> str | None:
    """The checkpoint whose chat template is used; None if that is not known."""
    if tokenizer is not None:
        return None if rendered.has_own_template(tokenizer) else rendered.checkpoint_of(tokenizer)
    given = any(view.argument(name) not in (ABSENT, Constant(None)) for name in ("processing_class", "tokenizer"))
    return None if given else view.checkpoint
