"""Whether two values are the same in everything, their places among it."""

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from lossguard.syntax.nodes import Node
from lossguard.text.place import Place
from lossguard.values.value import Value


def same(one: object, other: object) -> bool:
    """Equality of values does not count where they were written; here it counts."""
    if one is other:
        return True
    if type(one) is not type(other) or isinstance(one, Node):
        return False
    if isinstance(one, Value):
        kind: Any = type(one)
        for name in _names(kind):
            left, right = getattr(one, name), getattr(other, name)
            if left is not right and not same(left, right):
                return False
        return True
    if isinstance(one, Place) and isinstance(other, Place):
        return one.anchor is other.anchor and (one.start, one.end) == (other.start, other.end)
    if isinstance(one, tuple) and isinstance(other, tuple):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return list(one) == list(other) and all(map(same, one.values(), other.values()))
    # Of two zeros, and of no other numbers that are equal, the texts may differ.
    return one == other and (not isinstance(one, float) or repr(one) == repr(other))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))
