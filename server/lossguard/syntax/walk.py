"""Walking lowered nodes without knowing their kinds."""

from collections.abc import Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from lossguard.syntax import nodes as n

_PLACES = frozenset(("anchor", "start", "end"))


def meaning_fields(node: n.Node) -> tuple[str, ...]:
    """Names of the fields that hold what a node means."""
    kind: Any = type(node)
    return _fields(kind)[0]


def place_fields(node: n.Node) -> tuple[str, ...]:
    """Names of the fields that hold places of its parts, such as that of a function's name."""
    kind: Any = type(node)
    return _fields(kind)[1]


@cache
def _fields(kind: Any) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = [field.name for field in fields(kind) if field.name not in _PLACES]
    return tuple(name for name in names if "_span" not in name), tuple(name for name in names if "_span" in name)


def parts_of(node: n.Node) -> list[object]:
    """What a node holds: nodes, tuples of them, and plain values, in the order in which they are written."""
    return [getattr(node, name) for name in meaning_fields(node)]


def nodes_below(node: object) -> Iterator[n.Node]:
    """A node (or a tuple of nodes) and all below it."""
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += one
        elif isinstance(one, n.Node):
            yield one
            waiting += parts_of(one)
