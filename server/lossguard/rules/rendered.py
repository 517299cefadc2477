"""The texts that a training is given: what rows look like once they are written out, and by which template."""

from collections.abc import Iterator

from lossguard.libraries.knowledge import (
    ChatParts,
    parts_for_checkpoint,
    parts_for_template,
    template_names,
    tokenizer_family,
)
from lossguard.libraries.models.formatters import FORMATTED
from lossguard.libraries.models.tokenizers import CHAT_TEMPLATE, RENDERED
from lossguard.rules.training_view import TrainingView
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, Data, Special, Text, Value, members, walk

CONVERSATIONAL = ("messages", "conversations", "prompt", "completion", "chosen", "rejected")
"""Columns that may hold turns of a conversation."""


def texts(view: TrainingView) -> tuple[Value, ...]:
    """Every text that a row may become: by the formatting function, or as the column that the trainer reads."""
    if view.argument("formatting_func") not in (ABSENT, Constant(None)):
        return _single(view, view.object.get(FORMATTED))
    columns = view.columns
    if columns is None:
        return ()
    if view.is_sft and columns.has("input_ids") is not True:
        value = columns.added.get(text_column(view))
        return _single(view, value) if value is not None else ()
    ids = columns.added.get("input_ids")
    made = [view.find(member) for member in members(ids)] if ids is not None else []
    found = [text for thing in made if thing is not None for text in _single(view, thing.get("text"))]
    return tuple(found) if len(found) == len(made) else ()


def text_column(view: TrainingView) -> str:
    for value in (view.setting("dataset_text_field"), view.argument("dataset_text_field")):
        if isinstance(value, Constant) and isinstance(value.value, str) and value.value:
            return value.value
    return "text"


def _single(view: TrainingView, value: Value) -> tuple[Value, ...]:
    """The possible texts, out of the list that a batch becomes; none if one of them is not a text."""
    found: list[Value] = []
    for member in members(value):
        thing = view.find(member)
        held = thing.held() if thing is not None and thing.kind in ("list", "tuple") else [member]
        found += [item for one in held for item in members(one)]
    return tuple(found) if all(_is_text(item) for item in found) else ()


def _is_text(value: Value) -> bool:
    if isinstance(value, Text):
        return all(isinstance(part, str | Data | Special | Constant) for part in value.parts)
    return isinstance(value, Data) or (isinstance(value, Constant) and isinstance(value.value, str))


def literal(value: Value) -> str:
    """The known parts of a text, with a gap for what is not known."""
    if isinstance(value, Constant):
        return str(value.value)
    if isinstance(value, Text):
        return "\0".join(part if isinstance(part, str) else "" for part in value.parts)
    return ""


def has_headings(value: Value) -> bool:
    """Whether the script itself writes what stands between the fields of a row, as in ``### Answer:``.

    A text that is a field, or fields one behind the other, may hold anything.
    """
    if isinstance(value, Constant):
        return True
    between = value.parts[1:-1] if isinstance(value, Text) else ()
    return any(isinstance(part, str) and sum(letter.isalpha() for letter in part) >= 3 for part in between)


def chat_parts(view: TrainingView) -> ChatParts | None:
    """Markers of the template that the script renders its chats with."""
    for name in ("processing_class", "tokenizer"):
        tokenizer = view.find(view.argument(name))
        template = tokenizer.get(CHAT_TEMPLATE) if tokenizer is not None else ABSENT
        if isinstance(template, Constant) and isinstance(template.value, str):
            return parts_for_template(template.value)
        if template is not ABSENT:
            return None
    return parts_for_checkpoint(view.checkpoint) if view.checkpoint else None


def markers(view: TrainingView) -> ChatParts | None:
    """What stands before the turns in the texts of a training: as the script writes it, or by the model's template."""
    found = texts(view)
    by_hand = [text for text in found if not is_rendered(text) and has_headings(text)]
    if not by_hand:
        return chat_parts(view)
    return written_by_hand(literal(by_hand[0])) if len(found) == 1 else None


def written_by_hand(text: str) -> ChatParts | None:
    """The format whose markers are both in a text."""
    known = (parts_for_template(name) for name in sorted(template_names()))
    return next((parts for parts in known if parts and parts.instruction in text and parts.response in text), None)


def is_rendered(value: Value) -> bool:
    """Whether a text begins with what a chat template wrote."""
    first = value.parts[0] if isinstance(value, Text) else value
    return isinstance(first, Data) and first.column == RENDERED


def specials(value: Value) -> Iterator[str]:
    """Special tokens of the tokenizer that stand in a text."""
    return (part.token for part in walk(value) if isinstance(part, Special))


def trained_tokenizer(view: TrainingView) -> Object | None:
    """The tokenizer that the trainer is given, or its collator."""
    collator = view.collator
    if collator is not None and (tokenizer := view.tokenizer_of(collator)) is not None:
        return tokenizer
    things = (view.find(view.argument(name)) for name in ("processing_class", "tokenizer"))
    return next((thing for thing in things if thing is not None and thing.kind == "tokenizer"), None)


def has_own_template(tokenizer: Object) -> bool:
    """Whether the script gives the tokenizer a chat template, or may do so."""
    return tokenizer.get("chat_template") is not ABSENT or tokenizer.get(CHAT_TEMPLATE) is not ABSENT


def checkpoint_of(tokenizer: Object) -> str | None:
    value = tokenizer.get("checkpoint")
    return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None


def family_name(view: TrainingView, tokenizer: Object) -> str:
    """Name of the family of the tokenizer's checkpoint, as ``tokenizer_families.json`` has it; else empty."""
    name = checkpoint_of(tokenizer)
    family = tokenizer_family(name, view.versions.exactly("transformers")) if name else None
    if family is not None:
        return family.name
    # Tokens that only one family has tell it, whatever the checkpoint is called.
    pad = tokenizer.get("pad")
    if isinstance(pad, Constant) and str(pad.value).startswith(("<|finetune_right_pad_id|>", "<|reserved_special_")):
        return "llama-3"
    return ""


def template_of(view: TrainingView, text: Value) -> ChatParts | None:
    """The format of a text that a known chat template wrote."""
    tokenizers = [view.find(view.argument(name)) for name in ("processing_class", "tokenizer")]
    if any(thing is not None and thing.get("chat_template") is not ABSENT for thing in tokenizers):
        return None
    return chat_parts(view) if is_rendered(text) else None
