"""The batches that collators of the script's own make: for a trainer, or for a loop without one."""

from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.libraries.models.rows import COLLATED
from lossguard.rules.context import Context
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.place import Place
from lossguard.text.scan import without_comments
from lossguard.values.heap import Object, State
from lossguard.values.sequences import ORIGIN, tags_of_object
from lossguard.values.value import ABSENT, Ref, Symbol

MASKS = frozenset(("ignore", "padding", "prompt"))
"""Tags of labels of which some are masked."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What a collator returns, and the model that it goes to."""

    heap: State
    object: Object
    model: str
    """Name of the model's class."""
    tasks: frozenset[str]
    owner: Place
    """The trainer, or the loader of the batches."""

    def column(self, name: str) -> Object | None:
        """A column of token ids or labels, if it is known what is in it."""
        value = self.object.fields.get(name)
        thing = self.heap.objects.get(value.id) if isinstance(value, Ref) else None
        return thing if thing is not None and thing.kind == "sequence" else None

    def written(self, name: str) -> Place | None:
        """Where a column was put into the batch."""
        value = self.object.fields.get(name)
        return self.object.places.get(name) or (value.place if value is not None else None)

    def tags(self, thing: Object) -> frozenset[str]:
        return tags_of_object(self.heap.objects, thing) or frozenset(("other",))


_MASKING = ("-100", "ignore_index")


def batches(context: Context) -> Iterator[Batch]:
    """Batches whose labels the model itself makes a loss of."""
    for view in context.trainings:
        if view.batch is not None and view.is_plain and not view.own_loss and not view.own_batches:
            yield Batch(view.training.heap, view.batch, view.model_class, view.tasks, view.place)
    for loop in context.program.loops:
        if _masks(loop.node.place.part.code):
            continue  # labels may be masked on their way to the model
        for step in loop.named("backward"):
            model = loop.model(step)
            name = model.type.name if model is not None and isinstance(model.type, Symbol) else ""
            for loader in loop.heap.objects.values() if name else ():
                value = loader.get(COLLATED) if loader.kind == "loader" and loader.made is not None else ABSENT
                batch = loop.heap.objects.get(value.id) if isinstance(value, Ref) else None
                if batch is not None and loader.made is not None and batch.kind in ("dict", "encoding"):
                    tasks = context.versions.model_tasks(name)
                    yield Batch(loop.heap, batch, name, tasks, loader.made)


def _masks(code: str) -> bool:
    """Whether a script has a word of masking labels, but for comments."""
    return any(word in code for word in _MASKING) and any(word in without_comments(code) for word in _MASKING)


def copies_padding(batch: Batch) -> bool:
    """Whether the labels are the padded ids, of which none is masked."""
    ids, labels = batch.column("input_ids"), batch.column("labels")
    if ids is None or labels is None:
        return False
    tags = batch.tags(labels)
    if "padded" not in tags or tags & MASKS:
        return False
    copied = labels.get(ORIGIN) is not ABSENT and labels.get(ORIGIN) == ids.get(ORIGIN) and tags == batch.tags(ids)
    return copied or ("ids" in tags and tags <= {"ids", "padded", "fixed"})


def node_at(context: Context, place: Place) -> nodes.Node | None:
    """The expression or assignment that stands at a place."""
    for block in context.blocks:
        for statement in block:
            if statement.place.part is place.part and _around(statement.place, place):
                for node in nodes_below(statement):
                    if node.place.span == place.span and not isinstance(node, nodes.ExpressionStatement):
                        return node
    return None


def _around(outer: Place, inner: Place) -> bool:
    return outer.span[0] <= inner.span[0] and inner.span[1] <= outer.span[1]
