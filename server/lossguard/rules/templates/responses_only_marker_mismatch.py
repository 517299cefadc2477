"""TPL001."""

import json
from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import ChatParts
from lossguard.rules import editing, rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.templates.markers import shown
from lossguard.rules.training_view import TrainingView
from lossguard.text.edits import Edit
from lossguard.values.value import Constant, Value

RESPONSE = (
    "the response marker {marker} occurs nowhere in the text that is trained on ({format}): every label becomes -100, "
    "and there is nothing to learn"
)
INSTRUCTION = (
    "the instruction marker {marker} occurs nowhere in the text that is trained on ({format}): what the user says is "
    "trained on as soon as a response came before it"
)
COLUMNS = "the text is made here"
REPLACE = "Use the markers of {format}"


class ResponsesOnlyMarkerMismatch(Rule):
    """
    ## What it does
    Finds markers of `train_on_responses_only` that do not occur in the text: those of another chat template, those of
    a chat template for a text that is formatted by hand, or misspelt ones.

    ## Why it is bad
    The token ids of the markers are searched in `input_ids`. Where the response marker is not found, the whole row is
    masked: `All labels in your dataset are -100. Training losses will be all 0.`

    ## Example
    ```python
    from unsloth import FastLanguageModel
    from unsloth.chat_templates import get_chat_template, train_on_responses_only
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B-Instruct")
    tokenizer = get_chat_template(tokenizer, chat_template="qwen2.5")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})
    trainer = SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=SFTConfig("out"))
    trainer = train_on_responses_only(
        trainer,
        instruction_part="<|start_header_id|>user<|end_header_id|>\\n\\n",
        response_part="<|start_header_id|>assistant<|end_header_id|>\\n\\n",
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from unsloth import FastLanguageModel
    from unsloth.chat_templates import get_chat_template, train_on_responses_only
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    model, tokenizer = FastLanguageModel.from_pretrained("unsloth/Qwen2.5-7B-Instruct")
    tokenizer = get_chat_template(tokenizer, chat_template="qwen2.5")
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.map(lambda row: {"text": tokenizer.apply_chat_template(row["messages"], tokenize=False)})
    trainer = SFTTrainer(model=model, tokenizer=tokenizer, train_dataset=data, args=SFTConfig("out"))
    trainer = train_on_responses_only(
        trainer,
        instruction_part="<|im_start|>user\\n",
        response_part="<|im_start|>assistant\\n",
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the fix writes the markers of the template that the text is made by; it is offered where both markers are
    written in the call.

    ## References
    - [unslothai/unsloth#2364](https://github.com/unslothai/unsloth/issues/2364),
      [unslothai/unsloth#1128](https://github.com/unslothai/unsloth/issues/1128)
    """

    code = "TPL001"
    name = "responses-only-marker-mismatch"
    severity = Severity.ERROR
    summary = "Markers of `train_on_responses_only` that the text does not have"
    applies = "All versions of Unsloth."
    libraries = ("unsloth",)
    messages = (RESPONSE, INSTRUCTION, COLUMNS, REPLACE)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            found = rendered.texts(view) if view.responses_only else ()
            for name, template in (("#response_part", RESPONSE), ("#instruction_part", INSTRUCTION)):
                marker = view.argument(name)
                if not found or not isinstance(marker, Constant) or not isinstance(marker.value, str):
                    continue
                if all(_lacks(view, text, marker.value) for text in found):
                    yield self._report(context, view, name, template, marker.value, found[0])
                    break

    def _report(
        self, context: Context, view: TrainingView, name: str, template: str, marker: str, text: Value
    ) -> Finding:
        place = view.argument_place(name)
        parts = rendered.template_of(view, text) or rendered.written_by_hand(rendered.literal(text))
        written = f"`{parts.template}`" if parts else shown(rendered.literal(text))
        arguments = {"marker": shown(marker), "format": written}
        related = (Related(view.columns_place, Message(COLUMNS)),) if view.columns_place else ()
        cause = Cause("nothing-supervised", "labels", place)
        fixes = _replace(view, parts) if parts else ()
        return self.finding(context, place, Message(template, arguments), cause, related, fixes)


def _lacks(view: TrainingView, text: Value, marker: str) -> bool:
    """Whether a marker certainly stands nowhere in a text; spaces around it are left to the tokenizer."""
    if rendered.is_rendered(text):
        parts = rendered.template_of(view, text)
        return parts is not None and not parts.occurs(marker) and not parts.occurs(marker.strip())
    known = rendered.literal(text)
    return rendered.has_headings(text) and marker.strip() not in known


def _replace(view: TrainingView, parts: ChatParts) -> tuple[Fix, ...]:
    places = [view.object.places.get(name) for name in ("#instruction_part", "#response_part")]
    written = [place for place in places if place is not None and place.source.startswith(('"', "'"))]
    if len(written) != len(places) or written[0] == written[1]:
        return ()  # they come through variables or a splat
    sources = [json.dumps(part, ensure_ascii=False) for part in (parts.instruction, parts.response)]

    def build() -> tuple[Edit, ...]:
        return tuple(
            editing.replace(place, source)
            for place, source in zip(written, sources, strict=True)
            if place.source != source
        )

    return (Fix(Message(REPLACE, {"format": f"`{parts.template}`"}), Applicability.UNSAFE, build),)
