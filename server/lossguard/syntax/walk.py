"""Walking lowered nodes without knowing their kinds."""

from collections.abc import Callable, Iterator
from dataclasses import fields
from functools import cache
from operator import attrgetter
from typing import Any, get_args, get_type_hints

from lossguard.syntax import nodes as n

BLOCKS = ("body", "handlers", "cases", "otherwise", "finally_")
"""Fields of statements, in the order in which they are written, that hold statements, or what holds statements."""
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


def blocks_in(node: n.Node) -> tuple[str, ...]:
    """Names of the fields that hold the blocks of a statement, or its handlers or cases."""
    kind: Any = type(node)
    return _blocks(kind)


@cache
def _blocks(kind: Any) -> tuple[str, ...]:
    return tuple(name for name in _fields(kind)[0] if name in BLOCKS)


def parts_of(node: n.Node) -> tuple[object, ...]:
    """What a node holds that is or may hold nodes: nodes, tuples of them, None; in the order in which it is written."""
    kind: Any = type(node)
    return _getter(kind)(node)


@cache
def _getter(kind: Any) -> Callable[[n.Node], tuple[object, ...]]:
    hints = get_type_hints(kind)
    names = [name for name in _fields(kind)[0] if _may_hold_nodes(hints[name])]
    if not names:
        return lambda _: ()
    get: Callable[[n.Node], Any] = attrgetter(*names)
    return get if len(names) > 1 else lambda node: (get(node),)


def _may_hold_nodes(hint: Any) -> bool:
    inner = get_args(hint)
    return any(map(_may_hold_nodes, inner)) if inner else isinstance(hint, type) and issubclass(hint, n.Node)


def mentions(node: n.Node, *words: str) -> bool:
    """Whether one of some words is a part of a name or text in a node. Comments are not: they are no part of it."""
    return any(word in said for said in _said_in(node) for word in words)


def _said_in(node: n.Node) -> Iterator[str]:
    for one in nodes_below(node):
        match one:
            case n.Name(id=said) | n.Attribute(name=said) | n.Argument(keyword=str(said)) | n.Literal(value=str(said)):
                yield said
            case _:
                pass


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
