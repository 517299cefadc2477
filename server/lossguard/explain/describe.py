"""Values in words for people."""

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


def reason(value: Value) -> str:
    """Why a value is not known."""
    unknown = next((member for member in members(value) if isinstance(member, Unknown)), None)
    if unknown is not None:
        return unknown.why
    if isinstance(value, Union):
        return "it depends on the path taken"
    if isinstance(value, Method):
        return f"the attribute `{value.name}` is not followed"
    return "it is nothing that is followed"


def class_name(thing: Object) -> str:
    kind = thing.type
    return kind.name if isinstance(kind, Symbol | ClassValue) else ""


def describe(view: TrainingView, value: Value) -> str | None:
    """A value as it could stand in a script; None if it is not known."""
    if isinstance(value, Union):
        parts = [describe(view, member) for member in value.members]
        return " or ".join(dict.fromkeys(part for part in parts if part)) if all(parts) else None
    match value:
        case Absent():
            return "nothing"
        case Constant():
            return _shortened(repr(value.value))
        case Text():
            return "a text"
        case Symbol() | ClassValue() | FunctionValue():
            return value.name
        case Special():
            return f"the {value.token.upper()} token"
        case Ref():
            thing = view.find(value)
            return _object(view, thing) if thing is not None else None
        case _:
            return None


def _object(view: TrainingView, thing: Object) -> str | None:
    if thing.kind in ("list", "tuple") and thing.rest is None:
        items = [describe(view, item) for item in thing.fields.values()]
        if all(items) and len(items) <= _MOST_ITEMS:
            return f"[{', '.join(item for item in items if item)}]"
    if thing.kind == "dict" and thing.rest is None and len(thing.fields) <= _MOST_ITEMS:
        entries = [(name, describe(view, item)) for name, item in thing.fields.items()]
        if all(item for _, item in entries):
            return f"{{{', '.join(f'{name!r}: {item}' for name, item in entries)}}}"
    name = class_name(thing)
    return f"{name}(…)" if name else f"a {thing.kind}"


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
