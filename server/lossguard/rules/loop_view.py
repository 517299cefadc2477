"""A loop of the script's own as rules see it that are about any training: the same facts, from the loader it walks."""

from collections.abc import Iterator

from lossguard.program.training import Training
from lossguard.rules.context import Context
from lossguard.rules.passes import Pass, passes
from lossguard.rules.training_view import TrainingView
from lossguard.values.heap import Object
from lossguard.values.outputs import AS_COLLATED, LABELS, LOADER, MODEL
from lossguard.values.value import ABSENT, Absent, Constant, Ref, Value, members

_TRAINER = -1
"""Number of the object that stands for a trainer."""
_ARGUMENTS = {"train_dataset": "dataset", "data_collator": "collate_fn"}
"""What a loader is given, by the trainer's name for it."""


class LoopView(TrainingView):
    """The loss is that of a model of a library, made of the batches of one loader."""

    is_loop = True

    def __init__(self, context: Context, one: Pass, loader: Object) -> None:
        fields = {name: loader.get(given) for name, given in _ARGUMENTS.items()}
        places = {name: loader.places[given] for name, given in _ARGUMENTS.items() if given in loader.places}
        number = one.loss.get(MODEL)
        assert isinstance(number, Constant)
        assert isinstance(number.value, int)
        fields["model"] = Ref(number.value)
        heap = one.loop.heap.fork()
        heap.add(_TRAINER, Object("trainer", None, fields, loader.made, places=places))
        training = Training(Ref(_TRAINER), heap, one.step.place, started=True)
        known = (context.versions, context.canonical, context.unsloth, context.unsloth_late, context.program.patched)
        super().__init__(training, *known)
        self._loader = loader
        self._labels = one.loss.get(LABELS)

    @property
    def unlabelled(self) -> bool:
        return all(isinstance(member, Absent) or member == Constant(None) for member in members(self._labels))

    @property
    def own_batches(self) -> bool:
        """Whether the loop may give other labels to the model than those of the batch."""
        column = self.find(self._labels)
        if column is None:
            return not self.unlabelled
        return column.get(LOADER) == ABSENT or column.get("tags") != column.get(AS_COLLATED)

    @property
    def batch_size(self) -> Value:
        given = self._loader.get("batch_size")
        return Constant(1) if given == ABSENT else given


def all_views(context: Context) -> tuple[TrainingView, ...]:
    """Every trainer, and every loop of which the loader is known."""
    if context.views is None:
        context.views = (*context.trainings, *_loops(context))
    return context.views


def _loops(context: Context) -> Iterator[LoopView]:
    seen: set[int] = set()
    for one in passes(context):
        loader = one.loader
        if loader is not None and loader.rest is None and id(loader.node) not in seen:
            seen.add(id(loader.node))
            yield LoopView(context, one, loader)
