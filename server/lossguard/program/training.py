"""The training program: what a script trains, with every fact as it is when training begins."""

from dataclasses import dataclass, field

from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.heap import Object, State
from lossguard.values.outputs import model_of
from lossguard.values.value import ClassValue, Ref, Value


@dataclass(frozen=True, slots=True)
class Training:
    """One trainer at the moment it begins to train, or at the end of the script if it never does."""

    trainer: Ref
    heap: State
    place: Place
    """The call of ``train``, or the trainer's construction."""
    started: bool

    @property
    def object(self) -> Object:
        return self.heap[self.trainer]


@dataclass(frozen=True, slots=True)
class LoopStep:
    """One step that a pass of a training loop takes."""

    name: str
    """The method: ``backward``, ``step``, ``zero_grad``, ``train``, ``eval``, ``accumulate``…"""
    node: nodes.Call
    value: Value
    """What it is called on; the loss for ``accelerator.backward(loss)``."""
    certain: bool
    """Whether each pass takes it, on whatever path."""
    mode: Value | None
    """For ``backward``: the last of ``train`` and ``eval`` that was called on the model, ``ABSENT`` if neither was;
    None if the model is not known."""
    accelerated: bool = False
    """It is a method of an ``Accelerator``."""

    @property
    def place(self) -> Place:
        return self.node.place


@dataclass(frozen=True, slots=True)
class RawLoop:
    """A loop that trains without a trainer: some pass of it calls ``backward``."""

    node: nodes.For | nodes.While
    steps: tuple[LoopStep, ...]
    """In the order of a pass, those of called functions and of loops inside among them."""
    heap: State
    """At the end of a pass."""

    def named(self, name: str) -> tuple[LoopStep, ...]:
        return tuple(step for step in self.steps if step.name == name)

    def model(self, step: LoopStep) -> Object | None:
        """The model whose loss a ``backward`` is called on."""
        model = model_of(self.heap, step.value)
        return self.heap[model] if model is not None else None

    def exposed(self, value: Value) -> bool:
        """Whether code that is not followed had an object, and may take steps with it."""
        return not isinstance(value, Ref) or value.id in self.heap.escaped


@dataclass(frozen=True, slots=True)
class TrainingProgram:
    """All that the rules see of a script."""

    trainings: tuple[Training, ...] = ()
    classes: tuple[ClassValue, ...] = ()
    """Classes that the script defines."""
    patched: frozenset[str] = frozenset()
    """Library classes (canonical paths) of which the script sets an attribute: what they do is not known."""
    imported: dict[str, Place] = field(default_factory=dict[str, Place])
    """Top-level packages that are imported, and where first."""
    loops: tuple[RawLoop, ...] = ()
    """Loops that train without a trainer, inner ones before those around them."""
