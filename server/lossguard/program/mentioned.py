"""What a function mentions: all that it may change if it is called and not followed, and all that it may make."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from lossguard.syntax import nodes as n
from lossguard.syntax.walk import blocks_in, parts_of
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


@dataclass(slots=True)
class _Found:
    """Words on the way to be those of a function, or those of one statement."""

    names: set[str] = field(default_factory=set[str])
    attributes: set[str] = field(default_factory=set[str])
    stored: set[str] = field(default_factory=set[str])
    rebound: set[str] = field(default_factory=set[str])
    imports: list[tuple[str, Place]] = field(default_factory=list[tuple[str, Place]])
    yields: bool = False
    makes_functions: bool = False

    def add(self, node: n.Node, *, own: bool) -> None:
        match node:
            case n.Name(id=name):
                self.names.add(name)
            case n.Attribute(name=name):
                self.attributes.add(name)
            case n.Assign(targets=targets):
                self.stored.update(_stored(targets))
            case n.AugmentedAssign(target=target):
                self.stored.update(_stored((target,)))
            case n.Global(names=names):
                self.rebound.update(names)
                self.names.update(names)
            case n.Import():
                for module, alias in node.names:
                    self.names.update((*module.split("."), alias or ""))
                    self.imports.append((module.partition(".")[0], node.place))
            case n.ImportFrom():
                self.names.update(part for name, alias in node.names or () for part in (name, alias or ""))
                if not node.level:
                    self.imports.append((node.module.partition(".")[0], node.place))
            case n.Unseen():
                self.names |= node.names | ({"exec"} if node.anything else set())
                self.stored |= node.names
                self.rebound |= node.bound if node.names & {"global", "nonlocal"} else frozenset()
                self.yields = self.yields or (own and "yield" in node.names)
            case n.Yield():
                self.yields = self.yields or own
            case n.Function() | n.Lambda():
                self.makes_functions = True
            case _:
                pass

    def merge(self, other: _Found, *, own: bool) -> None:
        self.names |= other.names
        self.attributes |= other.attributes
        self.stored |= other.stored
        self.rebound |= other.rebound
        self.imports += other.imports
        self.yields = self.yields or (own and other.yields)
        self.makes_functions = self.makes_functions or other.makes_functions


Leaves = dict[n.Node, _Found]
"""Of statements without blocks, which no edit changes: it puts others in their place."""


def words_of(function: n.Node, leaves: Leaves | None = None) -> Words:
    """One walk over a function's nodes; with ``leaves`` from an earlier walk, over those that an edit brought."""
    found, blocks = _Found(), list[n.Block]()
    _collect(parts_of(function), found, blocks, leaves)
    return Words(
        frozenset(found.names),
        frozenset(found.names | found.attributes),
        frozenset(found.stored),
        frozenset(found.rebound),
        tuple(found.imports),
        found.yields,
        found.makes_functions,
        tuple(blocks),
    )


def _collect(what: object, found: _Found, blocks: list[n.Block], leaves: Leaves | None) -> None:
    """All nodes in something, and the blocks: an edit inside a function puts another in the place of one of them."""
    waiting = [(what, True)]
    while waiting:
        one, own = waiting.pop()
        if isinstance(one, tuple):
            if one and isinstance(one[0], n.Statement):
                blocks.append(one)
            waiting += [(item, own) for item in reversed(one)]
        elif leaves is not None and isinstance(one, n.Statement) and not blocks_in(one):
            leaf = leaves.get(one)
            if leaf is None:
                leaf = leaves[one] = _Found()
                _collect((one,), leaf, [], None)
            found.merge(leaf, own=own)
        elif isinstance(one, n.Node):
            found.add(one, own=own)
            waiting.append((parts_of(one), own and not isinstance(one, n.Function | n.Lambda | n.Class)))


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
