"""``pandas`` and ``sklearn``: the columns of a table and of its parts, on their way into a dataset."""

from collections.abc import Callable

from lossguard.libraries.models.columns import cell_of, columns_of, ordered_names, renamed, selected, without
from lossguard.text.place import Place
from lossguard.values.calls import Call, Machine, MethodModel, Models, Node
from lossguard.values.value import (
    ABSENT,
    Absent,
    Columns,
    Constant,
    Data,
    Ref,
    Unknown,
    Value,
    lost,
    may_be_absent,
    members,
    union,
)

_READERS = "read_csv read_json read_parquet read_excel read_table read_pickle read_feather read_sql".split()
_SAME = "copy dropna drop_duplicates sort_values head tail sample query reset_index".split()
_REWRITTEN = "fillna astype replace".split()
_PURE = frozenset(
    """to_csv to_json to_parquet to_dict info describe iterrows itertuples keys isna isnull notna unique
    value_counts groupby nunique to_list to_numpy""".split()
)
_MOVED = "#moved"
"""Field of a table of which rows may have been taken out or put in another order."""
_INDEX = "__index_level_0__"
"""Column that a table brings along whose rows were taken out or put in another order."""


def register(models: Models) -> None:
    models.functions["pandas.DataFrame"] = _display
    for name in _READERS:
        models.functions[f"pandas.{name}"] = _read
    for name in _SAME:
        models.methods["table", name] = _changed(lambda machine, columns, call: columns)
    for name in _REWRITTEN:
        models.methods["table", name] = _changed(lambda machine, columns, call: _rewritten(columns))
    models.methods["table", "rename"] = _changed(_renamed)
    models.methods["table", "drop"] = _changed(_dropped)
    models.pure_methods["table"] = _PURE
    models.items["table"] = _item
    models.item_setters["table"] = _set_item
    models.elements["table"] = lambda machine, ref: Unknown("the name of a column")
    models.functions["sklearn.model_selection.train_test_split"] = _split
    for kind in ("Dataset", "IterableDataset"):
        models.class_methods[f"datasets.{kind}", "from_pandas"] = _into_dataset


def _display(machine: Machine, call: Call) -> Value:
    """``DataFrame({"a": […]})`` or ``DataFrame([{"a": 1}])``."""
    data = call.value("data", 0)
    by_column = isinstance(data, Ref) and machine.heap[data].kind == "dict"
    plain = call.value("columns") is ABSENT and call.value("index", 1) is ABSENT
    rows = machine.heap[data] if isinstance(data, Ref) else None
    if rows is not None and rows.kind in ("list", "tuple") and rows.held():
        data = union(rows.held())
    columns = columns_of(machine, call, data if plain else Unknown("columns that are given apart"))
    cells = {name: cell_of(machine, name, value) if by_column else value for name, value in columns.added.items()}
    columns = Columns(columns.base, added={name: _plain(name, value) for name, value in cells.items()})
    return machine.make(call.node, "table", None, {"columns": columns.at(call.place)})


def _plain(name: str, cell: Value) -> Value:
    """What a cell holds, if that is one of a few numbers or texts."""
    known = all(isinstance(member, Constant | Absent) for member in members(cell))
    return cell if known else union((Data(name), *([ABSENT] if may_be_absent(cell) else [])))


def _rewritten(columns: Columns) -> Columns:
    """The same columns, with anything in their cells."""
    added = {
        name: union((Data(name), ABSENT)) if may_be_absent(value) else Data(name)
        for name, value in columns.added.items()
    }
    return Columns(columns.base, columns.removed, added, place=columns.place)


def _read(machine: Machine, call: Call) -> Value:
    columns = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    return machine.make(call.node, "table", None, {"columns": columns, _MOVED: Constant(False)})


Change = Callable[[Machine, Columns, Call], Columns | Unknown]


def _changed(change: Change) -> MethodModel:
    """A method that returns another table, or changes this one ``inplace``."""

    def method(machine: Machine, ref: Ref, call: Call) -> Value:
        known = machine.heap[ref].get("columns")
        columns = change(machine, known, call) if isinstance(known, Columns) else Unknown("the columns of a table")
        inplace = call.value("inplace")
        if inplace in (ABSENT, Constant(False)):
            fields: dict[str, Value] = {"columns": columns, _MOVED: Constant(True)}
            return machine.make(call.node, "table", None, fields, rest=machine.heap[ref].rest)
        certain = inplace == Constant(True)
        machine.heap.set(ref, "columns", columns if certain else Unknown("it may be changed in place"), call.place)
        machine.heap.set(ref, _MOVED, Constant(True))
        return Constant(None) if certain else Unknown("a table, if it is not changed in place")

    return method


def _renamed(machine: Machine, columns: Columns, call: Call) -> Columns | Unknown:
    mapping = call.value("columns")
    thing = machine.heap[mapping] if isinstance(mapping, Ref) else None
    if thing is None or thing.kind != "dict" or thing.rest is not None:
        return Unknown("columns that are renamed are not known")
    names = {old: str(new.value) for old, new in thing.fields.items() if isinstance(new, Constant)}
    # Names that the table does not have are passed over.
    there = {old: new for old, new in names.items() if columns.has(old) is not False}
    return renamed(columns, there, call.place) if len(names) == len(thing.fields) else Unknown("new names of columns")


def _dropped(machine: Machine, columns: Columns, call: Call) -> Columns | Unknown:
    named = call.value("columns")
    if named is ABSENT and call.value("axis", 1) in (Constant(1), Constant("columns")):
        named = call.value("labels", 0)
    if named is ABSENT:
        return columns  # of rows
    names = ordered_names(machine, named)
    return without(columns, frozenset(names) if names is not None else None)


def _item(machine: Machine, ref: Ref, index: Value, node: Node) -> Value:
    """``table["a"]`` is a column, ``table[["a", "b"]]`` a table of some, ``table[mask]`` one of some rows."""
    if isinstance(index, Constant) and isinstance(index.value, str):
        return Data(index.value, place=node.place)
    known, names = machine.heap[ref].get("columns"), ordered_names(machine, index)
    columns: Value = Unknown("columns or rows of a table")
    if isinstance(known, Columns) and names:
        columns = selected(known, frozenset(names))
    elif isinstance(known, Columns) and isinstance(index, Unknown | Data):
        columns = without(known, None)
    fields: dict[str, Value] = {"columns": columns, _MOVED: Constant(True)}
    return machine.make(node, "table", None, fields, rest=machine.heap[ref].rest)


def _set_item(machine: Machine, ref: Ref, index: Value, value: Value, place: Place) -> None:
    known = machine.heap[ref].get("columns")
    if isinstance(known, Columns) and isinstance(index, Constant) and isinstance(index.value, str):
        added = {**known.added, index.value: Data(index.value)}
        machine.heap.set(ref, "columns", Columns(known.base, known.removed, added, place=place), place)
    else:
        machine.heap.set(ref, "columns", Unknown("columns that are not known were set"), place)


def _into_dataset(machine: Machine, call: Call) -> Value:
    """``Dataset.from_pandas``: an index that is no plain count of the rows becomes a column."""
    table = call.value("df", 0)
    found = [_columns_with_index(machine, member, call) for member in members(table)]
    columns = found[0] if len(found) == 1 else None
    if columns is None:
        columns = columns_of(machine, call, Unknown("a table that is not followed"))
    return machine.make(call.node, "dataset", None, {"columns": columns})


def _split(machine: Machine, call: Call) -> Value:
    """``train_test_split`` of sklearn: two parts of each table or list, of rows in another order."""
    if call.unknown_positional is not None:
        return lost("parts of what is not known one by one", *call.values())
    parts: list[Value] = []
    for index, given in enumerate(call.positional):
        parts += [_part(machine, call, given.value, f"part {index} {side}") for side in ("train", "test")]
    return machine.make(call.node, "tuple", None, {str(index): part for index, part in enumerate(parts)})


def _part(machine: Machine, call: Call, value: Value, tag: str) -> Value:
    thing = machine.heap[value] if isinstance(value, Ref) else None
    if thing is not None and thing.kind == "table":
        return machine.make(call.node, "table", None, {**thing.fields, _MOVED: Constant(True)}, tag, rest=thing.rest)
    if thing is not None and thing.kind in ("list", "tuple") and thing.held():
        return machine.make(call.node, "list", None, {}, tag, rest=union(thing.held()))
    return lost("a part of what is not followed", value)


def _columns_with_index(machine: Machine, table: Value, call: Call) -> Columns | None:
    thing = machine.heap[table] if isinstance(table, Ref) else None
    columns = thing.get("columns") if thing is not None and thing.kind == "table" else None
    if thing is None or not isinstance(columns, Columns) or thing.rest is not None:
        return None
    # `table.label = …` writes to the column of that name.
    added = {name: Data(name) if name in thing.fields else value for name, value in columns.added.items()}
    kept = call.value("preserve_index", 4)
    counted = thing.get(_MOVED) != Constant(True) and kept in (ABSENT, Constant(None))
    if kept != Constant(False) and not counted:
        added[_INDEX] = union((Unknown("the index of a table"), ABSENT))
    return Columns(columns.base, columns.removed, added, place=call.place)
