"""The columns of a dataset, and what the steps of ``datasets`` do to them."""

from collections.abc import Callable

from lossguard.text.place import Place
from lossguard.values.calls import Call, Machine
from lossguard.values.value import (
    ABSENT,
    MAX_MEMBERS,
    Absent,
    ColumnNames,
    Columns,
    Constant,
    Data,
    FunctionValue,
    Ref,
    Unknown,
    Value,
    join_columns,
    members,
    union,
)

Step = Callable[[Machine, Columns, Call], Columns]


def columns_in(machine: Machine, value: Value) -> Columns | None:
    """The columns of a dataset or dict of datasets; None if they are not known."""
    if isinstance(value, Ref) and value.id in machine.heap:
        columns = machine.heap[value].get("columns")
        return columns if isinstance(columns, Columns) else None
    return None


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


def cell_of(machine: Machine, name: str, column: Value) -> Value:
    """A row's part of a column that is given as a list: one of its rows of ids, or of its few numbers or texts."""
    found: list[Value] = []
    for member in members(column):
        thing = machine.heap[member] if isinstance(member, Ref) else None
        items = thing.held() if thing is not None and thing.kind in ("list", "tuple") else []
        rows = [row for value in items for row in members(value)]
        if rows and (all(isinstance(row, Ref) for row in rows) or _few_constants(rows)):
            found += rows
        elif thing is not None and thing.kind == "sequence":
            found.append(member)
        else:
            found.append(ABSENT if isinstance(member, Absent) else Data(name))
    return union(found)


def _few_constants(rows: list[Value]) -> bool:
    return all(isinstance(row, Constant) for row in rows) and len(set(rows)) <= MAX_MEMBERS


def names_of(machine: Machine, value: Value) -> frozenset[str] | ColumnNames | None:
    """Names of columns in an argument; None if they are not known."""
    if value in (ABSENT, Constant(None)):
        return frozenset()
    if isinstance(value, ColumnNames):
        return value
    ordered = ordered_names(machine, value)
    return frozenset(ordered) if ordered is not None else None


def ordered_names(machine: Machine, value: Value) -> list[str] | None:
    """Names of columns in the order in which they are listed; None if they are not known."""
    if isinstance(value, Constant) and isinstance(value.value, str):
        return [value.value]
    thing = machine.heap[value] if isinstance(value, Ref) else None
    if thing is None or thing.kind not in ("list", "tuple", "set") or thing.rest is not None:
        return None
    names = [item.value for item in thing.fields.values() if isinstance(item, Constant)]
    known = [name for name in names if isinstance(name, str)]
    return known if len(known) == len(thing.fields) else None


def without(columns: Columns, names: frozenset[str] | ColumnNames | None) -> Columns:
    """Columns after some were removed; None removes some that are not known."""
    if isinstance(names, frozenset):
        added = {name: value for name, value in columns.added.items() if name not in names}
        return Columns(columns.base, columns.removed | names, added, place=columns.place)
    if isinstance(names, ColumnNames):
        listed = names.columns
        if listed.base == columns.base or columns.base is None:
            kept = {name: value for name, value in columns.added.items() if listed.has(name) is not True}
            if columns.base is None and listed.base is not None:
                kept = {name: union((value, ABSENT)) for name, value in kept.items()}
            if columns.base is not None:
                # Names that the list leaves out stay, if they are among the columns that cannot be seen.
                perhaps = union((Unknown("a column that is kept, if there is one"), ABSENT))
                kept.update(dict.fromkeys(listed.removed - columns.removed - set(kept), perhaps))
            return Columns(None, frozenset(), kept, place=columns.place)
    maybe = {name: union((value, ABSENT)) for name, value in columns.added.items()}
    return Columns(columns.base, columns.removed, maybe, place=columns.place)


def _remove(machine: Machine, columns: Columns, call: Call) -> Columns:
    return without(columns, names_of(machine, call.value("column_names", 0)))


def _select_columns(machine: Machine, columns: Columns, call: Call) -> Columns:
    return selected(columns, names_of(machine, call.value("column_names", 0)))


def selected(columns: Columns, names: frozenset[str] | ColumnNames | None) -> Columns:
    """Only the named columns."""
    if isinstance(names, ColumnNames):
        return names.columns
    if names is None:
        return without(columns, None)
    added = {name: columns.added.get(name, Data(name)) for name in sorted(names)}
    return Columns(None, frozenset(), added, place=columns.place)


def _rename(machine: Machine, columns: Columns, call: Call) -> Columns:
    old, new = call.value("original_column_name", 0), call.value("new_column_name", 1)
    if isinstance(old, Constant) and isinstance(new, Constant):
        return renamed(columns, {str(old.value): str(new.value)}, call.place)
    return any_columns(machine, call)


def _rename_all(machine: Machine, columns: Columns, call: Call) -> Columns:
    mapping = call.value("column_mapping", 0)
    thing = machine.heap[mapping] if isinstance(mapping, Ref) else None
    if thing is not None and thing.kind == "dict" and thing.rest is None:
        names = {old: str(new.value) for old, new in thing.fields.items() if isinstance(new, Constant)}
        if len(names) == len(thing.fields):
            return renamed(columns, names, call.place)
    return any_columns(machine, call)


def renamed(columns: Columns, names: dict[str, str], place: Place) -> Columns:
    added = {name: value for name, value in columns.added.items() if name not in names}
    for old, new in names.items():
        added[new] = columns.added.get(old, Data(old, place=place))
    return Columns(columns.base, (columns.removed | set(names)) - set(names.values()), added, place=columns.place)


def any_columns(machine: Machine, call: Call) -> Columns:
    return Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)


def _add_column(machine: Machine, columns: Columns, call: Call) -> Columns:
    name, value = call.value("name", 0), call.value("column", 1)
    if isinstance(name, Constant):
        return Columns(columns.base, columns.removed, {**columns.added, str(name.value): value}, place=columns.place)
    return any_columns(machine, call)


def with_format(machine: Machine, columns: Columns, call: Call) -> Columns:
    names = call.value("columns", 1)
    if names in (ABSENT, Constant(None)) or call.value("output_all_columns", 2) == Constant(True):
        return columns
    return selected(columns, names_of(machine, names))


def _with_transform(machine: Machine, columns: Columns, call: Call) -> Columns:
    return any_columns(machine, call)


def _filtered(machine: Machine, columns: Columns, call: Call) -> Columns:
    """The same columns; if rows were chosen by their length, they may have one length now."""
    function = call.value("function", 0)
    if not (isinstance(function, FunctionValue) and machine.compares_length(function)):
        return columns
    added = {name: Unknown("rows of one length may have been chosen") for name in columns.added}
    return Columns(columns.base, columns.removed, added, place=columns.place)


STEPS: dict[str, Step] = {
    "remove_columns": _remove, "select_columns": _select_columns, "rename_column": _rename,
    "rename_columns": _rename_all, "add_column": _add_column,
    "with_transform": _with_transform, "flatten": lambda machine, columns, call: any_columns(machine, call),
    "filter": _filtered,
}  # fmt: skip
