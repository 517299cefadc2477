"""A script as it is written, for rules about loops and functions: scopes, assignments, and what names were imported as.

What the interpreter knows of values is in ``TrainingView``; this is for code that it does not follow to a trainer.
Nothing here guesses: a name that is assigned more than once has no value.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below, parts_of


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


class Reading:
    def __init__(self, blocks: tuple[nodes.Block, ...], canonical: Callable[[str], str]) -> None:
        self._canonical = canonical
        self.scopes: list[Scope] = []
        self.classes: list[nodes.Class] = []
        self.imports: dict[str, str] = {}
        self.words: set[str] = set()
        """Every name and attribute that the script mentions."""
        self.values: dict[str, list[nodes.Expression | None]] = {}
        """What is assigned to a name (``model``) or an attribute (``.model``); None for what is not one expression."""
        body = tuple(statement for block in blocks for statement in block)
        self._scope(None, None, body)

    def _scope(self, function: nodes.Function | None, owner: nodes.Class | None, body: nodes.Block) -> None:
        scope = Scope(function, owner, body)
        self.scopes.append(scope)
        waiting: list[tuple[object, nodes.Class | None]] = [(body, None)]
        while waiting:
            one, inside = waiting.pop()
            if isinstance(one, tuple):
                waiting += ((part, inside) for part in reversed(one))
                continue
            if not isinstance(one, nodes.Node):
                continue
            scope.all.append(one)
            self._note(one)
            match one:
                case nodes.Function():
                    waiting.append((one.decorators, inside))
                    self._scope(one, inside, one.body)
                case nodes.Class():
                    self.classes.append(one)
                    waiting += ((one.body, one), (one.decorators, inside))
                case _:
                    waiting += ((part, inside) for part in reversed(parts_of(one)))

    def _note(self, node: nodes.Node) -> None:
        match node:
            case nodes.Name(id=name) | nodes.Attribute(name=name):
                self.words.add(name)
            case nodes.Import():
                for module, alias in node.names:
                    self.imports[alias or module.partition(".")[0]] = module if alias else module.partition(".")[0]
            case nodes.ImportFrom() if not node.level:
                for name, alias in node.names or ():
                    self.imports[alias or name] = f"{node.module}.{name}"
            case nodes.Assign() if node.value is not None:
                for target in node.targets:
                    self._assign(target, node.value)
            case nodes.AugmentedAssign():
                self._assign(node.target, None)
            case nodes.For():
                self._assign(node.target, None)
            case nodes.With():
                for entered, name_of_it in node.items:
                    if name_of_it is not None:
                        self._assign(name_of_it, entered)
            case nodes.Function():
                for parameter in node.parameters:
                    self.values.setdefault(parameter.name, []).append(None)
            case _:
                pass

    def _assign(self, target: nodes.Expression, value: nodes.Expression | None) -> None:
        match target:
            case nodes.Name(id=name):
                self.values.setdefault(name, []).append(value)
            case nodes.Attribute(name=name):
                self.values.setdefault(f".{name}", []).append(value)
            case nodes.Sequence(items=items):
                known = value.items if isinstance(value, nodes.Sequence) and len(value.items) == len(items) else None
                for index, item in enumerate(items):
                    self._assign(item, known[index] if known is not None else None)
            case _:
                pass

    # What is written

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
