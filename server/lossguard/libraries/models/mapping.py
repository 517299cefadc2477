"""``dataset.map``: the columns that stay, and those that the script's function makes of a row."""

from lossguard.libraries.models.columns import any_columns, names_of, ordered_names, without
from lossguard.libraries.models.dataset_steps import each_split
from lossguard.values.calls import Call, Given, Machine, Models
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
    may_be_absent,
    members,
    union,
)

_POSITIONS = {
    "dataset": ("function", "with_indices", "with_rank", "input_columns", "batched", "batch_size", "drop_last_batch",
                "remove_columns"),
    "datasets": ("function", "with_indices", "with_rank", "with_split", "input_columns", "batched", "batch_size",
                 "drop_last_batch", "remove_columns"),
}  # fmt: skip


def register(models: Models) -> None:
    for kind in ("dataset", "datasets"):
        models.methods[kind, "map"] = _map


def _map(machine: Machine, ref: Ref, call: Call) -> Value:
    """``dataset.map``: columns that stay, and those that the function returns."""
    call = _by_name(call, _POSITIONS[machine.heap[ref].kind])
    removed = names_of(machine, call.value("remove_columns"))

    def change(columns: Columns) -> Columns:
        return _mapped(machine, call, columns, removed)

    result = each_split(machine, ref, call, change)
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
    row = machine.heap.writable(example)
    row.fields, row.places, row.rest = dict(columns.added), {}, rest
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
