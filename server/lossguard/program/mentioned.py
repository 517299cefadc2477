"""What a function mentions: all that it may change if it is called and not followed, and all that it may make."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lossguard.syntax import nodes as n
from lossguard.syntax.walk import parts_of
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
    yields: bool
    """It is a generator."""
    makes_functions: bool
    """Functions are made in it: they keep its frame."""
    blocks: tuple[n.Block, ...]
    """All blocks in it, of which all this is read."""


def words_of(function: n.Node) -> Words:
    """One walk over a function's nodes."""
    found: set[str] = set()
    attributes: set[str] = set()
    stored: set[str] = set()
    imports: list[tuple[str, Place]] = []
    rebound: set[str] = set()
    blocks: list[n.Block] = []
    yields = makes_functions = False
    for node, own in _below(function, blocks):
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
            case n.Yield():
                yields = yields or own
            case n.Function() | n.Lambda():
                makes_functions = makes_functions or node is not function
            case _:
                pass
    return Words(
        frozenset(found),
        frozenset(found | attributes),
        frozenset(stored),
        frozenset(rebound),
        tuple(imports),
        yields,
        makes_functions,
        tuple(blocks),
    )


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


def _below(function: n.Node, blocks: list[n.Block]) -> Iterator[tuple[n.Node, bool]]:
    """A function and all nodes below it, each with whether it is the function's own, not a function's inside it.

    Fills in the blocks on the way: an edit inside a function puts another one in the place of one of them.
    """
    waiting: list[object] = [function]
    inner: list[object] = []
    while waiting or inner:
        own = bool(waiting)
        one = (waiting or inner).pop()
        if isinstance(one, tuple):
            (waiting if own else inner).extend(one)
            if one and isinstance(one[0], n.Statement):
                blocks.append(one)
        elif isinstance(one, n.Node):
            yield one, own
            nested = one is not function and isinstance(one, n.Function | n.Lambda | n.Class)
            (inner if nested or not own else waiting).extend(parts_of(one))
