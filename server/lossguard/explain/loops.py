"""Loops that train without a trainer: which model's loss they go back from, and by which steps."""

from collections.abc import Iterable, Iterator

from lossguard.explain.data import in_words
from lossguard.explain.describe import class_name, reason
from lossguard.explain.model import BARE, HEAD, loaded, tasks_in_words
from lossguard.explain.statement import TOPICS, Explanation, Spot, Statement, Topic
from lossguard.findings.finding import Message
from lossguard.libraries.knowledge import model_tasks
from lossguard.program.training import LoopStep, RawLoop
from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.outputs import AS_COLLATED, LABELS, LOADER
from lossguard.values.value import ABSENT, Absent, Columns, Constant, FunctionValue, Ref, Symbol, Unknown, Value

LOOP = "a training loop of the script's own"
BACKWARD = "each pass goes back from the loss here"
BACKWARD_MAYBE = "some passes go back from the loss here"
STEP = "`{step}` is called here"
GIVEN = "the model is given `labels` by name"
OF_THE_BATCH = "the model is given those of the batch, as they come from the loader"
NONE = "the model is given none: it returns no loss"
COLUMNS = "the rows have {columns}"
OWN_COLLATOR = "`{collator}`, a function of the script, makes the batches"
COLLATOR = "`{collator}` makes the batches"
NO_COLLATOR = "the loader's own `collate_fn` makes the batches: it stacks the rows"


def loop_explanations(loops: Iterable[RawLoop]) -> Iterator[Explanation]:
    """One for each place where a loss is gone back from: the innermost loop around it."""
    seen: set[int] = set()
    for loop in loops:
        step = next((step for step in loop.named("backward") if id(step.node) not in seen), None)
        if step is not None:
            seen |= {id(other.node) for other in loop.named("backward")}
            yield _explanation(loop, step)


def _explanation(loop: RawLoop, step: LoopStep) -> Explanation:
    statements = (
        Topic("trainer").known(BACKWARD if step.certain else BACKWARD_MAYBE, step.place),
        *(Topic("trainer").known(STEP, other.place, step=name) for name in _OTHERS for other in loop.named(name)[:1]),
        *_model(loop, step),
        *_loader(loop),
        *_labels(loop, step),
    )
    return Explanation(Message(LOOP), loop.node.place, statements, (Spot(_keyword(loop.node), TOPICS),))


_OTHERS = ("step", "zero_grad")


def _keyword(loop: nodes.For | nodes.While) -> Place:
    return Place(loop.anchor, loop.start, loop.start + len("for" if isinstance(loop, nodes.For) else "while"))


def _model(loop: RawLoop, step: LoopStep) -> Iterator[Statement]:
    topic = Topic("model")
    model = loop.model(step)
    name = class_name(model) if model is not None else ""
    if model is None or not name:
        why = (
            step.value.why if isinstance(step.value, Unknown) else "the loss is none that a model of a library returned"
        )
        yield topic.unknown("the model", why, step.place)
        return
    yield loaded(model, name)
    tasks = model_tasks(name) if isinstance(model.type, Symbol) and model.type.root == "transformers" else frozenset()
    if tasks == {"base"}:
        yield topic.known(BARE, model.made)
    elif tasks:
        yield topic.known(HEAD, model.made, tasks=tasks_in_words(tasks))
    else:
        yield topic.unknown("its head", "its class is not one of transformers", model.made)


def _loader(loop: RawLoop) -> Iterator[Statement]:
    loaders = [thing for thing in loop.heap.objects.values() if thing.kind == "loader"]
    if len(loaders) != 1:
        why = "no `DataLoader` is followed" if not loaders else "there are several `DataLoader`s"
        yield Topic("data").unknown("the training data", why, loop.node.place)
        yield Topic("collator").unknown("the collator", why, loop.node.place)
        return
    loader = loaders[0]
    yield _data(loop, loader)
    yield _collator(loop, loader)


def _data(loop: RawLoop, loader: Object) -> Statement:
    value = loader.get("dataset")
    dataset = _find(loop, value)
    columns = dataset.get("columns") if dataset is not None else value
    place = loader.places.get("dataset") or loader.made
    if isinstance(columns, Columns):
        return Topic("data").known(COLUMNS, columns.place or place, columns=in_words(columns))
    return Topic("data").unknown("which columns the rows have", reason(columns), place)


def _collator(loop: RawLoop, loader: Object) -> Statement:
    topic = Topic("collator")
    value = loader.get("collate_fn")
    place = loader.places.get("collate_fn") or loader.made
    collator = _find(loop, value)
    if isinstance(value, Absent) or value == Constant(None):
        return topic.known(NO_COLLATOR, place)
    if isinstance(value, FunctionValue):
        return topic.known(OWN_COLLATOR, place, collator=value.name)
    if isinstance(value, Symbol):
        return topic.known(COLLATOR, place, collator=value.name)
    if collator is not None and collator.kind in ("collator", "instance") and class_name(collator):
        return topic.known(COLLATOR, place, collator=class_name(collator))
    return topic.unknown("the collator", reason(value), place)


def _labels(loop: RawLoop, step: LoopStep) -> Iterator[Statement]:
    loss = _find(loop, step.value)
    labels = loss.get(LABELS) if loss is not None else Unknown("what the loss is made of is not followed")
    column = _find(loop, labels)
    if loss is not None and loss.get(LOADER) != ABSENT and labels in (ABSENT, Constant(None)):
        yield Topic("labels").known(NONE, step.place)
        return
    if column is not None and column.get(LOADER) != ABSENT and column.get("tags") == column.get(AS_COLLATED):
        yield Topic("labels").known(OF_THE_BATCH, step.place)
        return
    if labels is ABSENT or isinstance(labels, Absent | Unknown) or labels == Constant(None):
        why = labels.why if isinstance(labels, Unknown) else "they are not given to the model by name"
        yield Topic("labels").unknown("who makes the labels", why, step.place)
    else:
        yield Topic("labels").known(GIVEN, labels.place or step.place)


def _find(loop: RawLoop, value: Value) -> Object | None:
    return loop.heap.objects.get(value.id) if isinstance(value, Ref) else None
