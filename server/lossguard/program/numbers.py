"""What signs and the built-in functions of numbers compute."""

from collections.abc import Callable
from itertools import product

from lossguard.program.operators import MAX_BITS, arithmetic
from lossguard.values.value import Constant, Unknown, Value, lost, members, union

_CONVERSIONS: dict[str, Callable[..., object]] = {
    "int": int, "float": float, "abs": abs, "round": round, "min": min, "max": max, "sum": sum,
}  # fmt: skip
_MAX_DIGITS = 40
"""Digits of a text that is read as a number."""
_MAX_COMBINATIONS = 16
"""Calls that are computed where the arguments may be one of several."""


def negative(operator: str, value: Value) -> Value:
    """``-value`` or ``+value``."""
    known = value.value if isinstance(value, Constant) else None
    if not isinstance(known, int | float) or operator not in "+-":
        return lost("an arithmetic expression", value)
    return Constant(-known if operator == "-" else +known)


def computed(name: str, arguments: list[Value]) -> Value:
    """A built-in function of numbers, for each number that an argument may be."""
    count = 1
    for value in arguments:
        count *= len(members(value))
    if count > _MAX_COMBINATIONS:
        return lost(f"the result of `{name}`", *arguments)
    result = union(_computed(name, list(each)) for each in product(*(members(value) for value in arguments)))
    return lost(result.why, *arguments) if isinstance(result, Unknown) else result


def _computed(name: str, arguments: list[Value]) -> Value:
    """A built-in function of numbers, given numbers that are known (``int`` and ``float`` read texts, too)."""
    known = [value.value for value in arguments if isinstance(value, Constant)]
    reads_text = name in ("int", "float")
    if len(known) < len(arguments) or not all(_is_small_number(value, text=reads_text) for value in known):
        return Unknown(f"the result of `{name}`")
    if name == "pow":
        return arithmetic("**", *arguments) if len(arguments) == 2 else Unknown("the result of `pow`")
    try:
        result = _CONVERSIONS[name]([*known]) if name in ("min", "max", "sum") else _CONVERSIONS[name](*known)
    except (ArithmeticError, ValueError, TypeError):
        return Unknown(f"the result of `{name}`")
    # Only what is not a number differs from itself.
    return Constant(result) if result == result else Unknown("not a number")


def _is_small_number(value: object, *, text: bool) -> bool:
    if isinstance(value, str):
        return text and len(value) <= _MAX_DIGITS
    return isinstance(value, float) or (isinstance(value, int) and value.bit_length() <= MAX_BITS)
