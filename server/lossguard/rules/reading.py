"""A script as it is written, for rules about loops and functions: scopes, assignments, and what names were imported as.

What the interpreter knows of values is in ``TrainingView``; this is for code that it does not follow to a trainer.
Nothing here guesses: a name that is assigned more than once has no value.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lossguard.syntax import nodes
from lossguard.syntax.walk import blocks_in, meaning_fields, nodes_below, parts_of


@dataclass(slots=True)
class Scope:
    """A function's own nodes, or those of the module: without those of the functions inside."""

    function: nodes.Function | None
    owner: nodes.Class | None
    """The class of which it is a method."""
    body: nodes.Block
    all: list[nodes.Node] = field(default_factory=list[nodes.Node])
    """In the order in which they are written."""

    @property
    def calls(self) -> Iterator[nodes.Call]:
        return (node for node in self.all if isinstance(node, nodes.Call))


@dataclass(slots=True)
class Piece:
    """What a statement (or a handler, or a case) says by itself, without the blocks in it."""

    all: list[nodes.Node] = field(default_factory=list[nodes.Node])
    own: list[nodes.Node] = field(default_factory=list[nodes.Node])
    """All but lambdas and what is in them."""
    words: set[str] = field(default_factory=set[str])
    values: list[tuple[str, nodes.Expression | None]] = field(default_factory=list[tuple[str, nodes.Expression | None]])
    imports: dict[str, str] = field(default_factory=dict[str, str])


Pieces = Mapping[nodes.Node, Piece]


class Reading:
    """``known`` are the pieces of an earlier reading: an edit keeps the nodes of what it does not touch.

    Of ``torn`` functions, classes and loops, in which lines do not parse, nothing is shown but what they bind.
    """

    def __init__(
        self,
        blocks: tuple[nodes.Block, ...],
        canonical: Callable[[str], str],
        known: Pieces,
        torn: frozenset[nodes.Node] = frozenset(),
    ) -> None:
        self._canonical = canonical
        self._known = known
        self.pieces: dict[nodes.Node, Piece] = {}
        self.scopes: list[Scope] = []
        self.classes: list[nodes.Class] = []
        self.imports: dict[str, str] = {}
        self.words: set[str] = set()
        """Every name and attribute that the script mentions."""
        self.values: dict[str, list[nodes.Expression | None]] = {}
        """What is assigned to a name (``model``) or an attribute (``.model``); None for what is not one expression."""
        body = tuple(statement for block in blocks for statement in block)
        self._scope(None, None, body)
        if torn:
            self.scopes = [scope for scope in self.scopes if scope.function not in torn]
            self.classes = [one for one in self.classes if one not in torn]
            for scope in self.scopes:
                scope.all = [node for node in scope.all if node not in torn]

    def _scope(self, function: nodes.Function | None, owner: nodes.Class | None, body: nodes.Block) -> None:
        scope = Scope(function, owner, body)
        self.scopes.append(scope)
        waiting: list[tuple[nodes.Node, nodes.Class | None]] = [(statement, None) for statement in reversed(body)]
        while waiting:
            one, inside = waiting.pop()
            scope.all += self._piece(one).all
            match one:
                case nodes.Function():
                    self._scope(one, inside, one.body)
                case nodes.Class():
                    self.classes.append(one)
                    waiting += [(statement, one) for statement in reversed(one.body)]
                case _:
                    waiting += [(statement, inside) for statement in reversed(_inner(one))]

    def _piece(self, one: nodes.Node) -> Piece:
        piece = self.pieces[one] = self._known.get(one) or _read(one)
        self.words |= piece.words
        self.imports.update(piece.imports)
        for name, value in piece.values:
            self.values.setdefault(name, []).append(value)
        return piece

    # What is written

    def inside(self, body: nodes.Block, *, loops: bool = False) -> list[nodes.Node]:
        """Nodes of a block, without those of functions (and of loops, unless they are asked for) inside it."""
        found: list[nodes.Node] = []
        waiting: list[nodes.Node] = list(reversed(body))
        while waiting:
            one = waiting.pop()
            if isinstance(one, nodes.Function | nodes.Class):
                continue
            if isinstance(one, nodes.For | nodes.While) and not loops:
                found.append(one)
                continue
            found += self.pieces[one].own
            waiting += reversed(_inner(one))
        return found

    def path(self, node: nodes.Expression) -> str:
        """The canonical path of something imported; empty if it is not known to be that."""
        match node:
            case nodes.Name(id=name) if name not in self.values:
                return self._canonical(self.imports[name]) if name in self.imports else ""
            case nodes.Attribute(value=value, name=name):
                owner = self.path(value)
                return self._canonical(f"{owner}.{name}") if owner else ""
            case _:
                return ""

    def value(self, node: nodes.Expression | None) -> nodes.Expression | None:
        """What a name or attribute was assigned, if that was done once; another expression is itself."""
        key = node.id if isinstance(node, nodes.Name) else f".{node.name}" if isinstance(node, nodes.Attribute) else ""
        if not key:
            return node
        found = self.values.get(key, [])
        return found[0] if len(found) == 1 else None

    def literal(self, node: nodes.Expression | None) -> object:
        """The value of a literal, also through one name; ``NotImplemented`` if there is none."""
        known = node if isinstance(node, nodes.Literal) else self.value(node)
        return known.value if isinstance(known, nodes.Literal) else NotImplemented

    def called(self, node: nodes.Expression | None) -> str:
        """The path of what was called to make a value; empty if that is not known."""
        known = node if isinstance(node, nodes.Call) else self.value(node)
        return self.path(known.function) if isinstance(known, nodes.Call) else ""


def _inner(owner: nodes.Node) -> list[nodes.Node]:
    """What stands in the blocks of a statement, and its handlers and cases."""
    found: list[nodes.Node] = []
    for name in blocks_in(owner):
        found += getattr(owner, name)
    return found


def _read(owner: nodes.Node) -> Piece:
    """One walk over a statement, without the blocks in it."""
    piece = Piece([owner])
    _note(piece, owner)
    waiting: list[object] = list(reversed(_head(owner)))
    while waiting:
        one = waiting.pop()
        if isinstance(one, nodes.Node):
            piece.all.append(one)
            if isinstance(one, nodes.Name):
                piece.words.add(one.id)
                continue
            if isinstance(one, nodes.Attribute):
                piece.words.add(one.name)
            waiting += reversed(parts_of(one))
        elif isinstance(one, tuple):
            waiting += reversed(one)
    lambdas = any(isinstance(one, nodes.Lambda) for one in piece.all)
    piece.own = [owner, *own_nodes(_head(owner), loops=True)] if lambdas else piece.all
    return piece


def own_nodes(body: object, loops: bool = False) -> list[nodes.Node]:
    """Nodes of a block, without those of functions (and of loops, unless they are asked for) inside it."""
    found: list[nodes.Node] = []
    waiting: list[object] = [body]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += reversed(one)
        elif isinstance(one, nodes.Node) and not isinstance(one, nodes.Function | nodes.Lambda | nodes.Class):
            found.append(one)
            if loops or not isinstance(one, nodes.For | nodes.While):
                waiting += reversed(parts_of(one))
    return found


def _head(owner: nodes.Node) -> tuple[object, ...]:
    """The expressions of a statement itself; of what defines something, only its decorators run where it stands."""
    if isinstance(owner, nodes.Function | nodes.Class):
        return owner.decorators
    inner = blocks_in(owner)
    return tuple(getattr(owner, name) for name in meaning_fields(owner) if name not in inner)


def _note(piece: Piece, owner: nodes.Node) -> None:
    match owner:
        case nodes.Import():
            for module, alias in owner.names:
                piece.imports[alias or module.partition(".")[0]] = module if alias else module.partition(".")[0]
        case nodes.ImportFrom() if not owner.level:
            for name, alias in owner.names or ():
                piece.imports[alias or name] = f"{owner.module}.{name}"
        case nodes.Assign() if owner.value is not None:
            for target in owner.targets:
                _assign(piece, target, owner.value)
        case nodes.AugmentedAssign():
            _assign(piece, owner.target, None)
        case nodes.For():
            _assign(piece, owner.target, None)
        case nodes.With():
            for entered, name_of_it in owner.items:
                if name_of_it is not None:
                    _assign(piece, name_of_it, entered)
        case nodes.Unseen():
            piece.words |= owner.names
            piece.values += [(name, None) for name in owner.bound]
        case nodes.Function():
            piece.values += [(parameter.name, None) for parameter in owner.parameters]
        case _:
            pass


def _assign(piece: Piece, target: nodes.Expression, value: nodes.Expression | None) -> None:
    match target:
        case nodes.Name(id=name):
            piece.values.append((name, value))
        case nodes.Attribute(name=name):
            piece.values.append((f".{name}", value))
        case nodes.Sequence(items=items):
            known = value.items if isinstance(value, nodes.Sequence) and len(value.items) == len(items) else None
            for index, item in enumerate(items):
                _assign(piece, item, known[index] if known is not None else None)
        case _:
            pass


def method(call: nodes.Node) -> str:
    """The name of the method that a call calls; empty for anything else."""
    if isinstance(call, nodes.Call) and isinstance(call.function, nodes.Attribute):
        return call.function.name
    return ""


def receiver(call: nodes.Call) -> nodes.Expression:
    """What the method is called on."""
    return call.function.value if isinstance(call.function, nodes.Attribute) else call.function


def keyword(call: nodes.Call, name: str, position: int | None = None) -> nodes.Expression | None:
    """The argument of a name or a position, as it is written in the call."""
    for argument in call.arguments:
        if argument.keyword == name:
            return argument.value
    if position is None or position >= len(call.arguments):
        return None
    given = call.arguments[: position + 1]
    return given[position].value if all(not one.star and one.keyword is None for one in given) else None


def splats(call: nodes.Call) -> bool:
    """Whether arguments come that are not written in the call."""
    return any(argument.star for argument in call.arguments)


def key(node: nodes.Expression | None) -> str:
    """One text for a name or a chain of attributes (``self.model``); empty for anything else."""
    match node:
        case nodes.Name(id=name):
            return name
        case nodes.Attribute(value=value, name=name):
            owner = key(value)
            return f"{owner}.{name}" if owner else ""
        case _:
            return ""


def uses(node: object, name: str) -> bool:
    """Whether a name is used below a node."""
    return any(isinstance(one, nodes.Name) and one.id == name for one in nodes_below(node))
