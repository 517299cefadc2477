"""What a function mentions: all that it may change if it is called and not followed, and all that it may make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lossguard.syntax import nodes as n
from lossguard.syntax.walk import nodes_below, parts_of
from lossguard.text.place import Place


@dataclass(slots=True)
class Words:
    """What a function contains, with the functions inside it."""

    names: frozenset[str]
    """Names, with those that its imports bind or ask for."""
    all: frozenset[str]
    """Names and attributes."""
    stored: frozenset[str]
    """Names of which an attribute is set, and the attributes ``forward`` that are set."""
    rebound: frozenset[str]
    """Names of outer frames that it may bind anew."""
    imports: tuple[tuple[str, Place], ...]
    """Top-level packages that it imports."""


def words_of(function: n.Node) -> Words:
    """One walk over a function's nodes."""
    found: set[str] = set()
    attributes: set[str] = set()
    stored: set[str] = set()
    imports: list[tuple[str, Place]] = []
    rebound: set[str] = set()
    for node in nodes_below(function):
        match node:
            case n.Name(id=name):
                found.add(name)
            case n.Attribute(name=name):
                attributes.add(name)
            case n.Assign(targets=targets):
                stored.update(_stored(targets))
            case n.AugmentedAssign(target=target):
                stored.update(_stored((target,)))
            case n.Global(names=names):
                rebound.update(names)
                found.update(names)
            case n.Import():
                for module, alias in node.names:
                    found.update((*module.split("."), alias or ""))
                    imports.append((module.partition(".")[0], node.place))
            case n.ImportFrom():
                found.update(part for name, alias in node.names or () for part in (name, alias or ""))
                if not node.level:
                    imports.append((node.module.partition(".")[0], node.place))
            case _:
                pass
    return Words(frozenset(found), frozenset(found | attributes), frozenset(stored), frozenset(rebound), tuple(imports))


def _stored(targets: Iterable[n.Expression]) -> Iterable[str]:
    for target in targets:
        if isinstance(target, n.Sequence):
            yield from _stored(target.items)
        elif isinstance(target, n.Attribute):
            if target.name == "forward":
                yield "forward"
            root = target.value
            while isinstance(root, n.Attribute | n.Subscript):
                root = root.value
            if isinstance(root, n.Name):
                yield root.id


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
            waiting += parts_of(one)
