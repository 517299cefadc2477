"""Values in words for people."""

from lossguard.explain.phrases import OF_NAME, Words, either, listed, phrase
from lossguard.findings.finding import Message
from lossguard.rules.training_view import TrainingView
from lossguard.values.heap import Object
from lossguard.values.value import (
    Absent,
    ClassValue,
    Constant,
    FunctionValue,
    Method,
    Ref,
    Special,
    Symbol,
    Text,
    Union,
    Unknown,
    Value,
    members,
)

_LONGEST = 60
_MOST_ITEMS = 6


DEPENDS = "it depends on the path taken"
ATTRIBUTE = "the attribute `{name}` is not followed"
NOTHING_FOLLOWED = "it is nothing that is followed"
NOTHING = "nothing"
TEXT = "a text"
SPECIAL = "the {token} token"
THING = "a {kind}"
LIST = "[{items}]"
DICT = "{{{items}}}"
ENTRY = "{name}: {item}"


def reason(value: Value) -> Message:
    """Why a value is not known."""
    unknown = next((member for member in members(value) if isinstance(member, Unknown)), None)
    if unknown is not None:
        return phrase(unknown.why)
    if isinstance(value, Union):
        return Message(DEPENDS)
    return Message(ATTRIBUTE, {"name": value.name}) if isinstance(value, Method) else Message(NOTHING_FOLLOWED)


def reason_of(name: str, value: Value) -> Message:
    """Why a setting is not known, as the reason for something else."""
    return Message(OF_NAME, {"name": name, "reason": reason(value)})


def class_name(thing: Object) -> str:
    kind = thing.type
    return kind.name if isinstance(kind, Symbol | ClassValue) else ""


def describe(view: TrainingView, value: Value) -> Words | None:
    """A value as it could stand in a script; None if it is not known."""
    if isinstance(value, Union):
        parts = [describe(view, member) for member in value.members]
        told = {str(part): part for part in parts if part}
        return either(list(told.values())) if all(parts) else None
    match value:
        case Absent():
            return Message(NOTHING)
        case Constant():
            return _shortened(repr(value.value))
        case Text():
            return Message(TEXT)
        case Symbol() | ClassValue() | FunctionValue():
            return value.name
        case Special():
            return Message(SPECIAL, {"token": value.token.upper()})
        case Ref():
            thing = view.find(value)
            return _object(view, thing) if thing is not None else None
        case _:
            return None


def _object(view: TrainingView, thing: Object) -> Words | None:
    if thing.kind in ("list", "tuple") and thing.rest is None:
        items = [describe(view, item) for item in thing.fields.values()]
        if all(items) and len(items) <= _MOST_ITEMS:
            return Message(LIST, {"items": listed([item for item in items if item])}) if items else "[]"
    if thing.kind == "dict" and thing.rest is None and len(thing.fields) <= _MOST_ITEMS:
        entries = [(name, describe(view, item)) for name, item in thing.fields.items()]
        if all(item for _, item in entries):
            told = [Message(ENTRY, {"name": repr(name), "item": item}) for name, item in entries if item]
            return Message(DICT, {"items": listed(told)}) if told else "{}"
    name = class_name(thing)
    return f"{name}(…)" if name else Message(THING, {"kind": thing.kind})


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
