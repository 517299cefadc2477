"""``datasets``: where datasets come from, and which columns they have at first."""

from lossguard.libraries.models.columns import cell_of, columns_in, columns_of
from lossguard.libraries.models.splits import STREAMED
from lossguard.values.calls import Call, Function, Given, Machine, Models
from lossguard.values.value import (
    ABSENT,
    Columns,
    Constant,
    Data,
    Ref,
    Unknown,
    Value,
    join_columns,
    members,
    union,
)

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
    models.pure_methods["dataset"] = _PURE_METHODS
    models.pure_methods["datasets"] = _PURE_METHODS | {"keys"}


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
        fields[STREAMED] = Constant(True)
    return machine.make(call.node, kind, None, fields)


def _unseen_dict(machine: Machine, call: Call) -> Value:
    columns = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    return machine.make(call.node, "datasets", None, {"columns": columns})


def _new(machine: Machine, call: Call, columns: Columns) -> Ref:
    return machine.make(call.node, "dataset", None, {"columns": columns})


def _unseen(machine: Machine, call: Call) -> Value:
    return _new(machine, call, Columns(machine.make(call.node, "object", None, tag="source"), place=call.place))


def _from_dict(machine: Machine, call: Call) -> Value:
    columns = columns_of(machine, call, call.value("mapping", 0))
    added = {name: cell_of(machine, name, value) for name, value in columns.added.items()}
    return _new(machine, call, Columns(columns.base, columns.removed, added, place=columns.place))


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


def _concatenate(machine: Machine, call: Call) -> Value:
    parts = call.value("dsets" if "dsets" in call.keywords else "datasets", 0)
    thing = machine.heap[parts] if isinstance(parts, Ref) else None
    if thing is None or thing.kind not in ("list", "tuple"):
        return _unseen(machine, call)
    items = [*thing.fields.values(), *([thing.rest] if thing.rest is not None else [])]
    columns = [columns_in(machine, item) for value in items for item in members(value)]
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
    columns = [one for value in fields.values() for one in [columns_in(machine, value)] if one is not None]
    base = Columns(machine.make(call.node, "object", None, tag="source"), place=call.place)
    known = (thing is None and splits is ABSENT) or (thing is not None and thing.rest is None)
    if columns and len(columns) == len(fields) and known and call.unknown_keywords is None:
        base = columns[0]
        for other in columns[1:]:
            base = join_columns(base, other)
    return machine.make(call.node, "datasets", None, {"columns": base, **fields})
