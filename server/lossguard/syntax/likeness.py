"""Whether two lowered pieces mean the same, and taking over the places of one into the other."""

import re
from collections.abc import Iterable

from lossguard.syntax import nodes as n
from lossguard.syntax.walk import meaning_fields, place_fields

TELLING = frozenset("debug info warning warn error exception critical log print echo add_scalar add_text".split())
"""Functions that only write what they are told."""
_PRINT = re.compile(r"print\b\s*(.?)", re.DOTALL)


def tells(node: n.Expression) -> bool:
    """``print(…)``, ``logger.info(…)``: a call that changes nothing by the text it is given."""
    function = node.function if isinstance(node, n.Call) else None
    if isinstance(function, n.Name):
        return function.id == "print"
    return isinstance(function, n.Attribute) and function.name in TELLING


def tells_in_its_own_way(code: str) -> bool:
    """Whether a text may bind one of the telling names to something of its own: then what it is told may matter."""
    if any(f"def {name}(" in code for name in TELLING):
        return True
    if "print" not in code:
        return False
    uses = (match for match in _PRINT.finditer(code) if not _goes_on_a_name(code, match.start()))
    return any(match.group(1) not in ("(", "") for match in uses)


def _goes_on_a_name(code: str, offset: int) -> bool:
    before = code[offset - 1 : offset]
    return before == "_" or before == "." or before.isalnum()


def alike(one: object, other: object, idle: bool) -> bool:
    """Whether two nodes (or tuples, or what nodes hold) differ in nothing but their places, and in idle texts."""
    if type(one) is not type(other):
        return False
    if isinstance(one, n.Node) and isinstance(other, n.Node):
        if idle and isinstance(one, n.ExpressionStatement) and isinstance(other, n.ExpressionStatement):
            return _alike_statements(one.value, other.value)
        return all(alike(getattr(one, name), getattr(other, name), idle) for name in meaning_fields(one))
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(alike(*pair, idle) for pair in zip(one, other, strict=True))
    return repr(one) == repr(other) if isinstance(one, float | complex) else one == other


def _alike_statements(one: n.Expression, other: n.Expression) -> bool:
    if _is_text(one) and _is_text(other):
        return True  # a docstring, or a text instead of a comment
    if isinstance(one, n.Call) and isinstance(other, n.Call) and tells(one) and tells(other):
        pairs = list(zip(one.arguments, other.arguments, strict=False))
        return (
            len(one.arguments) == len(other.arguments)
            and alike(one.function, other.function, idle=True)
            and all(_alike_told(*pair) for pair in pairs)
        )
    return alike(one, other, idle=True)


def _alike_told(one: n.Argument, other: n.Argument) -> bool:
    if (one.keyword, one.star) != (other.keyword, other.star):
        return False
    return (_is_text(one.value) and _is_text(other.value)) or alike(one.value, other.value, idle=True)


def _is_text(node: n.Expression) -> bool:
    return isinstance(node, n.Literal) and isinstance(node.value, str)


def adopt(one: object, other: object) -> None:
    """Give a node, and all below it, the places (and idle texts) of one that is alike."""
    if isinstance(one, n.Node) and isinstance(other, n.Node):
        one.start, one.end = other.start, other.end
        one.anchor.offset = other.anchor.offset
        for name in place_fields(one):
            setattr(one, name, getattr(other, name))
        if isinstance(one, n.Literal) and isinstance(other, n.Literal):
            one.value = other.value
            return
        for name in meaning_fields(one):
            adopt(getattr(one, name), getattr(other, name))
    elif isinstance(one, tuple) and isinstance(other, tuple):
        for pair in zip(one, other, strict=True):
            adopt(*pair)


def common(old: n.Block, new: n.Block, idle: bool) -> tuple[int, int]:
    """How many statements are alike at the beginning, and how many at the end behind those."""
    shorter = min(len(old), len(new))
    first = _count(zip(old, new, strict=False), idle)
    last = _count(zip(reversed(old[first:]), reversed(new[first:]), strict=False), idle) if first < shorter else 0
    return first, last


def _count(pairs: Iterable[tuple[n.Statement, n.Statement]], idle: bool) -> int:
    count = 0
    for one, other in pairs:
        if not alike(one, other, idle):
            break
        count += 1
    return count
