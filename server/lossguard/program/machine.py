"""The state of the abstract interpreter: heap, frames, the running function, budget."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from lossguard.program.training import Training
from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.calls import Models
from lossguard.values.heap import Kind, Object, State
from lossguard.values.value import ClassValue, FunctionValue, Ref, Symbol, Unknown, Value

MAX_DEPTH = 14
MAX_STEPS = 150_000
"""Evaluated expressions; past it calls of the script's own functions are no longer followed."""


@dataclass(slots=True)
class Loop:
    """States that left the innermost loop early."""

    exact: bool = False
    """Run pass by pass over known items, not joined."""
    breaks: list[State] = field(default_factory=list[State])
    continues: list[State] = field(default_factory=list[State])


@dataclass(slots=True)
class Activation:
    """One running call of a function of the script, or the module."""

    context: int
    """Interned chain of calls; with a node it identifies the object that the node makes."""
    frame: int
    function: FunctionValue | None = None
    caller: "Activation | None" = None
    depth: int = 0
    returns: list[tuple[State, Value]] = field(default_factory=list[tuple[State, Value]])
    yields: list[Value] = field(default_factory=list[Value])
    loops: list[Loop] = field(default_factory=list[Loop])
    global_names: set[str] = field(default_factory=set[str])
    nonlocal_names: set[str] = field(default_factory=set[str])
    class_frame: int | None = None
    """Frame of the class body that is being run, if any: assignments go there."""


class Core:
    """State and bookkeeping; ``Interpreter`` adds the meaning of statements and expressions."""

    def __init__(self, models: Models) -> None:
        self.models = models
        self.heap = State()
        self.alive = True
        """False behind a return, raise, break or continue: nothing there is run."""
        self.steps = 0
        self.parents: dict[int, int] = {}
        """Frame in which a frame's free names are looked up."""
        self.numbers: dict[tuple[object, ...], int] = {}
        self.trainings: dict[tuple[int, int], Training] = {}
        self.classes: list[ClassValue] = []
        self.functions: list[FunctionValue] = []
        """Functions of the module and methods of its classes, in order of definition."""
        self.called: set[nodes.Node] = set()
        self.star_imports: list[str] = []
        self.patched: set[str] = set()
        """Library classes of which an attribute was set."""
        self.imported: dict[str, Place] = {}
        """Top-level packages that were imported, and where first."""
        self.builtins: Mapping[str, Value] = {}
        self.module = self.number("module")
        self.heap.add(self.module, Object("frame", None, {}, None))
        self.activation = Activation(self.module, self.module)

    @property
    def in_loop(self) -> bool:
        """Whether the present statement may run any number of times."""
        activation: Activation | None = self.activation
        while activation is not None:
            if any(not loop.exact for loop in activation.loops):
                return True
            activation = activation.caller
        return False

    def number(self, *key: object) -> int:
        """A small number for a key, the same one every time."""
        return self.numbers.setdefault(key, len(self.numbers))

    def make(
        self,
        node: nodes.Node,
        kind: Kind,
        class_: Value | None,
        fields: Mapping[str, Value] | None = None,
        tag: str = "",
        rest: Value | None = None,
    ) -> Ref:
        number = self.number(self.activation.context, node, tag)
        self.heap.add(number, Object(kind, class_, dict(fields or {}), node.place, rest, node=node))
        return Ref(number, place=node.place)

    def train(self, trainer: Ref, place: Place) -> None:
        key = (trainer.id, self.number(place.anchor, place.start))
        self.trainings[key] = Training(trainer, self.heap.fork(), place, started=True)

    def why(self, reason: str, place: Place | None = None) -> Unknown:
        return Unknown(reason, place=place)

    @contextmanager
    def context(self, *key: object) -> Iterator[None]:
        """Make the objects of a block distinct from those of its other runs."""
        before = self.activation.context
        self.activation.context = self.number(before, *key)
        try:
            yield
        finally:
            self.activation.context = before

    # Names

    def frame(self, number: int) -> dict[str, Value]:
        return self.heap[number].fields

    def lookup(self, name: str) -> Value:
        if self.activation.class_frame is not None:
            value = self.frame(self.activation.class_frame).get(name)
            if value is not None:
                return value
        number: int | None = self.activation.frame
        while number is not None:
            value = self.frame(number).get(name)
            if value is not None:
                return value
            number = self.parents.get(number)
        if name in self.builtins:
            return self.builtins[name]
        for module in self.star_imports:
            path = self.models.canonical(f"{module}.{name}")
            if path in self.models.functions or path in self.models.classes or self.models.class_kind(path):
                return Symbol(path)
        return Unknown(f"where `{name}` comes from is not visible")

    def assign_name(self, name: str, value: Value) -> None:
        activation = self.activation
        if activation.class_frame is not None:
            self.heap.set(activation.class_frame, name, value)
        elif name in activation.global_names:
            self.heap.set(self.module, name, value)
        elif name in activation.nonlocal_names:
            number = self.parents.get(activation.frame)
            while number is not None and name not in self.frame(number):
                number = self.parents.get(number)
            self.heap.set(number if number is not None else activation.frame, name, value)
        else:
            self.heap.set(activation.frame, name, value)

    # Paths

    def branches(self, *runs: Callable[[], Value]) -> list[Value]:
        """Run alternatives, each from the present state, and join where they end."""
        entry, values = self.heap, list[Value]()
        ends: list[State] = []
        for index, run in enumerate(runs):
            self.heap = entry.fork() if index + 1 < len(runs) else entry
            self.alive = True
            value = run()
            if self.alive:
                ends.append(self.heap)
                values.append(value)
        self.merge(ends)
        return values

    def merge(self, ends: list[State]) -> None:
        """Go on from several states; none of them alive ends the path."""
        self.alive = bool(ends)
        if ends:
            state = ends[0]
            for other in ends[1:]:
                state = state.join(other)
            self.heap = state
