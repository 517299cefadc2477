"""The training data: the steps that made it, and its columns after each."""

from collections.abc import Iterator

from lossguard.explain.describe import class_name, reason
from lossguard.explain.phrases import Words, listed
from lossguard.explain.statement import Statement, Topic
from lossguard.findings.finding import Message
from lossguard.libraries.models.splits import STEP
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import Absent, Columns, Constant, Unknown, Value, may_be_absent, members

NONE_GIVEN = "no training data is given"
OWN = "`{dataset}`, a dataset of the script's own"
LIST = "a list of rows with the keys {keys}"
STEP_COLUMNS = "{number}. `{step}`: {columns}"
STEP_ONLY = "{number}. `{step}`"
COLUMNS = "the rows have {columns}"

THESE = "the columns {names}"
ANOTHER = "a {kind} is given, and only datasets of `datasets` are followed"
NO_COLUMNS = "no columns"
UNSEEN = "columns that the script does not name"
UNSEEN_BUT = "columns that the script does not name (not {removed})"
AND_UNSEEN = "{names} and {unseen}"
PERHAPS = "`{name}` (perhaps)"

_topic = Topic("data")


def data_statements(view: TrainingView) -> Iterator[Statement]:
    value = view.argument("train_dataset")
    if isinstance(value, Absent) or value == Constant(None):
        yield _topic.known(NONE_GIVEN, view.place)
        return
    for member in members(value):
        thing = view.find(member)
        if thing is not None and thing.kind == "instance":
            yield _topic.known(OWN, thing.made, dataset=class_name(thing))
            yield from _columns(view, thing, view.columns or Unknown("what its rows hold is not followed"))
        elif thing is not None and thing.kind in ("list", "tuple"):
            yield _list(view, thing)
        elif thing is None or thing.kind not in ("dataset", "datasets"):
            yield _topic.unknown("the training data", _why(thing, member), member.place or _given(view))
        else:
            yield from _dataset(view, thing)


def _list(view: TrainingView, thing: Object) -> Statement:
    """Rows in a list: their keys, if all are dicts of the script with the same ones."""
    rows = [view.find(member) for value in thing.held() for member in members(value)]
    keys = {tuple(row.fields) if row is not None and row.kind == "dict" and row.rest is None else None for row in rows}
    known = keys.pop() if len(keys) == 1 else None
    if known is None:
        return _topic.unknown("what the rows of the list hold", "they are not all dicts of known keys", thing.made)
    return _topic.known(LIST, thing.made, keys=listed([f"`{key}`" for key in known]))


def _why(thing: Object | None, value: Value) -> Message:
    if thing is not None:
        return Message(ANOTHER, {"kind": thing.kind})
    return reason(value)


def _given(view: TrainingView) -> Place:
    return view.argument_place("train_dataset")


def _dataset(view: TrainingView, thing: Object) -> Iterator[Statement]:
    now = thing.get("columns")
    told: Value | None = None
    for number, place in enumerate(steps(thing), 1):
        made = _made_at(view, place)
        shown, name = _method(made, place), _name(made, place)
        columns = made.get("columns") if made is not None and made.places.get("columns") in (None, place) else None
        told = columns
        if isinstance(columns, Columns):
            yield _topic.known(STEP_COLUMNS, shown, number=str(number), step=name, columns=in_words(columns))
        else:
            yield _topic.known(STEP_ONLY, shown, number=str(number), step=name)
    if not isinstance(told, Columns) or told != now:
        yield from _columns(view, thing, now)
    rest = thing.rest
    if isinstance(now, Columns) and isinstance(rest, Unknown):
        yield _topic.unknown("what became of the data", rest.why, rest.place)


def _columns(view: TrainingView, thing: Object, columns: Value) -> Iterator[Statement]:
    if isinstance(columns, Columns):
        yield _topic.known(COLUMNS, thing.places.get("columns") or columns.place, columns=in_words(columns))
    else:
        yield _topic.unknown("which columns the rows have", reason(columns), columns.place or _given(view))


def steps(thing: Object) -> list[Place]:
    """Where a dataset was made and changed, in order."""
    found = [place for name, place in thing.places.items() if name.startswith(STEP)]
    made = thing.made
    if made is not None and not found:
        found = [made]
    changed = thing.places.get("columns")
    return [*found, changed] if changed is not None and changed not in found else found


def _made_at(view: TrainingView, place: Place) -> Object | None:
    """The dataset that a step made, if all that it made (splits) have the same columns."""
    made = [
        thing
        for thing in view.training.heap.objects.values()
        if thing.kind in ("dataset", "datasets") and thing.made == place
    ]
    return made[0] if made and all(other.get("columns") == made[0].get("columns") for other in made) else None


def _method(made: Object | None, place: Place) -> Place:
    """The place of a step without the chain of steps before it."""
    node = made.node if made is not None else None
    if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Attribute):
        return Place(node.anchor, node.function.end - len(node.function.name), node.end)
    return place


def _name(made: Object | None, place: Place) -> str:
    node = made.node if made is not None else None
    if isinstance(node, nodes.Call):
        function = node.function
        if isinstance(function, nodes.Attribute):
            return function.name
        if isinstance(function, nodes.Name):
            return function.id
    lines = place.source.partition("(")[0].split("\n")
    return lines[-1].strip()[-60:]


def in_words(columns: Columns) -> Message:
    """Columns by name; those of a file or of the hub cannot be seen."""
    named = [name_in_words(name, value) for name, value in columns.added.items()]
    if columns.closed:
        return Message(THESE, {"names": listed(named)}) if named else Message(NO_COLUMNS)
    removed = listed([f"`{name}`" for name in sorted(columns.removed)]) if columns.removed else ""
    unseen = Message(UNSEEN_BUT, {"removed": removed}) if removed else Message(UNSEEN)
    return Message(AND_UNSEEN, {"names": listed(named), "unseen": unseen}) if named else unseen


def name_in_words(name: str, value: Value) -> Words:
    """A column, or a tensor of a batch."""
    return Message(PERHAPS, {"name": name}) if may_be_absent(value) else f"`{name}`"
