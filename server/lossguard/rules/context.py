"""What a rule is given: the training program with the versions it is read under."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from lossguard.libraries.eras import Eras
from lossguard.program.training import TrainingProgram
from lossguard.rules.reading import Piece, Pieces, Reading
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.syntax.nodes import Block
from lossguard.values.value import ClassValue, Symbol


@dataclass(slots=True)
class Context:
    program: TrainingProgram
    versions: Eras
    blocks: tuple[Block, ...]
    """Top-level statements, one block for each part of the document."""
    canonical: Callable[[str], str]
    known: Pieces = field(default_factory=dict[nodes.Node, Piece])
    """What was read before an edit."""
    torn: frozenset[nodes.Node] = frozenset()
    """Nodes in which lines do not parse."""
    trainings: tuple[TrainingView, ...] = field(init=False)
    views: tuple[TrainingView, ...] | None = field(default=None, init=False)
    """Trainings, and loops seen as such; made by ``loop_view.all_views`` when a rule first asks for it."""
    _reading: Reading | None = field(default=None, init=False)

    def __post_init__(self) -> None:
        self.trainings = tuple(
            TrainingView(training, self.versions, self.canonical, self.unsloth, self.unsloth_late, self.program.patched)
            for training in self.program.trainings
        )

    @property
    def reading(self) -> Reading:
        """The script as it is written; made when a rule first asks for it."""
        if self._reading is None:
            self._reading = Reading(self.blocks, self.canonical, self.known, self.torn)
        return self._reading

    @property
    def pieces(self) -> Pieces:
        """What was read, for the context behind the next edit."""
        return self.known if self._reading is None else self._reading.pieces

    @property
    def unsloth(self) -> bool:
        """Whether Unsloth is imported: its patches then decide what trainers accept and do."""
        return "unsloth" in self.program.imported or "unsloth_zoo" in self.program.imported

    @property
    def unsloth_late(self) -> bool:
        """Whether trl is imported before Unsloth, which then patches classes that the script may already hold."""
        order = [package for package in self.program.imported if package in ("trl", "unsloth", "unsloth_zoo")]
        return self.unsloth and order[0] == "trl"

    def trainer_classes(self) -> Iterator[tuple[ClassValue, Symbol]]:
        """Classes of the script that derive from a library's trainer, with that trainer."""
        for owner in self.program.classes:
            base = owner.library_base()
            if base is not None and owner.known_bases():
                path = self.canonical(base.path)
                if path.endswith("Trainer") and path.partition(".")[0] in ("transformers", "trl", "unsloth"):
                    yield owner, Symbol(path)
