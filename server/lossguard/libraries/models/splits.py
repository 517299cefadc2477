"""Reading a dataset: its columns, rows and cells, and the splits of a dict of datasets."""

from lossguard.libraries.models.columns import columns_in
from lossguard.text.place import Place
from lossguard.values.calls import Call, Machine, Models, Node
from lossguard.values.heap import Object
from lossguard.values.value import (
    ABSENT,
    Absent,
    ColumnNames,
    Columns,
    Constant,
    Data,
    Ref,
    Unknown,
    Value,
    join_columns,
    lost,
    members,
    union,
)


def register(models: Models) -> None:
    for kind in ("dataset", "datasets"):
        models.attributes[kind, "column_names"] = _column_names
        models.attributes[kind, "features"] = _column_names
        models.items[kind] = _item
    models.methods["datasets", "values"] = _values
    models.methods["datasets", "items"] = _items
    models.elements["dataset"] = _row
    models.elements["datasets"] = lambda machine, ref: Unknown("the name of a split")
    models.item_setters["datasets"] = _set_split
    models.items["example"] = _cell


_SPLITS = frozenset(("train", "test", "validation", "valid", "val", "dev", "eval", "train_sft", "test_sft"))

STEP = "#step "

STREAMED = "#streamed"
"""Field of a dataset that is read on the way: its ``column_names`` may be None."""

UNFORMATTED = "#unformatted"
"""Field of a dataset of which a format hides columns: all that it has, set where the format is."""

OWNER = "#owner"
"""Field of a split that may be any of a dict: the dict, which loses its facts with it."""


def steps_of(thing: Object, place: Place | None = None) -> dict[str, Place]:
    """Where a dataset was made and changed, in order, and one more step: as places of fields that there are not."""
    steps = [at for name, at in thing.places.items() if name.startswith(STEP)]
    if not steps and thing.made is not None:
        steps = [thing.made]
    if place is not None and place not in steps:
        steps.append(place)
    return {f"{STEP}{number}": at for number, at in enumerate(steps)}


def _column_names(machine: Machine, ref: Ref) -> Value:
    columns = _common_columns(machine, ref)
    if columns is None or machine.heap[ref].get(STREAMED) is not ABSENT:
        return Unknown("the columns of a dataset")
    return ColumnNames(columns, by_split=machine.heap[ref].kind == "datasets")


def _common_columns(machine: Machine, ref: Ref) -> Columns | None:
    """Columns of a dataset, or those that all splits have; None if they are not known to be the same."""
    columns = columns_in(machine, ref)
    splits = (value for name, value in machine.heap[ref].fields.items() if name.startswith("split "))
    return None if any(columns_in(machine, split) != columns for split in splits) else columns


def _values(machine: Machine, ref: Ref, call: Call) -> Value:
    """``splits.values()``: one of the splits, whichever; what is done to it is done to the dict."""
    return machine.make(call.node, "list", None, rest=_any_split(machine, ref, call))


def _items(machine: Machine, ref: Ref, call: Call) -> Value:
    pair: dict[str, Value] = {"0": Unknown("the name of a split"), "1": _any_split(machine, ref, call)}
    return machine.make(call.node, "list", None, rest=machine.make(call.node, "tuple", None, pair, tag="pair"))


def _any_split(machine: Machine, ref: Ref, call: Call) -> Value:
    columns = _common_columns(machine, ref)
    if columns is None:
        return lost("one of the splits", ref)
    fields: dict[str, Value] = {"columns": columns, OWNER: ref}
    if (streamed := machine.heap[ref].get(STREAMED)) is not ABSENT:
        fields[STREAMED] = streamed
    return machine.make(call.node, "dataset", None, fields, tag="any split", rest=machine.heap[ref].rest)


def _row(machine: Machine, ref: Ref) -> Value:
    return Data("*")


def _item(machine: Machine, ref: Ref, index: Value, node: Node) -> Value:
    thing = machine.heap[ref]
    key = index.value if isinstance(index, Constant) else None
    if thing.kind == "datasets":
        return _split(machine, ref, key if isinstance(key, str) else None, node)
    columns = thing.get("columns")
    if key in _SPLITS and isinstance(columns, Columns) and columns.has(str(key)) is None:
        # `load_from_disk(path)["train"]`: whether the source is a dict of splits shows only here.
        split = machine.make(node, "dataset", None, {"columns": columns})
        machine.heap.writable(split).places.update(steps_of(thing))
        return union((split, lost("a split or a column", ref))) if thing.rest is not None else split
    return Data(key if isinstance(key, str) else "*", place=node.place)


def _split(machine: Machine, ref: Ref, key: str | None, node: Node) -> Value:
    """A split: the same object every time, so that what is done to it in place is seen."""
    thing = machine.heap[ref]
    if key is None:
        return lost("a split that is not known which", ref, *thing.held())
    own = thing.fields.get(f"split {key}")
    if own is None:
        fields = {name: value for name, value in thing.fields.items() if name in ("columns", STREAMED, UNFORMATTED)}
        own = machine.make(node, "dataset", None, fields, rest=thing.rest)
        machine.heap.writable(own).places.update({**thing.places, **steps_of(thing)})
        machine.heap.set(ref, f"split {key}", own)
    return own


def _set_split(machine: Machine, ref: Ref, index: Value, value: Value, place: Place) -> None:
    if isinstance(index, Constant):
        machine.heap.set(ref, f"split {index.value}", value, place)
        return
    columns, others = columns_in(machine, ref), [columns_in(machine, member) for member in members(value)]
    thing = machine.heap.writable(ref)
    joined: Value = Unknown("a split that is not known was replaced")
    if columns is not None and all(other is not None for other in others):
        joined = columns
        for other in others:
            assert isinstance(joined, Columns)
            joined = join_columns(joined, other) if other is not None else joined
    for name, known in thing.fields.items():
        thing.fields[name] = joined if name == "columns" else union((known, value))


def _cell(machine: Machine, ref: Ref, index: Value, node: Node) -> Value:
    """``example["text"]`` in a map function."""
    thing = machine.heap[ref]
    if not (isinstance(index, Constant) and isinstance(index.value, str)):
        return Data("*", place=node.place)
    value = thing.fields.get(index.value)
    if value is None or isinstance(value, Absent) or any(isinstance(m, Constant) for m in members(value)):
        return Data(index.value, place=node.place)  # other rows hold other things
    return value
