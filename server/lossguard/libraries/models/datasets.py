"""``datasets``: which columns a dataset has after each step."""

from collections.abc import Callable

from lossguard.libraries.models.columns import STEPS, Step, any_columns, names_of, ordered_names, with_format, without
from lossguard.text.place import Place
from lossguard.values.calls import Call, Function, Given, Machine, MethodModel, Models, Node
from lossguard.values.heap import Object
from lossguard.values.sameness import same
from lossguard.values.value import (
    ABSENT,
    Absent,
    Answer,
    ColumnNames,
    Columns,
    Constant,
    Data,
    Ref,
    Unknown,
    Value,
    join_columns,
    lost,
    may_be_absent,
    members,
    union,
)

_SPLITS = frozenset(("train", "test", "validation", "valid", "val", "dev", "eval", "train_sft", "test_sft"))
_SAME_COLUMNS = (
    "shuffle select sort shard take skip flatten_indices cast cast_column class_encode_column repeat "
    "with_rank reset_format batch add_item"
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
        models.methods[kind, "to_iterable_dataset"] = _stream
        models.methods[kind, "set_format"] = _set_format
        models.methods[kind, "with_format"] = _with_format
        models.methods[kind, "set_transform"] = _set_transform
        models.pure_methods[kind] = _PURE_METHODS
        models.attributes[kind, "column_names"] = _column_names
        models.attributes[kind, "features"] = _column_names
        models.items[kind] = _item
    models.methods["dataset", "train_test_split"] = _train_test_split
    models.methods["datasets", "values"] = _values
    models.methods["datasets", "items"] = _items
    models.pure_methods["datasets"] = _PURE_METHODS | {"keys"}
    models.elements["dataset"] = _row
    models.elements["datasets"] = lambda machine, ref: Unknown("the name of a split")
    models.item_setters["datasets"] = _set_split
    models.items["example"] = _cell


# Sources


def _load(machine: Machine, call: Call) -> Value:
    """``load_dataset``: a dataset if a split is named, else a dict of splits; the columns are not visible."""
    split = call.value("split")
    kind = "datasets" if split in (ABSENT, Constant(None)) else "dataset"
    columns = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    lines = call.value("path", 0) == Constant("text") and call.value("features") in (ABSENT, Constant(None))
    if lines and call.unknown_keywords is None:
        columns = Columns(None, added={"text": Data("text")}, place=call.place)
    fields: dict[str, Value] = {"columns": columns}
    if call.value("streaming") not in (ABSENT, Constant(False)):
        fields[_STREAMED] = Constant(True)
    return machine.make(call.node, kind, None, fields)


_STREAMED = "#streamed"
"""Field of a dataset that is read on the way: its ``column_names`` may be None."""


def _unseen_dict(machine: Machine, call: Call) -> Value:
    columns = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    return machine.make(call.node, "datasets", None, {"columns": columns})


def _new(machine: Machine, call: Call, columns: Columns) -> Ref:
    return machine.make(call.node, "dataset", None, {"columns": columns})


def _unseen(machine: Machine, call: Call) -> Value:
    return _new(machine, call, Columns(machine.make(call.node, "object", None, tag="source"), place=call.place))


def _from_dict(machine: Machine, call: Call) -> Value:
    columns = columns_of(machine, call, call.value("mapping", 0))
    added = {name: _one_of_column(machine, name, value) for name, value in columns.added.items()}
    return _new(machine, call, Columns(columns.base, columns.removed, added, place=columns.place))


def _one_of_column(machine: Machine, name: str, column: Value) -> Value:
    """A row's part of a column that is given as a list: its rows of ids, if that is what it holds."""
    found: list[Value] = []
    for member in members(column):
        thing = machine.heap[member] if isinstance(member, Ref) else None
        rows = thing.held() if thing is not None and thing.kind in ("list", "tuple") else []
        if rows and all(isinstance(row, Ref) for value in rows for row in members(value)):
            found += rows
        elif thing is not None and thing.kind == "sequence":
            found.append(member)
        else:
            found.append(ABSENT if isinstance(member, Absent) else Data(name))
    return union(found)


def _from_list(machine: Machine, call: Call) -> Value:
    rows = call.value("mapping", 0)
    thing = machine.heap[rows] if isinstance(rows, Ref) else None
    if thing is None or thing.kind not in ("list", "tuple"):
        return _unseen(machine, call)
    row = union(thing.held()) if thing.held() else Unknown("no rows")
    return _new(machine, call, columns_of(machine, call, row))


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
        return _new(machine, call, columns_of(machine, call, row if row is not None else Unknown("no rows")))
    return _unseen(machine, call)


_CONSTRUCTORS: dict[str, Function] = {
    "from_dict": _from_dict, "from_list": _from_list, "from_generator": _from_generator, "from_pandas": _unseen,
    "from_csv": _unseen, "from_json": _unseen, "from_text": _unseen, "from_parquet": _unseen, "load_from_disk": _unseen,
    "from_sql": _unseen, "from_polars": _unseen, "from_file": _unseen,
}  # fmt: skip


def columns_of(machine: Machine, call: Call, row: Value) -> Columns:
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
    side_by_side = call.value("axis") not in (ABSENT, Constant(0))
    if not columns or any(one is None for one in columns) or side_by_side:
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
    fields.update({f"split {name}": given.value for name, given in call.keywords.items()})
    columns = [one for value in fields.values() for one in [_columns(machine, value)] if one is not None]
    base = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    known = (thing is None and splits is ABSENT) or (thing is not None and thing.rest is None)
    if columns and len(columns) == len(fields) and known and call.unknown_keywords is None:
        base = columns[0]
        for other in columns[1:]:
            base = join_columns(base, other)
    return machine.make(call.node, "datasets", None, {"columns": base, **fields})


def _columns(machine: Machine, value: Value) -> Columns | None:
    if isinstance(value, Ref) and value.id in machine.heap:
        columns = machine.heap[value].get("columns")
        return columns if isinstance(columns, Columns) else None
    return None


# Reading


def _column_names(machine: Machine, ref: Ref) -> Value:
    columns = _common_columns(machine, ref)
    if columns is None or machine.heap[ref].get(_STREAMED) is not ABSENT:
        return Unknown("the columns of a dataset")
    return ColumnNames(columns, by_split=machine.heap[ref].kind == "datasets")


def _common_columns(machine: Machine, ref: Ref) -> Columns | None:
    """Columns of a dataset, or those that all splits have; None if they are not known to be the same."""
    columns = _columns(machine, ref)
    splits = (value for name, value in machine.heap[ref].fields.items() if name.startswith("split "))
    return None if any(_columns(machine, split) != columns for split in splits) else columns


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
    fields: dict[str, Value] = {"columns": columns, _OWNER: ref}
    if (streamed := machine.heap[ref].get(_STREAMED)) is not ABSENT:
        fields[_STREAMED] = streamed
    return machine.make(call.node, "dataset", None, fields, tag="any split", rest=machine.heap[ref].rest)


STEP = "#step "
UNFORMATTED = "#unformatted"
"""Field of a dataset of which a format hides columns: all that it has, set where the format is."""
_OWNER = "#owner"
"""Field of a split that may be any of a dict: the dict, which loses its facts with it."""


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
        machine.heap.writable(split).places.update(_steps(thing))
        return union((split, lost("a split or a column", ref))) if thing.rest is not None else split
    return Data(key if isinstance(key, str) else "*", place=node.place)


def _split(machine: Machine, ref: Ref, key: str | None, node: Node) -> Value:
    """A split: the same object every time, so that what is done to it in place is seen."""
    thing = machine.heap[ref]
    if key is None:
        return lost("a split that is not known which", ref, *thing.held())
    own = thing.fields.get(f"split {key}")
    if own is None:
        fields = {name: value for name, value in thing.fields.items() if name in ("columns", _STREAMED, UNFORMATTED)}
        own = machine.make(node, "dataset", None, fields, rest=thing.rest)
        machine.heap.writable(own).places.update({**thing.places, **_steps(thing)})
        machine.heap.set(ref, f"split {key}", own)
    return own


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
    if value is None or isinstance(value, Absent) or any(isinstance(m, Constant) for m in members(value)):
        return Data(index.value, place=node.place)  # other rows hold other things
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
    fields: dict[str, Value] = {name: value for name, value in thing.fields.items() if name != _OWNER}
    fields["columns"] = change(columns) if isinstance(columns, Columns) else Unknown("the columns of a dataset")
    for name, value in thing.fields.items():
        own = _columns(machine, value)
        if name.startswith("split ") and own is not None:
            changed = change(own)
            split = fields[name] = machine.make(call.node, "dataset", None, {"columns": changed}, tag=name)
            machine.heap.writable(split).places.update(_steps(thing, call.place))
    made = machine.make(call.node, thing.kind, None, fields, rest=thing.rest)
    machine.heap.writable(made).places.update(_steps(thing, call.place))
    return made


def _steps(thing: Object, place: Place | None = None) -> dict[str, Place]:
    """Where a dataset was made and changed, in order, and one more step: as places of fields that there are not."""
    steps = [at for name, at in thing.places.items() if name.startswith(STEP)]
    if not steps and thing.made is not None:
        steps = [thing.made]
    if place is not None and place not in steps:
        steps.append(place)
    return {f"{STEP}{number}": at for number, at in enumerate(steps)}


def _stream(machine: Machine, ref: Ref, call: Call) -> Value:
    streamed = _each_split(machine, ref, call, lambda columns: columns)
    machine.heap.set(streamed, _STREAMED, Constant(True))
    return streamed


def _set_format(machine: Machine, ref: Ref, call: Call) -> Value:
    _note_format(machine, ref, call)
    return _change_in_place(machine, ref, call, lambda columns: with_format(machine, columns, call))


def _with_format(machine: Machine, ref: Ref, call: Call) -> Value:
    result = _each_split(machine, ref, call, lambda columns: columns)
    _note_format(machine, result, call)
    _change_in_place(machine, result, call, lambda columns: with_format(machine, columns, call))
    return result


def _note_format(machine: Machine, ref: Ref, call: Call) -> None:
    """Keep the columns that there are, where a format is about to hide some of them."""
    columns = names_of(machine, call.value("columns", 1))
    hides = bool(columns) and call.value("output_all_columns", 2) != Constant(True)
    splits = [value for name, value in machine.heap[ref].fields.items() if name.startswith("split ")]
    for one in (ref, *(member for value in splits for member in members(value))):
        known = _columns(machine, one)
        if isinstance(one, Ref) and known is not None:
            machine.heap.set(one, UNFORMATTED, known if hides else ABSENT, call.place)


def _set_transform(machine: Machine, ref: Ref, call: Call) -> Value:
    return _change_in_place(machine, ref, call, lambda columns: any_columns(machine, call))


def _change_in_place(machine: Machine, ref: Ref, call: Call, change: Callable[[Columns], Columns]) -> Value:
    """Change a dataset, or all splits of a dict of them."""
    splits = [value for name, value in machine.heap[ref].fields.items() if name.startswith("split ")]
    for one in (ref, *(member for value in splits for member in members(value))):
        columns = _columns(machine, one)
        if isinstance(one, Ref) and columns is not None:
            machine.heap.set(one, "columns", change(columns), call.place)
    owner = machine.heap[ref].get(_OWNER)
    if isinstance(owner, Ref):
        machine.heap.havoc(owner, "some of its splits were changed")
    return Constant(None)


def _train_test_split(machine: Machine, ref: Ref, call: Call) -> Value:
    thing = machine.heap[ref]
    made = machine.make(call.node, "datasets", None, {"columns": thing.get("columns")}, rest=thing.rest)
    machine.heap.writable(made).places.update(_steps(thing, call.place))
    return made


# map

_POSITIONS = {
    "dataset": ("function", "with_indices", "with_rank", "input_columns", "batched", "batch_size", "drop_last_batch",
                "remove_columns"),
    "datasets": ("function", "with_indices", "with_rank", "with_split", "input_columns", "batched", "batch_size",
                 "drop_last_batch", "remove_columns"),
}  # fmt: skip


def _map(machine: Machine, ref: Ref, call: Call) -> Value:
    """``dataset.map``: columns that stay, and those that the function returns."""
    call = _by_name(call, _POSITIONS[machine.heap[ref].kind])
    removed = names_of(machine, call.value("remove_columns"))

    def change(columns: Columns) -> Columns:
        return _mapped(machine, call, columns, removed)

    result = _each_split(machine, ref, call, change)
    # Where the columns were last made, so that a finding can point there.
    machine.heap.writable(result).places["columns"] = call.place
    return result


def _by_name(call: Call, names: tuple[str, ...]) -> Call:
    """The same call with its positional arguments named."""
    unknown = call.unknown_positional or call.unknown_keywords
    named = dict(zip(names, call.positional, strict=False))
    return Call(call.node, [], {**named, **call.keywords}, None, unknown, along=call.along)


def _mapped(machine: Machine, call: Call, columns: Columns, removed: frozenset[str] | ColumnNames | None) -> Columns:
    function = call.value("function")
    if function in (ABSENT, Constant(None)):
        return without(columns, removed)
    rest = Unknown("a column of the dataset") if columns.base is not None else None
    example = machine.make(call.node, "example", None, dict(columns.added), tag="example", rest=rest)
    # A second split runs through here again: what the first run wrote to the example does not count.
    machine.heap.put(example.id, Object("example", None, dict(columns.added), call.place, rest))
    outcomes: list[Columns] = []

    def run() -> Value:
        result = machine.invoke(function, _row_call(machine, call, example))
        row = _Row(machine, call, columns, removed, example, rest)
        outcomes.extend(row.after(member) for member in members(result))
        return result

    # A cached result, a process of its own: what the function does besides may never be seen here.
    machine.perhaps(run)
    joined = outcomes[0]
    for other in outcomes[1:]:
        joined = join_columns(joined, other)
    return Columns(joined.base, joined.removed, joined.added, place=call.place)


def _row_call(machine: Machine, call: Call, example: Ref) -> Call:
    """The call of the map function with one row or batch."""
    place = call.place
    inner = Call(call.node, [Given(example, place)])
    given = call.value("input_columns")
    columns = ordered_names(machine, given)
    if columns:
        inner.positional = [Given(Data(name), place) for name in columns]
    elif given not in (ABSENT, Constant(None)):
        inner.positional, inner.unknown_positional = [], Unknown("the columns given to the map function")
    for option in ("with_indices", "with_rank", "with_split"):
        value = call.value(option)
        if value == Constant(True):
            inner.positional.append(Given(Unknown("an index"), place))
        elif value not in (ABSENT, Constant(None), Constant(False)):
            inner.unknown_positional = Unknown("what the map function is given")
    keywords = call.value("fn_kwargs")
    if isinstance(keywords, Ref) and machine.heap[keywords].kind == "dict":
        thing = machine.heap[keywords]
        inner.keywords = {name: Given(value, place) for name, value in thing.fields.items()}
        inner.unknown_keywords = thing.rest
    elif keywords not in (ABSENT, Constant(None)):
        inner.unknown_keywords = Unknown("arguments of the map function")
    return inner


class _Row:
    """What becomes of the columns after the function was given a row, as ``datasets`` 2.11 to 5.2 does it.

    The row is a dict that may be changed in place. Its changes count if it is returned, and also if another
    dict is returned, unless the dataset is formatted; if None is returned, the dataset stays as it was.
    ``remove_columns`` takes columns out of the row, not out of another dict that is returned.
    """

    def __init__(
        self,
        machine: Machine,
        call: Call,
        columns: Columns,
        removed: frozenset[str] | ColumnNames | None,
        example: Ref,
        rest: Value | None,
    ) -> None:
        self.machine, self.call, self.columns, self.removed, self.example = machine, call, columns, removed, example
        row = machine.heap[example]
        self.changed = not same(row.rest, rest)
        """Something that is not followed had the row."""
        self.written = {
            # What only one of two paths wrote is, where columns cannot be seen, one of these on the other.
            name: union((value, ABSENT)) if value == rest else value
            for name, value in row.fields.items()
            if name in row.places or not same(value, columns.added.get(name))
        }

    def after(self, result: Value) -> Columns:
        if result == Constant(None):
            return self.columns
        thing = self.machine.heap[result] if isinstance(result, Ref) else None
        if self.changed or thing is None or thing.kind not in ("dict", "encoding", "example"):
            return any_columns(self.machine, self.call)
        returned = isinstance(result, Ref) and result.id == self.example.id
        columns = self._with_changes(returned=returned)
        if returned:
            return columns
        base, dropped = columns.base, columns.removed
        if thing.rest is not None:
            base, dropped = result if base is None else (base, result), frozenset[str]()
        added = dict(columns.added)
        for name, value in thing.fields.items():
            known = added.get(name, _perhaps_there(columns, name))
            there = [member for member in members(value) if not isinstance(member, Absent)]
            added[name] = union([*there, known]) if may_be_absent(value) else value
        return self._columns(base, dropped, added)

    def _with_changes(self, *, returned: bool) -> Columns:
        """The row's columns with what was written to it, less those that are removed."""
        columns = without(self.columns, self.removed)
        added, dropped = dict(columns.added), columns.removed
        for name, value in self.written.items():
            stays = self._stays(name)
            if stays is False:
                continue
            known = added.get(name, _perhaps_there(columns, name))
            if value == ABSENT and stays and returned:
                added.pop(name, None)
                dropped |= {name}
            elif stays and returned and not may_be_absent(value):
                added[name] = value
            else:
                added[name] = union((*(m for m in members(value) if not isinstance(m, Absent)), known))
        return self._columns(columns.base, dropped, added)

    def _stays(self, name: str) -> Answer:
        """Whether a column of this name survives ``remove_columns``."""
        if isinstance(self.removed, frozenset):
            return name not in self.removed
        listed = self.removed.columns.has(name) if self.removed is not None else None
        return None if listed is None else not listed

    def _columns(self, base: object | None, dropped: frozenset[str], added: dict[str, Value]) -> Columns:
        added = {name: value for name, value in added.items() if not isinstance(value, Absent)}
        return Columns(base, dropped - set(added), added, place=self.call.place)


def _perhaps_there(columns: Columns, name: str) -> Value:
    """A column that is not listed: it may be among those that cannot be seen."""
    if columns.has(name) is False:
        return ABSENT
    return union((Unknown("a column of the dataset, if it has it"), ABSENT))
