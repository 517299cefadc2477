"""TOK004."""

import re
from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import tokenizer_family
from lossguard.rules import editing, rendered
from lossguard.rules.context import Context
from lossguard.rules.packing import never_packs
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, Data, Text, Value

MESSAGE = (
    "nothing ends this text: no EOS token is written behind the response, and nothing adds one, so the model never "
    "learns to stop"
)
TRAINED = "it is trained on here"
APPEND = "Append `{tokenizer}.eos_token`"

_RESPONSE = re.compile(r"(response|answer|assistant|output|completion|reply|gpt|bot|\[/inst\])\W*\Z", re.IGNORECASE)
"""How what stands before a response ends."""
_ENDS = re.compile(r"</s>|<\|[^|\s]*\|>|<eos>|<end_of_turn>|</?turn|\[/?eos\]", re.IGNORECASE)


class MissingEosInText(Rule):
    """
    ## What it does
    Finds an instruction and a response that are written into one text without an EOS token behind them, where nothing
    else puts one there.

    ## Why it is bad
    Nothing teaches the model to stop: after training it answers and goes on, with the next instruction as a rule.

    Since 0.16 `SFTTrainer` of trl appends EOS to texts by itself; Unsloth's does not, nor does `Trainer`.

    ## Example
    ```python
    from unsloth import FastLanguageModel
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")


    def write(row):
        return {"text": f"### Instruction:\\n{row['instruction']}\\n\\n### Response:\\n{row['output']}"}


    data = load_dataset("yahma/alpaca-cleaned", split="train").map(write)
    trainer = SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=SFTConfig("out"))
    trainer.train()
    ```

    ## Use instead
    ```python
    from unsloth import FastLanguageModel
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B")


    def write(row):
        text = f"### Instruction:\\n{row['instruction']}\\n\\n### Response:\\n{row['output']}"
        return {"text": text + tokenizer.eos_token}


    data = load_dataset("yahma/alpaca-cleaned", split="train").map(write)
    trainer = SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=SFTConfig("out"))
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the model learns something else then. It is offered where the tokenizer is a name of the module.

    ## References
    - [unslothai/unsloth#419](https://github.com/unslothai/unsloth/issues/419),
      [huggingface/trl#1623](https://github.com/huggingface/trl/issues/1623)
    """

    code = "TOK004"
    name = "missing-eos-in-text"
    severity = Severity.WARNING
    summary = "A response without an EOS token behind it"
    applies = "Unsloth: all versions. `SFTTrainer`: trl before 0.16. `Trainer`: all versions."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.17.0", "trl": "1.15.0", "unsloth": "2026.10.9"}
    libraries = ("trl",)
    messages = (MESSAGE, TRAINED, APPEND)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if "causal-lm" not in view.tasks or not _adds_none(view) or view.own_batches:
                continue
            tokenizer = _tokenizer(view)
            found = rendered.texts(view)
            if tokenizer is None or not found or _adds_eos(view, tokenizer):
                continue
            if all(_ends_in_response(text) for text in found) and found[0].place is not None:
                yield self._report(context, view, found[0].place)

    def _report(self, context: Context, view: TrainingView, place: Place) -> Finding:
        related = (Related(view.argument_place("train_dataset"), Message(TRAINED)),)
        cause = Cause("no-eos", "data", place)
        return self.finding(context, place, Message(MESSAGE), cause, related, _append(context, view, place))


def _adds_none(view: TrainingView) -> bool:
    """Whether the trainer itself certainly appends no EOS to a text.

    trl's ``ConstantLengthDataset``, which packs before 0.15, does (``concat_token_id`` in ``trl/trainer/utils.py``).
    """
    if view.is_sft and view.versions.at_least("trl", "0.15") is not True and not never_packs(view):
        return False
    if view.is_sft:
        return view.unsloth or view.versions.at_least("trl", "0.16") is False
    return view.is_plain


def _tokenizer(view: TrainingView) -> Object | None:
    tokenizer = rendered.trained_tokenizer(view)
    if tokenizer is not None:
        return tokenizer
    found = [thing for thing in view.training.heap.objects.values() if thing.kind == "tokenizer"]
    return found[0] if len(found) == 1 else None


def _adds_eos(view: TrainingView, tokenizer: Object) -> bool:
    """Whether the tokenizer puts EOS behind each text, or may do so."""
    if tokenizer.get("add_eos_token") not in (ABSENT, Constant(False), Constant(None)):
        return True
    name = rendered.checkpoint_of(tokenizer)
    family = tokenizer_family(name, view.versions.exactly("transformers")) if name else None
    return not view.unsloth and (family is None or family.adds_eos is not False)


def _ends_in_response(text: Value) -> bool:
    """Whether a text is an instruction and a response that is a field of the row, and then it ends."""
    if not isinstance(text, Text) or len(text.parts) < 3 or any(rendered.specials(text)):
        return False
    parts = list(text.parts)
    tail = parts.pop() if isinstance(parts[-1], str) else ""
    if not isinstance(tail, str) or tail.strip() or len(parts) < 2:
        return False
    before, last = parts[-2], parts[-1]
    known = rendered.literal(text)
    answered = isinstance(before, str) and _RESPONSE.search(before) is not None
    return answered and isinstance(last, Data) and not _ENDS.search(known) and not rendered.is_rendered(text)


def _append(context: Context, view: TrainingView, place: Place) -> tuple[Fix, ...]:
    """``+ tokenizer.eos_token`` behind an f-string."""
    tokenizer = _tokenizer(view)
    names = [
        target.id
        for statement in editing.top_level(context.blocks)
        if isinstance(statement, nodes.Assign) and tokenizer is not None
        for target in _targets(statement, tokenizer)
    ]
    source = place.source
    if not names or not re.match(r"[fF]?[\"']", source) or source[-1] not in "\"'" or "\n" in source:
        return ()

    def build() -> tuple[Edit, ...]:
        return (editing.replace(place, f"{source} + {names[0]}.eos_token"),)

    return (Fix(Message(APPEND, {"tokenizer": names[0]}), Applicability.UNSAFE, build),)


def _targets(statement: nodes.Assign, tokenizer: Object) -> list[nodes.Name]:
    """The name that a statement gives to the tokenizer: by itself, or as the second of a pair."""
    if statement.value is not tokenizer.node:
        return []
    target = statement.targets[0]
    if isinstance(target, nodes.Sequence):
        target = target.items[-1]
    return [target] if isinstance(target, nodes.Name) else []
