"""Truth, comparison and text operators on abstract values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lossguard.values.value import (
    Absent,
    Answer,
    Constant,
    Data,
    Length,
    Ref,
    Special,
    Text,
    Union,
    Unknown,
    Value,
    every,
    members,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter


def truth(run: Interpreter, value: Value) -> Answer:
    """Whether a condition holds."""
    match value:
        case Constant(value=known):
            return bool(known)
        case Union(members=inner):
            return every(truth(run, member) for member in inner)
        case Ref():
            thing = run.heap[value]
            if thing.kind not in ("dict", "list", "tuple"):
                return None if thing.kind in ("sequence", "object", "dataset", "datasets") else True
            return bool(thing.fields) if thing.rest is None else None
        case Text(parts=parts):
            return True if any(isinstance(part, str) and part for part in parts) else None
        case Special():
            return None
        case _:
            return None


def compare(run: Interpreter, operator: str, left: Value, right: Value) -> Answer:
    """Whether a comparison holds, over all members of unions."""
    return every(_compare(run, operator, one, other) for one in members(left) for other in members(right))


def _compare(run: Interpreter, operator: str, left: Value, right: Value) -> Answer:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    if operator in ("is", "==", "is not", "!="):
        same = _same(left, right)
        return None if same is None else same == (operator in ("is", "=="))
    if operator in ("in", "not in"):
        found = _contains(run, right, left)
        return None if found is None else found == (operator == "in")
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _ordered(operator, left.value, right.value)
    return None


def _same(left: Value, right: Value) -> Answer:
    if isinstance(left, Constant) and isinstance(right, Constant):
        return bool(left.value == right.value)
    nothing = Constant(None)
    if nothing in (left, right):
        other = right if left == nothing else left
        # Everything else that is known by its kind is something.
        return None if isinstance(other, Unknown | Absent | Data) else other == nothing
    if isinstance(left, Special) and isinstance(right, Special):
        return True if left == right else None
    return None


def _contains(run: Interpreter, container: Value, item: Value) -> Answer:
    if isinstance(container, Constant) and isinstance(item, Constant):
        if isinstance(container.value, str) and isinstance(item.value, str):
            return item.value in container.value
        return None
    if isinstance(container, Ref) and isinstance(item, Constant):
        thing = run.heap[container]
        if thing.kind == "dict" and isinstance(item.value, str):
            value = thing.get(item.value)
            return None if isinstance(value, Unknown | Union) else not isinstance(value, Absent)
        if thing.kind in ("list", "tuple") and thing.rest is None:
            answers = {_same(value, item) for value in thing.fields.values()}
            return True if True in answers else (None if None in answers else False)
    return None


def _ordered(operator: str, left: object, right: object) -> Answer:
    if not (isinstance(left, int | float) and isinstance(right, int | float)):
        return None
    return {"<": left < right, "<=": left <= right, ">": left > right, ">=": left >= right}.get(operator)


def join_text(parts: Iterable[str | Value]) -> Value:
    """Text made of known and unknown parts."""
    joined: list[str | Value] = []
    for part in parts:
        match part:
            case Constant(value=known) if isinstance(known, str | int | float | bool) or known is None:
                pieces: tuple[str | Value, ...] = (str(known),)
            case Text(parts=inner):
                pieces = inner
            case _:
                pieces = (part,)
        for piece in pieces:
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                joined[-1] += piece
            else:
                joined.append(piece)
    if not joined:
        return Constant("")
    if len(joined) == 1 and isinstance(joined[0], str):
        return Constant(joined[0])
    return Text(tuple(joined))


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """Numbers: constants are computed, lengths stay lengths."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _compute(operator, left.value, right.value)
    if isinstance(left, Length) and isinstance(right, Length | Constant) and operator in "+-":
        return Length()
    if isinstance(left, Constant) and isinstance(right, Length) and operator == "+":
        return Length()
    return Unknown("an arithmetic expression")


def _compute(operator: str, left: object, right: object) -> Value:
    if not (isinstance(left, int | float) and isinstance(right, int | float)):
        return Unknown("an arithmetic expression")
    try:
        match operator:
            case "+":
                return Constant(left + right)
            case "-":
                return Constant(left - right)
            case "*":
                return Constant(left * right)
            case "/":
                return Constant(left / right)
            case "//":
                return Constant(left // right)
            case "%":
                return Constant(left % right)
            case "**" if abs(left) < 1000 and 0 <= right < 64:
                return Constant(left**right)
            case _:
                return Unknown("an arithmetic expression")
    except (ArithmeticError, ValueError):
        return Unknown("an arithmetic expression")


def is_textual(value: Value) -> bool:
    return isinstance(value, Text) or (isinstance(value, Constant) and isinstance(value.value, str))
