"""Whether two lowered pieces mean the same, and taking over the places of one into the other."""

from collections.abc import Iterable
from dataclasses import fields
from functools import cache
from typing import Any

from lossguard.syntax import nodes as n

TELLING = frozenset("debug info warning warn error exception critical log print echo".split())
"""Functions that only write what they are told."""
_OWN_PRINT = tuple(
    f"{before}print{behind}"
    for before, behind in [("def ", "("), ("class ", ""), ("as ", ""), ("import ", ""), ("global ", ""), ("for ", ""),
                           ("", " ="), ("", "="), ("", ":"), ("", ", "), (", ", "")]
)  # fmt: skip
_PLACES = frozenset(("anchor", "start", "end"))


def tells(node: n.Expression) -> bool:
    """``print(…)``, ``logger.info(…)``: a call that changes nothing by the text it is given."""
    function = node.function if isinstance(node, n.Call) else None
    if isinstance(function, n.Name):
        return function.id == "print"
    return isinstance(function, n.Attribute) and function.name in TELLING


def binds_print(code: str) -> bool:
    """Whether a text may bind the name ``print`` to something of its own."""
    return any(piece in code for piece in _OWN_PRINT)


@cache
def _names(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Fields that hold meaning, and fields that hold places."""
    names = [field.name for field in fields(kind) if field.name not in _PLACES]
    return tuple(name for name in names if "_span" not in name), tuple(name for name in names if "_span" in name)


def _fields_of(node: n.Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    kind: Any = type(node)
    return _names(kind)


def alike(one: object, other: object) -> bool:
    """Whether two nodes (or tuples, or what nodes hold) differ in nothing but their places and idle texts."""
    if type(one) is not type(other):
        return False
    if isinstance(one, n.Node):
        if isinstance(one, n.ExpressionStatement) and isinstance(other, n.ExpressionStatement):
            return _alike_statements(one.value, other.value)
        return all(alike(getattr(one, name), getattr(other, name)) for name in _fields_of(one)[0])
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(alike(*pair) for pair in zip(one, other, strict=True))
    return repr(one) == repr(other) if isinstance(one, float | complex) else one == other


def _alike_statements(one: n.Expression, other: n.Expression) -> bool:
    if _is_text(one) and _is_text(other):
        return True  # a docstring, or a text instead of a comment
    if isinstance(one, n.Call) and isinstance(other, n.Call) and tells(one) and tells(other):
        pairs = list(zip(one.arguments, other.arguments, strict=False))
        return (
            len(one.arguments) == len(other.arguments)
            and alike(one.function, other.function)
            and all(_alike_told(*pair) for pair in pairs)
        )
    return alike(one, other)


def _alike_told(one: n.Argument, other: n.Argument) -> bool:
    if (one.keyword, one.star) != (other.keyword, other.star):
        return False
    return (_is_text(one.value) and _is_text(other.value)) or alike(one.value, other.value)


def _is_text(node: n.Expression) -> bool:
    return isinstance(node, n.Literal) and isinstance(node.value, str)


def adopt(one: object, other: object) -> None:
    """Give a node, and all below it, the places (and idle texts) of one that is alike."""
    if isinstance(one, n.Node) and isinstance(other, n.Node):
        one.start, one.end = other.start, other.end
        one.anchor.offset = other.anchor.offset
        meaning, places = _fields_of(one)
        for name in places:
            setattr(one, name, getattr(other, name))
        if isinstance(one, n.Literal) and isinstance(other, n.Literal):
            one.value = other.value
            return
        for name in meaning:
            adopt(getattr(one, name), getattr(other, name))
    elif isinstance(one, tuple) and isinstance(other, tuple):
        for pair in zip(one, other, strict=True):
            adopt(*pair)


def common(old: n.Block, new: n.Block) -> tuple[int, int]:
    """How many statements are alike at the beginning, and how many at the end behind those."""
    shorter = min(len(old), len(new))
    first = _count(zip(old, new, strict=False))
    last = _count(zip(reversed(old[first:]), reversed(new[first:]), strict=False)) if first < shorter else 0
    return first, last


def _count(pairs: Iterable[tuple[n.Statement, n.Statement]]) -> int:
    count = 0
    for one, other in pairs:
        if not alike(one, other):
            break
        count += 1
    return count
