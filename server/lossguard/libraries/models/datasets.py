"""``datasets``: which columns a dataset has after each step."""

from collections.abc import Callable

from lossguard.libraries.models.columns import STEPS, Step, any_columns, names_of, with_format, without
from lossguard.text.place import Place
from lossguard.values.calls import Call, Function, Given, Machine, MethodModel, Models, Node
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
    may_be_absent,
    members,
    union,
)

_SPLITS = frozenset(("train", "test", "validation", "valid", "val", "dev", "eval", "train_sft", "test_sft"))
_SAME_COLUMNS = (
    "shuffle select sort shard take skip flatten_indices cast cast_column class_encode_column repeat "
    "to_iterable_dataset with_rank reset_format batch add_item"
).split()
_PURE_METHODS = frozenset(
    """push_to_hub save_to_disk to_json to_csv to_parquet to_pandas unique cleanup_cache_files iter to_list to_dict
    set_epoch info num_rows state_dict""".split()
)


def register(models: Models) -> None:
    models.functions["datasets.load_dataset"] = _load
    models.functions["datasets.load_from_disk"] = _unseen
    models.functions["datasets.concatenate_datasets"] = _concatenate
    models.functions["datasets.interleave_datasets"] = _concatenate
    for kind in ("Dataset", "IterableDataset"):
        for name, model in _CONSTRUCTORS.items():
            models.class_methods[f"datasets.{kind}", name] = model
    models.class_methods["datasets.DatasetDict", "from_json"] = _unseen_dict
    models.class_methods["datasets.DatasetDict", "from_csv"] = _unseen_dict
    models.functions["datasets.DatasetDict"] = _dataset_dict
    for kind in ("dataset", "datasets"):
        for name in _SAME_COLUMNS:
            models.methods[kind, name] = _derived(lambda machine, columns, call: columns)
        for name, step in STEPS.items():
            models.methods[kind, name] = _derived(step)
        models.methods[kind, "map"] = _map
        models.methods[kind, "set_format"] = _set_format
        models.methods[kind, "set_transform"] = _set_transform
        models.pure_methods[kind] = _PURE_METHODS
        models.attributes[kind, "column_names"] = _column_names
        models.attributes[kind, "features"] = _column_names
        models.items[kind] = _item
    models.methods["dataset", "train_test_split"] = _train_test_split
    models.methods["datasets", "values"] = lambda machine, ref, call: Unknown("the splits of a dataset")
    models.item_setters["datasets"] = _set_split
    models.items["example"] = _cell


# Sources


def _load(machine: Machine, call: Call) -> Value:
    """``load_dataset``: a dataset if a split is named, else a dict of splits; the columns are not visible."""
    split = call.value("split")
    kind = "datasets" if split in (ABSENT, Constant(None)) else "dataset"
    columns = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    return machine.make(call.node, kind, None, {"columns": columns})


def _unseen_dict(machine: Machine, call: Call) -> Value:
    columns = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    return machine.make(call.node, "datasets", None, {"columns": columns})


def _new(machine: Machine, call: Call, columns: Columns) -> Ref:
    return machine.make(call.node, "dataset", None, {"columns": columns})


def _unseen(machine: Machine, call: Call) -> Value:
    return _new(machine, call, Columns(machine.make(call.node, "object", None, tag="source"), place=call.place))


def _from_dict(machine: Machine, call: Call) -> Value:
    return _new(machine, call, _columns_of(machine, call, call.value("mapping", 0)))


def _from_list(machine: Machine, call: Call) -> Value:
    rows = call.value("mapping", 0)
    thing = machine.heap[rows] if isinstance(rows, Ref) else None
    if thing is None or thing.kind not in ("list", "tuple"):
        return _unseen(machine, call)
    row = next(iter(thing.fields.values()), thing.rest)
    return _new(machine, call, _columns_of(machine, call, row if row is not None else Unknown("no rows")))


def _from_generator(machine: Machine, call: Call) -> Value:
    generator = call.value("generator", 0)
    keywords = call.value("gen_kwargs")
    inner = Call(call.node)
    if isinstance(keywords, Ref) and machine.heap[keywords].kind == "dict" and machine.heap[keywords].rest is None:
        inner.keywords = {name: Given(v, call.place) for name, v in machine.heap[keywords].fields.items()}
    elif keywords is not ABSENT:
        inner.unknown_keywords = keywords
    rows = machine.invoke(generator, inner)
    if isinstance(rows, Ref) and machine.heap[rows].kind == "list":
        row = machine.heap[rows].rest
        return _new(machine, call, _columns_of(machine, call, row if row is not None else Unknown("no rows")))
    return _unseen(machine, call)


_CONSTRUCTORS: dict[str, Function] = {
    "from_dict": _from_dict, "from_list": _from_list, "from_generator": _from_generator, "from_pandas": _unseen,
    "from_csv": _unseen, "from_json": _unseen, "from_text": _unseen, "from_parquet": _unseen, "load_from_disk": _unseen,
    "from_sql": _unseen, "from_polars": _unseen, "from_file": _unseen,
}  # fmt: skip


def _columns_of(machine: Machine, call: Call, row: Value) -> Columns:
    """Columns of a dataset whose rows (or columns) are a dict of the script."""
    unseen = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    results: list[Columns] = []
    for member in members(row):
        thing = machine.heap[member] if isinstance(member, Ref) else None
        if thing is None or thing.kind not in ("dict", "encoding", "example"):
            return unseen
        base = unseen.base if thing.rest is not None else None
        results.append(Columns(base, added=dict(thing.fields), place=call.place))
    columns = results[0]
    for other in results[1:]:
        columns = join_columns(columns, other)
    return columns


def _concatenate(machine: Machine, call: Call) -> Value:
    parts = call.value("dsets" if "dsets" in call.keywords else "datasets", 0)
    thing = machine.heap[parts] if isinstance(parts, Ref) else None
    if thing is None or thing.kind not in ("list", "tuple"):
        return _unseen(machine, call)
    items = [*thing.fields.values(), *([thing.rest] if thing.rest is not None else [])]
    columns = [_columns(machine, item) for value in items for item in members(value)]
    if not columns or any(one is None for one in columns):
        return _unseen(machine, call)
    known = [one for one in columns if one is not None]
    joined = known[0]
    for other in known[1:]:
        joined = join_columns(joined, other)
    return _new(machine, call, joined)


def _dataset_dict(machine: Machine, call: Call) -> Value:
    splits = call.value(None, 0)
    fields: dict[str, Value] = {}
    thing = machine.heap[splits] if isinstance(splits, Ref) else None
    if thing is not None and thing.kind == "dict":
        fields.update({f"split {name}": value for name, value in thing.fields.items()})
    columns = [one for value in fields.values() for one in [_columns(machine, value)] if one is not None]
    base = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    if columns and thing is not None and thing.rest is None:
        base = columns[0]
        for other in columns[1:]:
            base = join_columns(base, other)
    return machine.make(call.node, "datasets", None, {"columns": base, **fields})


def _columns(machine: Machine, value: Value) -> Columns | None:
    if isinstance(value, Ref) and value.id in machine.heap.objects:
        columns = machine.heap[value].get("columns")
        return columns if isinstance(columns, Columns) else None
    return None


# Reading


def _column_names(machine: Machine, ref: Ref) -> Value:
    columns = _columns(machine, ref)
    return ColumnNames(columns) if columns is not None else Unknown("the columns of a dataset")


def _item(machine: Machine, ref: Ref, index: Value, node: Node) -> Value:
    thing = machine.heap[ref]
    key = index.value if isinstance(index, Constant) else None
    if thing.kind == "datasets":
        own = thing.fields.get(f"split {key}")
        if own is not None:
            return own
        return machine.make(node, "dataset", None, {"columns": thing.get("columns")})
    columns = thing.get("columns")
    if key in _SPLITS and isinstance(columns, Columns) and columns.has(str(key)) is None:
        # `load_from_disk(path)["train"]`: whether the source is a dict of splits shows only here.
        return machine.make(node, "dataset", None, {"columns": columns})
    return Data(key if isinstance(key, str) else "*", place=node.place)


def _set_split(machine: Machine, ref: Ref, index: Value, value: Value, place: Place) -> None:
    if isinstance(index, Constant):
        machine.heap.set(ref, f"split {index.value}", value, place)
        return
    columns, others = _columns(machine, ref), [_columns(machine, member) for member in members(value)]
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
    if value is None or isinstance(value, Absent):
        return Data(index.value, place=node.place)
    return value


# Steps


def _derived(step: Step) -> MethodModel:
    """A method that returns a new dataset, or dict of datasets, with changed columns."""

    def model(machine: Machine, ref: Ref, call: Call) -> Value:
        return _each_split(machine, ref, call, lambda columns: step(machine, columns, call))

    return model


def _each_split(machine: Machine, ref: Ref, call: Call, change: Callable[[Columns], Columns | Unknown]) -> Ref:
    thing = machine.heap[ref]
    columns = thing.get("columns")
    fields: dict[str, Value] = dict(thing.fields)
    fields["columns"] = change(columns) if isinstance(columns, Columns) else Unknown("the columns of a dataset")
    for name, value in thing.fields.items():
        own = _columns(machine, value)
        if name.startswith("split ") and own is not None:
            changed = change(own)
            fields[name] = machine.make(call.node, "dataset", None, {"columns": changed}, tag=name)
    return machine.make(call.node, thing.kind, None, fields, rest=thing.rest)


def _set_format(machine: Machine, ref: Ref, call: Call) -> Value:
    columns = _columns(machine, ref)
    if columns is not None:
        machine.heap.set(ref, "columns", with_format(machine, columns, call), call.place)
    return Constant(None)


def _set_transform(machine: Machine, ref: Ref, call: Call) -> Value:
    machine.heap.set(ref, "columns", any_columns(machine, call), call.place)
    return Constant(None)


def _train_test_split(machine: Machine, ref: Ref, call: Call) -> Value:
    return machine.make(call.node, "datasets", None, {"columns": machine.heap[ref].get("columns")})


# map


def _map(machine: Machine, ref: Ref, call: Call) -> Value:
    """``dataset.map``: columns that stay, and those that the function returns."""
    removed = names_of(machine, call.value("remove_columns"))

    def change(columns: Columns) -> Columns:
        return _mapped(machine, call, columns, removed)

    result = _each_split(machine, ref, call, change)
    # Where the columns were last made, so that a finding can point there.
    machine.heap.writable(result).places["columns"] = call.place
    return result


def _mapped(machine: Machine, call: Call, columns: Columns, removed: frozenset[str] | ColumnNames | None) -> Columns:
    function = call.value("function", 0)
    if function in (ABSENT, Constant(None)):
        return without(columns, removed)
    rest = Unknown("a column of the dataset") if columns.base is not None else None
    example = machine.make(call.node, "example", None, dict(columns.added), tag="example", rest=rest)
    # A second split runs through here again: what the first run wrote to the example does not count.
    machine.heap.objects[example.id] = Object("example", None, dict(columns.added), call.place, rest)
    machine.heap.objects[example.id].owner = None
    result = machine.invoke(function, _row_call(machine, call, example))
    base = without(columns, removed)
    outcomes = [_merged(machine, call, base, member, example, removed) for member in members(result)]
    joined = outcomes[0]
    for other in outcomes[1:]:
        joined = join_columns(joined, other)
    return Columns(joined.base, joined.removed, joined.added, place=call.place)


def _row_call(machine: Machine, call: Call, example: Ref) -> Call:
    """The call of the map function with one row or batch."""
    place = call.place
    inner = Call(call.node, [Given(example, place)])
    columns = names_of(machine, call.value("input_columns"))
    if isinstance(columns, frozenset) and columns:
        inner.positional = [Given(Data(name), place) for name in sorted(columns)]
    elif columns is None:
        inner.positional, inner.unknown_positional = [], Unknown("the columns given to the map function")
    if call.value("with_indices") == Constant(True):
        inner.positional.append(Given(Unknown("an index"), place))
    if call.value("with_rank") == Constant(True):
        inner.positional.append(Given(Unknown("a rank"), place))
    keywords = call.value("fn_kwargs")
    if isinstance(keywords, Ref) and machine.heap[keywords].kind == "dict":
        thing = machine.heap[keywords]
        inner.keywords = {name: Given(value, place) for name, value in thing.fields.items()}
        inner.unknown_keywords = thing.rest
    elif keywords not in (ABSENT, Constant(None)):
        inner.unknown_keywords = Unknown("arguments of the map function")
    return inner


def _merged(
    machine: Machine,
    call: Call,
    columns: Columns,
    result: Value,
    example: Ref,
    removed: frozenset[str] | ColumnNames | None,
) -> Columns:
    """Columns after the function returned one of its possible results."""
    if result == Constant(None):
        return columns
    thing = machine.heap[result] if isinstance(result, Ref) else None
    if thing is None or thing.kind not in ("dict", "encoding", "example"):
        return any_columns(machine, call)
    written = dict(thing.fields)
    if isinstance(result, Ref) and result.id == example.id:
        # The row itself comes back: what it was given counts, and columns that are removed stay removed.
        names = removed if isinstance(removed, frozenset) else frozenset[str]()
        written = {name: value for name, value in written.items() if name in thing.places and name not in names}
    base, dropped = columns.base, columns.removed
    if thing.rest is not None and not (isinstance(result, Ref) and result.id == example.id):
        base, dropped = result if base is None else (base, result), frozenset[str]()
    added = dict(columns.added)
    for name, value in written.items():
        known = added.get(name, ABSENT if columns.has(name) is False else Unknown("a column of the dataset"))
        added[name] = (
            union([*(m for m in members(value) if not isinstance(m, Absent)), known]) if may_be_absent(value) else value
        )
    added = {name: value for name, value in added.items() if not isinstance(value, Absent)}
    return Columns(base, dropped - set(added), added, place=call.place)
