"""Truth, comparison and text operators on abstract values."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lossguard.values.heap import Object
from lossguard.values.outputs import LABELS
from lossguard.values.value import (
    ABSENT,
    MAX_TEXT,
    Absent,
    Answer,
    ClassValue,
    ColumnNames,
    Constant,
    FunctionValue,
    Length,
    Partial,
    Ref,
    Special,
    Symbol,
    Text,
    Union,
    Unknown,
    Value,
    every,
    lost,
    may_be_absent,
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
            return _truth_of_object(run, value)
        case Text(parts=parts):
            return True if any(isinstance(part, str) and part for part in parts) else None
        case ColumnNames(columns=columns, by_split=False):
            found = _any_of(columns.has(name) for name in columns.added)
            return found if found or columns.closed else None
        case FunctionValue() | ClassValue() | Partial():
            return True
        case _:
            return None


_TRUE = frozenset(("instance", "tokenizer", "model", "collator", "arguments", "trainer", "accelerator"))
_TRUE_BASES = frozenset(("torch.nn.Module", "torch.utils.data.Dataset", "torch.utils.data.IterableDataset"))
"""Classes of libraries whose objects are true, unless a subclass says otherwise."""


def _truth_of_object(run: Interpreter, value: Ref) -> Answer:
    thing = run.heap[value]
    if thing.kind in ("dict", "list", "tuple", "set"):
        return _holds_anything(thing)
    if any(run.special(value, name) for name in ("__bool__", "__len__")):
        return None
    if thing.kind == "instance" and isinstance(thing.type, ClassValue):
        bases = [base.path for base in thing.type.order() if isinstance(base, Symbol)]
        return True if thing.type.known_bases() and _TRUE_BASES.issuperset(bases) else None
    return True if thing.kind in _TRUE else None


def _any_of(answers: Iterable[Answer]) -> Answer:
    """Yes if one is yes, no if all are no, else unknown."""
    found = set(answers)
    return True if True in found else (None if None in found else False)


def all_or_any(run: Interpreter, name: str, items: list[Value]) -> Value:
    """``all`` and ``any`` of items that are known one by one."""
    answers = [truth(run, item) for item in items]
    if name == "all":
        answers = [None if one is None else not one for one in answers]
    found = _any_of(answers)
    return Unknown("a condition") if found is None else Constant(found is (name == "any"))


def _holds_anything(thing: Object) -> Answer:
    if thing.rest is not None:
        return None
    if any(not may_be_absent(value) for value in thing.fields.values()):
        return True
    return None if any(value != ABSENT for value in thing.fields.values()) else False


def compare(run: Interpreter, operator: str, left: Value, right: Value) -> Answer:
    """Whether a comparison holds, over all members of unions."""
    return every(_compare(run, operator, one, other) for one in members(left) for other in members(right))


def _compare(run: Interpreter, operator: str, left: Value, right: Value) -> Answer:
    if isinstance(left, Unknown) or isinstance(right, Unknown):
        return None
    if operator in ("is", "==", "is not", "!="):
        same = _identical(run, left, right) if operator.startswith("is") else _same(run, left, right)
        return None if same is None else same == (operator in ("is", "=="))
    if operator in ("in", "not in"):
        found = _contains(run, right, left)
        return None if found is None else found == (operator == "in")
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _ordered(operator, left.value, right.value)
    return None


def _identical(run: Interpreter, left: Value, right: Value) -> Answer:
    if isinstance(left, Constant) and isinstance(right, Constant):
        if left != right:
            return False
        # Equal texts and numbers may be one object or two.
        return True if left.value is None or isinstance(left.value, bool) else None
    return _same(run, left, right)


def _same(run: Interpreter, left: Value, right: Value) -> Answer:
    if isinstance(left, Constant) and isinstance(right, Constant):
        return bool(left.value == right.value)
    nothing = Constant(None)
    if nothing in (left, right):
        return False if _is_something(run, right if left == nothing else left) else None
    if isinstance(left, Special) and isinstance(right, Special):
        return True if left == right else None
    return None


def _is_something(run: Interpreter, value: Value) -> bool:
    """Whether a value is certainly not None."""
    if isinstance(value, Symbol):
        # What is imported may be anything, but for the classes and functions that are known.
        path = run.models.canonical(value.path)
        return path.startswith("builtins.") or path in run.models.functions or run.models.kind_of(path) is not None
    if isinstance(value, Ref) and run.heap[value].kind == "loss":
        return isinstance(run.heap[value].get(LABELS), Ref)  # without labels a model's loss is None
    if isinstance(value, Special):
        return value.token == "pad"  # it is one only where the tokenizer has it
    return isinstance(value, Ref | FunctionValue | ClassValue | Partial | Text | Length | ColumnNames)


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
        if thing.kind in ("list", "tuple", "set") and thing.rest is None:
            return _any_of(
                every(_same(run, member, item) for member in members(value)) for value in thing.fields.values()
            )
    if isinstance(container, ColumnNames) and not container.by_split and isinstance(item, Constant):
        return container.columns.has(str(item.value))
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
                written = _written(known)
                pieces: tuple[str | Value, ...] = (written if written is not None else Unknown("a long text"),)
            case Text(parts=inner):
                pieces = inner
            case _:
                pieces = (part,)
        for piece in pieces:
            if isinstance(piece, str) and joined and isinstance(joined[-1], str):
                if len(joined[-1]) + len(piece) > MAX_TEXT:
                    joined.append(Unknown("a long text"))
                    continue
                joined[-1] += piece
            else:
                joined.append(piece)
    if not joined:
        return Constant("")
    if len(joined) == 1 and isinstance(joined[0], str):
        return Constant(joined[0])
    if len(joined) > _MAX_PARTS:
        return lost("a text of very many parts", *(part for part in joined if isinstance(part, Value)))
    return Text(tuple(joined))


_MAX_PARTS = 200


def _written(known: str | int | float | bool | None) -> str | None:
    if isinstance(known, int) and known.bit_length() > MAX_BITS:
        return None
    text = str(known)
    return text if len(text) <= MAX_TEXT else None


def arithmetic(operator: str, left: Value, right: Value) -> Value:
    """Numbers: constants are computed, lengths stay lengths."""
    if isinstance(left, Constant) and isinstance(right, Constant):
        return _compute(operator, left.value, right.value)
    if isinstance(left, Length) and isinstance(right, Length | Constant) and operator in "+-":
        return Length()
    if isinstance(left, Constant) and isinstance(right, Length) and operator == "+":
        return Length()
    return Unknown("an arithmetic expression")


MAX_BITS = 4096
"""Size of the numbers that are computed."""


def _compute(operator: str, left: object, right: object) -> Value:
    if not (isinstance(left, int | float) and isinstance(right, int | float)):
        return Unknown("an arithmetic expression")
    if any(isinstance(side, int) and side.bit_length() > MAX_BITS for side in (left, right)):
        return Unknown("a very large number")
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
