"""Which names a function mentions: all that it may change if it is called and not followed."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from lossguard.syntax import nodes as n


@dataclass(frozen=True, slots=True)
class Mentioned:
    all: frozenset[str]
    rebound: frozenset[str]
    """Names of outer frames that it may bind anew."""


def mentioned(function: n.Node) -> Mentioned:
    """Names in a function, with those of the functions inside it."""
    names: set[str] = set()
    rebound: set[str] = set()
    for node in nodes_below(function):
        if isinstance(node, n.Name):
            names.add(node.id)
        elif isinstance(node, n.Global):
            rebound.update(node.names)
    return Mentioned(frozenset(names | rebound), frozenset(rebound))


def nodes_below(node: object) -> Iterator[n.Node]:
    """A node and all below it."""
    waiting: list[object] = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += one
        elif isinstance(one, n.Node):
            yield one
            waiting += _parts(one)


def _parts(node: n.Node) -> Iterator[object]:
    kind: Any = type(node)
    return (getattr(node, name) for name in _names(kind))


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind) if field.name not in ("anchor", "start", "end"))


def is_generator(function: n.Function) -> bool:
    """Whether a function yields."""
    return any(isinstance(node, n.Yield) for node in _own_nodes(function.body))


def has_functions(function: n.Function | n.Lambda) -> bool:
    """Whether functions are made in a function: they keep its frame."""
    return any(isinstance(node, n.Function | n.Lambda) for node in nodes_below(function.body))


def _own_nodes(body: n.Block) -> Iterator[n.Node]:
    waiting: list[object] = [body]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += one
        elif isinstance(one, n.Node) and not isinstance(one, n.Function | n.Lambda | n.Class):
            yield one
            waiting += _parts(one)
