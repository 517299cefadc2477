"""Arguments of a dataset's steps, fit for the few rows that are there.

What a script does by numbers of rows (`select(range(1000))`, `test_size=500`) is cut to these, as most scripts would
else end with an IndexError that the real run has not.
"""

import inspect
from collections.abc import Iterator
from typing import Any, Callable, Optional

from .frames import argument
from .protocol import Site
from .session import Session

WHY = "a dry run uses few rows"
Given = dict[str, Any]
_UNTOLD = ("num_proc", "load_from_cache_file")


def fit(
    session: Session,
    dataset: Any,
    method: Callable[..., Any],
    values: tuple[Any, ...],
    options: dict[str, Any],
    site: Optional[Site],
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a step of a dataset that was cut."""
    fitting = _FITTING.get(method.__name__)
    if fitting is None:
        return values, options
    try:
        bound = inspect.signature(method).bind(dataset, *values, **options)
    except TypeError:  # The call is wrong, and says so itself.
        return values, options
    given = bound.arguments
    # Read here, an iterator would be at its end for the step.
    given.update({name: list(value) for name, value in given.items() if isinstance(value, Iterator)})
    for name, value in fitting(given, len(dataset), session.lineage.whole(dataset)).items():
        if name in given and name not in _UNTOLD and (hasattr(value, "__len__") or given[name] != value):
            what, where = (name, argument(site, name)) if name in options else (f"Dataset.{method.__name__}", site)
            session.changed(what, given[name], _shown(value, len(dataset)), WHY, where)
        given[name] = value
    # By name all of them: `datasets` adds an argument by name that stands among these.
    return (), {name: value for name, value in given.items() if value is not dataset}


def row(sized: Any, key: Any, caller: str) -> Any:
    """A key of a dataset that was cut, or of its column; for a row beyond the last it is that of another row."""
    rows = len(sized)
    if not rows:
        return key
    if isinstance(key, (list, tuple, range)) and any(isinstance(index, int) and index >= rows for index in key):
        return [index % rows for index in key]
    if isinstance(key, slice) and isinstance(key.start, int) and key.start >= rows:
        return [index % rows for index in range(key.start, key.start + min(rows, _length(key)))]
    if isinstance(key, bool) or not hasattr(type(key), "__index__") or getattr(key, "ndim", None):
        return key
    # Python walks over an object that has no `__iter__` until the IndexError behind its last row.
    if key == rows and caller == "__getitem__":
        return key
    return key if -rows <= key < rows else int(key) % rows


def _length(key: slice) -> int:
    return max(1, key.stop - key.start) if isinstance(key.stop, int) and key.stop > key.start else 1


def _map(given: Given, _rows: int, _whole: Optional[int]) -> Given:
    return {"num_proc": None, "load_from_cache_file": False}


def _select(given: Given, rows: int, _whole: Optional[int]) -> Given:
    """The rows themselves if they are there; else those that are; of rows further on, as many of the first."""
    try:
        wanted = list(given["indices"])
    except TypeError:
        return {}
    if all(index < rows for index in wanted):
        return {}
    few = [index for index in wanted if index < rows] or [index % rows for index in wanted[:rows] if rows]
    return {"indices": few}


def _skip(given: Given, rows: int, _whole: Optional[int]) -> Given:
    return {"n": min(int(given["n"]), rows // 2)}


def _take(given: Given, rows: int, _whole: Optional[int]) -> Given:
    return {"n": min(int(given["n"]), rows)}


def _shard(given: Given, rows: int, _whole: Optional[int]) -> Given:
    shards, index = int(given["num_shards"]), int(given["index"])
    if not 0 <= index < shards or shards <= rows:
        return {}
    return {"num_shards": max(1, rows), "index": index % max(1, rows)}


def _add_column(given: Given, rows: int, _whole: Optional[int]) -> Given:
    column = given["column"]
    return {"column": column[:rows]} if hasattr(column, "__len__") and len(column) > rows else {}


def _split(given: Given, rows: int, whole: Optional[int]) -> Given:
    sizes = {name: given.get(name) for name in ("test_size", "train_size")}
    fitting: Given = {name: _share(size, rows, whole) for name, size in sizes.items() if size is not None}
    if given.get("stratify_by_column") is not None:
        # Few rows have not enough of each class.
        fitting["stratify_by_column"] = None
    return fitting


def _share(size: Any, rows: int, whole: Optional[int]) -> Any:
    """As large a share of the rows as it would be of all, and neither none nor all of them."""
    if isinstance(size, float):
        return size if rows < 2 or 1 <= size * rows <= rows - 1 else (1 / rows if size < 0.5 else 1 - 1 / rows)
    share = int(size) / whole if whole else 0.1
    return max(1, min(rows // 2, round(rows * share)))


def _shown(value: Any, rows: int) -> Any:
    return f"fit for {rows} rows" if hasattr(value, "__len__") else value


_FITTING: dict[str, Callable[[Given, int, Optional[int]], Given]] = {
    "map": _map,
    "filter": _map,
    "select": _select,
    "skip": _skip,
    "take": _take,
    "shard": _shard,
    "add_column": _add_column,
    "train_test_split": _split,
}
