"""The steps of ``datasets`` that make another dataset, or change one in place."""

from collections.abc import Callable

from lossguard.libraries.models.columns import STEPS, Step, any_columns, columns_in, names_of, with_format
from lossguard.libraries.models.splits import OWNER, STREAMED, UNFORMATTED, steps_of
from lossguard.values.calls import Call, Machine, MethodModel, Models
from lossguard.values.value import ABSENT, Columns, Constant, Ref, Unknown, Value, members

_SAME_COLUMNS = (
    "shuffle select sort shard take skip flatten_indices cast cast_column class_encode_column repeat "
    "with_rank reset_format batch add_item"
).split()


def register(models: Models) -> None:
    for kind in ("dataset", "datasets"):
        for name in _SAME_COLUMNS:
            models.methods[kind, name] = _derived(lambda machine, columns, call: columns)
        for name, step in STEPS.items():
            models.methods[kind, name] = _derived(step)
        models.methods[kind, "to_iterable_dataset"] = _stream
        models.methods[kind, "set_format"] = _set_format
        models.methods[kind, "with_format"] = _with_format
        models.methods[kind, "set_transform"] = _set_transform
    models.methods["dataset", "train_test_split"] = _train_test_split


def _derived(step: Step) -> MethodModel:
    """A method that returns a new dataset, or dict of datasets, with changed columns."""

    def model(machine: Machine, ref: Ref, call: Call) -> Value:
        return each_split(machine, ref, call, lambda columns: step(machine, columns, call))

    return model


def each_split(machine: Machine, ref: Ref, call: Call, change: Callable[[Columns], Columns | Unknown]) -> Ref:
    thing = machine.heap[ref]
    columns = thing.get("columns")
    fields: dict[str, Value] = {name: value for name, value in thing.fields.items() if name != OWNER}
    fields["columns"] = change(columns) if isinstance(columns, Columns) else Unknown("the columns of a dataset")
    for name, value in thing.fields.items():
        own = columns_in(machine, value)
        if name.startswith("split ") and own is not None:
            changed = change(own)
            split = fields[name] = machine.make(call.node, "dataset", None, {"columns": changed}, tag=name)
            machine.heap.writable(split).places.update(steps_of(thing, call.place))
    made = machine.make(call.node, thing.kind, None, fields, rest=thing.rest)
    machine.heap.writable(made).places.update(steps_of(thing, call.place))
    return made


def _stream(machine: Machine, ref: Ref, call: Call) -> Value:
    streamed = each_split(machine, ref, call, lambda columns: columns)
    machine.heap.set(streamed, STREAMED, Constant(True))
    return streamed


def _set_format(machine: Machine, ref: Ref, call: Call) -> Value:
    _note_format(machine, ref, call)
    return _change_in_place(machine, ref, call, lambda columns: with_format(machine, columns, call))


def _with_format(machine: Machine, ref: Ref, call: Call) -> Value:
    result = each_split(machine, ref, call, lambda columns: columns)
    _note_format(machine, result, call)
    _change_in_place(machine, result, call, lambda columns: with_format(machine, columns, call))
    return result


def _note_format(machine: Machine, ref: Ref, call: Call) -> None:
    """Keep the columns that there are, where a format is about to hide some of them."""
    columns = names_of(machine, call.value("columns", 1))
    hides = bool(columns) and call.value("output_all_columns", 2) != Constant(True)
    splits = [value for name, value in machine.heap[ref].fields.items() if name.startswith("split ")]
    for one in (ref, *(member for value in splits for member in members(value))):
        known = columns_in(machine, one)
        if isinstance(one, Ref) and known is not None:
            machine.heap.set(one, UNFORMATTED, known if hides else ABSENT, call.place)


def _set_transform(machine: Machine, ref: Ref, call: Call) -> Value:
    return _change_in_place(machine, ref, call, lambda columns: any_columns(machine, call))


def _change_in_place(machine: Machine, ref: Ref, call: Call, change: Callable[[Columns], Columns]) -> Value:
    """Change a dataset, or all splits of a dict of them."""
    splits = [value for name, value in machine.heap[ref].fields.items() if name.startswith("split ")]
    for one in (ref, *(member for value in splits for member in members(value))):
        columns = columns_in(machine, one)
        if isinstance(one, Ref) and columns is not None:
            machine.heap.set(one, "columns", change(columns), call.place)
    owner = machine.heap[ref].get(OWNER)
    if isinstance(owner, Ref):
        machine.heap.havoc(owner, "some of its splits were changed")
    return Constant(None)


def _train_test_split(machine: Machine, ref: Ref, call: Call) -> Value:
    thing = machine.heap[ref]
    made = machine.make(call.node, "datasets", None, {"columns": thing.get("columns")}, rest=thing.rest)
    machine.heap.writable(made).places.update(steps_of(thing, call.place))
    return made
