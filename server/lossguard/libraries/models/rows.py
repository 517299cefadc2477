"""Datasets and collators of the script's own: what their code returns for a row, and for a batch of rows."""

from lossguard.libraries.models.columns import columns_of
from lossguard.text.place import Place
from lossguard.values.calls import Call, Given, Machine, Models, Node
from lossguard.values.value import (
    ABSENT,
    ClassValue,
    Columns,
    Constant,
    FunctionValue,
    Partial,
    Ref,
    Unknown,
    Value,
    lost,
    members,
    union,
)

OWN_COLUMNS = "#columns"
"""Field of a dataset of the script's own: the keys of the dict that its ``__getitem__`` returns, as ``Columns``."""
BATCH = "#batch"
"""Field of a trainer: what its collator returns for rows of its training data, if the collator is the script's."""

COLLATED = "#collated"
"""Field of a loader: its batch as the collator made it."""


def register(models: Models) -> None:
    for path in ("torch.utils.data.random_split", "torch.utils.data.dataset.random_split"):
        models.functions[path] = _random_split
    for path in ("torch.utils.data.Subset", "torch.utils.data.dataset.Subset"):
        models.functions[path] = lambda machine, call: call.value("dataset", 0)
    for path in ("torch.utils.data.ConcatDataset", "torch.utils.data.ChainDataset"):
        models.functions[path] = _one_of_several


def _random_split(machine: Machine, call: Call) -> Value:
    """Parts of a dataset: what a row of them holds is what a row of the whole holds."""
    return machine.make(call.node, "list", None, rest=call.value("dataset", 0))


def _one_of_several(machine: Machine, call: Call) -> Value:
    parts = call.value("datasets", 0)
    thing = machine.heap[parts] if isinstance(parts, Ref) else None
    if thing is None or thing.kind not in ("list", "tuple") or not thing.held():
        return Unknown("one of several datasets")
    return union(thing.held())


def look_into(machine: Machine, trainer: Ref, call: Call) -> None:
    """Run the datasets and the collator of a trainer, as far as they are the script's own."""
    thing = machine.heap[trainer]
    _note_columns(machine, call, thing.get("eval_dataset"))
    rows = rows_of(machine, call, thing.get("train_dataset"))
    collator = thing.get("data_collator")
    if rows is not None and is_own(machine, collator):
        inner = Call(call.node, [Given(rows, call.place)])
        batch = machine.perhaps(lambda: machine.invoke(collator, inner))
        machine.heap.set(trainer, BATCH, batch)


def as_collated(machine: Machine, node: Node, batch: Value) -> Value:
    """A copy of a batch and its columns: what a loop does to its batches is not done to it."""
    thing = machine.heap[batch] if isinstance(batch, Ref) else None
    if thing is None or thing.kind not in ("dict", "encoding"):
        return Unknown("a batch that is not followed")
    fields = dict(thing.fields)
    for name, value in thing.fields.items():
        column = machine.heap[value] if isinstance(value, Ref) else None
        if column is not None and column.kind == "sequence":
            copy = machine.make(node, "sequence", None, column.fields, f"{name} as collated")
            machine.heap.writable(copy).made = column.made
            fields[name] = copy
    copied = machine.make(node, thing.kind, None, fields, "as collated", rest=thing.rest)
    machine.heap.writable(copied).places.update(thing.places)
    return copied


def _note_columns(machine: Machine, call: Call, dataset: Value) -> None:
    for member in members(dataset):
        if isinstance(member, Ref) and machine.heap[member].kind == "instance":
            columns = _row_columns(machine, member, call)  # another heap is in use behind it
            machine.heap.set(member, OWN_COLUMNS, columns)


def _row_columns(machine: Machine, dataset: Ref, call: Call) -> Value:
    """Keys of the rows that a dataset class of the script makes."""
    index = Call(call.node, [Given(Unknown("an index"), call.place)])
    by_index, by_iteration = (machine.attribute(dataset, name) for name in ("__getitem__", "__iter__"))
    if isinstance(by_index, FunctionValue):
        row = machine.perhaps(lambda: machine.invoke(by_index, index))
    elif isinstance(by_iteration, FunctionValue):
        rows = machine.perhaps(lambda: machine.invoke(by_iteration, Call(call.node)))
        thing = machine.heap[rows] if isinstance(rows, Ref) else None
        row = thing.rest if thing is not None and thing.kind == "list" and thing.rest is not None else Unknown("rows")
    else:
        return Unknown("rows that are not followed")
    columns = columns_of(machine, call, row)
    return Columns(columns.base, columns.removed, columns.added, place=_written(row) or call.place)


def _written(row: Value) -> Place | None:
    places = [member.place for member in members(row)]
    return places[0] if len(places) == 1 else None


def known_columns(machine: Machine, dataset: Value) -> Columns | None:
    thing = machine.heap[dataset] if isinstance(dataset, Ref) else None
    columns = thing.fields.get(OWN_COLUMNS if thing.kind == "instance" else "columns") if thing is not None else None
    return columns if isinstance(columns, Columns) else None


def rows_of(machine: Machine, call: Call, dataset: Value) -> Value | None:
    """A batch of rows as a collator gets it, with what is known of them; None if there is no dataset."""
    _note_columns(machine, call, dataset)
    columns = known_columns(machine, dataset)
    if columns is None:
        nothing = dataset in (ABSENT, Constant(None))
        unseen = lost("a row of the dataset", dataset)
        return None if nothing else machine.make(call.node, "list", None, tag="rows of a batch", rest=unseen)
    others = Unknown("a column of the dataset") if columns.base is not None else None
    row = machine.make(call.node, "example", None, dict(columns.added), tag="row of a batch", rest=others)
    return machine.make(call.node, "list", None, tag="rows of a batch", rest=row)


def is_own(machine: Machine, collator: Value) -> bool:
    if isinstance(collator, Ref):
        kind = machine.heap[collator].type
        return isinstance(kind, ClassValue) and isinstance(machine.attribute(collator, "__call__"), FunctionValue)
    return isinstance(collator, FunctionValue | Partial)
