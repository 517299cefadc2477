"""The training program: what a script trains, with every fact as it is when training begins."""

from dataclasses import dataclass, field

from lossguard.text.place import Place
from lossguard.values.heap import Object, State
from lossguard.values.value import ClassValue, Ref


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
class TrainingProgram:
    """All that the rules see of a script."""

    trainings: tuple[Training, ...] = ()
    classes: tuple[ClassValue, ...] = ()
    """Classes that the script defines."""
    patched: frozenset[str] = frozenset()
    """Library classes (canonical paths) of which the script sets an attribute: what they do is not known."""
    imported: dict[str, Place] = field(default_factory=dict[str, Place])
    """Top-level packages that are imported, and where first."""
