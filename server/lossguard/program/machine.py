"""The state of the abstract interpreter: heap, frames, the running function, budget."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from lossguard.program.memory import Memory, cost_of
from lossguard.program.training import Training
from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.calls import Models
from lossguard.values.heap import Kind, Object, State
from lossguard.values.value import ABSENT, ClassValue, FunctionValue, Ref, Symbol, Unknown, Value, union

MAX_DEPTH = 14
MAX_STEPS = 100_000
"""Evaluated expressions; past it calls of the script's own functions are no longer followed."""
LAST_STEP = 200_000
"""Past it nothing is followed. Two seconds or so: a step that joins states counts for several."""


class ExhaustedError(Exception):
    """The script is too much to be followed to its end."""


@dataclass(slots=True)
class Loop:
    """States that left the innermost loop early."""

    exact: bool = False
    """Run pass by pass over known items, not joined."""
    breaks: list[State] = field(default_factory=list[State])
    continues: list[State] = field(default_factory=list[State])


@dataclass(slots=True)
class Guard:
    """A ``try`` that is running: what its handlers may find."""

    activation: "Activation"
    state: State
    """All states so far at which the body may have raised, joined."""
    count: int = 0
    """How many they are."""

    def add(self, state: State) -> None:
        self.count += 1
        self.state = self.state.join(state.fork())


@dataclass(frozen=True, slots=True)
class BackCalls:
    """How often a function was run because somebody outside may call it."""

    count: int = 0
    changes: int = 0
    """How often it changed an object that was there the first time."""


@dataclass(slots=True)
class Activation:
    """One running call of a function of the script, or the module."""

    context: int
    """Interned chain of calls; with a node it identifies the object that the node makes."""
    frame: int
    function: FunctionValue | None = None
    method: FunctionValue | None = None
    """The innermost method that is running: what ``super()`` is about."""
    caller: "Activation | None" = None
    depth: int = 0
    returns: list[tuple[State, Value]] = field(default_factory=list[tuple[State, Value]])
    yields: list[Value] = field(default_factory=list[Value])
    pauses: list[State] = field(default_factory=list[State])
    """States at the yields of a generator: whoever drives it may stop there."""
    loops: list[Loop] = field(default_factory=list[Loop])
    global_names: frozenset[str] = frozenset()
    nonlocal_names: frozenset[str] = frozenset()
    class_frame: int | None = None
    """Frame of the class body that is being run, if any: assignments go there."""
    scope: int | None = None
    """Frame to which a walrus inside a comprehension assigns."""


class Core:
    """State and bookkeeping; ``Interpreter`` adds the meaning of statements and expressions."""

    def __init__(self, models: Models, memory: Memory | None = None) -> None:
        self.models = models
        self.memory = memory
        self.heap = memory.state() if memory is not None else State()
        self.alive = True
        """False behind a return, raise, break or continue: nothing there is run."""
        self.steps = 0
        self.parents: dict[int, int] = {}
        """Frame in which a frame's free names are looked up."""
        self.numbers: dict[tuple[object, ...], int] = memory.numbers if memory is not None else {}
        self.deeds: list[tuple[Callable[..., None], tuple[object, ...]]] = []
        """What was done beside the heap, in order, if there is a memory."""
        self.trainings: dict[tuple[int, int], Training] = {}
        self.classes: list[ClassValue] = []
        self.functions: list[FunctionValue] = []
        """Functions of the module and methods of its classes, in order of definition."""
        self.called: set[nodes.Node] = set()
        self.guards: list[Guard] = []
        """The ``try`` statements that are running, innermost last."""
        self.quiet = 0
        """Over 0: what runs may run at another time too, so no training counts."""
        self.star_imports: tuple[str, ...] = ()
        self.patched: frozenset[str] = frozenset()
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
        number = self.number(self.activation.context, node, kind, tag)
        self.heap.add(number, Object(kind, class_, dict(fields or {}), node.place, rest, node=node))
        return Ref(number, place=node.place)

    def train(self, trainer: Ref, place: Place) -> None:
        if self.quiet:
            return
        self.heap.whole()
        key = (trainer.id, self.number(place.anchor, place.start))
        self.trainings[key] = Training(trainer, self.heap.fork(), place, started=True)

    def do(self, deed: Callable[..., None], *arguments: object) -> None:
        """Do something beside the heap, see ``deeds``."""
        if self.memory is not None:
            self.deeds.append((deed, arguments))
        deed(self, *arguments)

    def looks_into(self, *blocks: nodes.Block) -> None:
        """What is done next depends on the statements of blocks."""
        if self.memory is not None:
            self.memory.enters(blocks)

    def canonical(self, path: str) -> str:
        return self.models.canonical(path)

    def why(self, reason: str, place: Place | None = None) -> Unknown:
        return Unknown(reason, place=place)

    def may_take(self, count: int) -> bool:
        """Whether so many more steps are far from being too many."""
        return self.steps + count < MAX_STEPS // 2

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
            value = self.heap.name(number, name)
            if value is not None:
                return value
            number = self.parents.get(number)
        if name in self.builtins:
            return self.builtins[name]
        for module in reversed(self.star_imports):
            path = self.models.canonical(f"{module}.{name}")
            if self.models.has(path):
                return Symbol(path)
        return Unknown(f"where `{name}` comes from is not visible")

    def find_name(self, frame: int, name: str) -> tuple[int | None, Value | None]:
        """The frame that binds a name, seen from another one, and what it binds it to."""
        number: int | None = frame
        while number is not None:
            value = self.heap.name(number, name)
            if value is not None:
                return number, value
            number = self.parents.get(number)
        return None, None

    def assign_name(self, name: str, value: Value) -> None:
        activation = self.activation
        if activation.class_frame is not None:
            self.heap.set(activation.class_frame, name, value)
        elif name in activation.global_names:
            self.heap.bind(self.module, name, value)
        elif name in activation.nonlocal_names:
            number = self.parents.get(activation.frame)
            while number is not None and self.heap.name(number, name) is None:
                number = self.parents.get(number)
            self.heap.bind(number if number is not None else activation.frame, name, value)
        else:
            self.heap.bind(activation.frame, name, value)

    # Paths

    def step(self, count: int = 1) -> None:
        """Use up a part of the budget; raises ExhaustedError."""
        self.steps += count
        if self.steps > LAST_STEP:
            raise ExhaustedError

    def step_for(self, state: State) -> None:
        """Use up what it costs to copy a state, or to join it."""
        if self.memory is not None:
            self.memory.copies(state.size)
        self.step(cost_of(state.size))

    def branches(self, *runs: Callable[[], Value]) -> list[Value | None]:
        """Run alternatives, each from the present state, and join where they end.

        The value of each; None where its path ends (it raises, for one).
        """
        entry, values = self.heap, list[Value | None]()
        ends: list[State] = []
        self.step(4 * len(runs))
        self.step_for(entry)
        for index, run in enumerate(runs):
            self.heap = entry.fork() if index + 1 < len(runs) else entry
            self.alive = True
            value = run()
            values.append(value if self.alive else None)
            if self.alive:
                ends.append(self.heap)
        self.merge(ends)
        return values

    def either(self, *runs: Callable[[], Value]) -> Value:
        """The value of one of several alternatives."""
        return union(value for value in self.branches(*runs) if value is not None)

    def perhaps(self, run: Callable[[], Value]) -> Value:
        """The value of something that may or may not be run; what it does is done on one path only."""
        return self.branches(run, lambda: ABSENT)[0] or Unknown("it is never reached")

    def merge(self, ends: list[State]) -> None:
        """Go on from several states; none of them alive ends the path."""
        self.alive = bool(ends)
        if ends:
            state = ends[0]
            for other in ends[1:]:
                state = state.join(other)
            self.heap = state
