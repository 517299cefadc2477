"""Datasets: the first rows of each are taken into memory, and every step is noted with its place.

What a script does by numbers of rows (`select(range(1000))`, `test_size=500`, ``split="train[:90%]"``) is cut to
what is there, as most scripts would else end with an IndexError that the real run has not.
"""

import re
from typing import Any, Callable, Optional

from .frames import argument
from .protocol import Site
from .session import Session, wrap

_STEPS = (
    "map filter select shuffle sort remove_columns rename_column rename_columns select_columns add_column cast "
    "cast_column class_encode_column with_format with_transform train_test_split shard skip take flatten"
).split()
_IN_PLACE = ("set_format", "set_transform", "reset_format")
_MAKERS = (
    "from_list from_dict from_pandas from_polars from_json from_csv from_parquet from_generator from_text from_file "
    "load_from_disk"
).split()
_FILES = ("json", "csv", "parquet", "text", "arrow")
_FEW_ROWS = "a dry run uses few rows"


def install(session: Session) -> None:
    session.hooks.after("datasets.arrow_dataset", lambda module: _patch_dataset(session, module.Dataset))
    session.hooks.after("datasets.load", lambda module: _patch_loading(session, module))
    session.hooks.after("torch.utils.data.dataloader", lambda module: _patch_loader(session, module.DataLoader))


def _patch_dataset(session: Session, dataset_class: Any) -> None:
    for name in _STEPS:
        if hasattr(dataset_class, name):
            wrap(dataset_class, name, _step(session, name))
    for name in _IN_PLACE:
        wrap(dataset_class, name, _in_place(session, name))
    for name in _MAKERS:
        if hasattr(dataset_class, name):
            wrap(dataset_class, name, _maker(session, name))


def _step(session: Session, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def step(self: Any, *values: Any, **options: Any) -> Any:
            by_user = session.frames.called_by_user(1)
            site = session.frames.here(name) if by_user else None
            if session.lineage.is_cut(self):
                with session.guarded(f"cutting {name}"):
                    values, options = _clamped(session, self, name, values, options, site)
            after = original(self, *values, **options)
            if after is not self:
                session.lineage.note(after, self, site)
            return after

        return step

    return make


def _in_place(session: Session, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def step(self: Any, *values: Any, **options: Any) -> Any:
            after = original(self, *values, **options)
            if session.frames.called_by_user(1):
                session.lineage.note(self, self, session.frames.here(name))
            return after

        return step

    return make


def _clamped(
    session: Session, dataset: Any, name: str, values: tuple[Any, ...], options: dict[str, Any], site: Optional[Site]
) -> tuple[tuple[Any, ...], dict[str, Any]]:
    """The arguments of a step, fit for the few rows that are there."""
    rows = len(dataset)
    if name in ("map", "filter"):
        options.pop("num_proc", None)
        options["load_from_cache_file"] = False
    elif name in ("select", "skip", "take"):
        key = "indices" if name == "select" else "n"
        wanted: Any = values[0] if values else options.get(key)
        fitting = (
            _indices(wanted, rows) if name == "select" else min(int(wanted), rows if name == "take" else rows // 2)
        )
        if wanted is not None and fitting is not wanted:
            session.changed(f"Dataset.{name}", wanted, f"fit for {rows} rows", _FEW_ROWS, site)
            options.pop(key, None)
            values = (fitting, *values[1:])
    elif name == "train_test_split":
        for key in ("test_size", "train_size"):
            size = options.get(key)
            if isinstance(size, int) and not isinstance(size, bool):
                options[key] = _share(size, rows, session.lineage.whole(dataset))
                session.changed(key, size, options[key], _FEW_ROWS, argument(site, key))
    return values, options


def _indices(wanted: Any, rows: int) -> Any:
    """The indices themselves if they fit; else those that do; of rows further on, as many of the first."""
    try:
        listed = list(wanted)
    except TypeError:
        return wanted
    if all(index < rows for index in listed):
        return wanted
    return [index for index in listed if index < rows] or [index % rows for index in listed[: max(rows, 1)]]


def _share(size: int, rows: int, whole: Optional[int]) -> int:
    """As large a share of the rows as it would be of all."""
    share = size / whole if whole else 0.1
    return max(1, min(rows // 2, round(rows * share)))


def _maker(session: Session, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def maker(*values: Any, **options: Any) -> Any:
            by_user = session.frames.called_by_user(1)
            dataset = original(*values, **options)
            return _cut(session, dataset, session.frames.here(name)) if by_user else dataset

        return maker

    return make


def _cut(session: Session, loaded: Any, site: Optional[Site]) -> Any:
    """The first rows of what was loaded, in memory."""
    import datasets

    if isinstance(loaded, dict):
        for key in list(loaded):
            loaded[key] = _cut(session, loaded[key], site)
        return loaded
    if not isinstance(loaded, datasets.Dataset):
        return loaded
    whole, rows = len(loaded), session.plan["rows"]
    few = _in_memory(loaded, min(rows, whole)) if whole > rows or loaded.cache_files else loaded
    session.lineage.note(few, None, site)
    if whole > rows:
        session.lineage.note_cut(few, whole)
        session.changed("rows", f"{whole:,}", str(rows), _FEW_ROWS, site)
    session.phase("data")
    return few


def _in_memory(dataset: Any, rows: int) -> Any:
    """Without files behind it: the steps that follow would write theirs beside them."""
    import datasets

    table = dataset.with_format("arrow")[:rows]
    return datasets.Dataset(datasets.table.InMemoryTable(table), info=dataset.info, split=dataset.split)


def _patch_loading(session: Session, module: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def load_dataset(path: str, name: Any = None, *values: Any, **options: Any) -> Any:
            site = session.frames.here("load_dataset")
            if options.get("streaming"):
                return original(path, name, *values, **options)
            options.pop("num_proc", None)
            few = _streamed(session, original, path, name, values, options, site)
            return _cut(session, original(path, name, *values, **options), site) if few is None else few

        return load_dataset

    def make_from_disk(original: Callable[..., Any]) -> Callable[..., Any]:
        def load_from_disk(*values: Any, **options: Any) -> Any:
            return _cut(session, original(*values, **options), session.frames.here("load_from_disk"))

        return load_from_disk

    # By name, as `datasets` re-exports them after this module has run.
    wrap(module, "load_dataset", make)
    wrap(module, "load_from_disk", make_from_disk)


def _streamed(
    session: Session,
    original: Callable[..., Any],
    path: str,
    name: Any,
    values: tuple[Any, ...],
    options: dict[str, Any],
    site: Optional[Site],
) -> Any:
    """The first rows of local files without reading or converting the rest; None if that cannot be done."""
    if path not in _FILES or values:
        return None
    split = options.get("split")
    whole = re.sub(r"\[.*?\]", "", split) if isinstance(split, str) else split
    if isinstance(whole, str) and "+" in whole:
        return None
    try:
        stream = original(path, name, **{**options, "split": whole, "streaming": True})
        taken = {key: _taken(session, one) for key, one in (stream if whole is None else {"": stream}).items()}
    except (NotImplementedError, ValueError, TypeError):
        return None
    if whole != split:
        session.changed("split", split, whole, _FEW_ROWS, argument(site, "split"))
    for dataset, complete in taken.values():
        session.lineage.note(dataset, None, site)
        if not complete:
            session.lineage.note_cut(dataset, None)
            session.changed("rows", "all", str(session.plan["rows"]), _FEW_ROWS, site)
        elif whole != split:
            session.lineage.note_cut(dataset, len(dataset))
    session.phase("data")
    if whole is not None:
        return taken[""][0]
    import datasets

    return datasets.DatasetDict({key: dataset for key, (dataset, _) in taken.items()})


def _taken(session: Session, stream: Any) -> tuple[Any, bool]:
    """The first rows of a stream as a dataset, and whether these were all."""
    import datasets

    rows = session.plan["rows"]
    listed = list(stream.take(rows + 1))
    few = datasets.Dataset.from_list(listed[:rows], features=stream.features)
    return few, len(listed) <= rows


def _patch_loader(session: Session, loader_class: Any) -> None:
    """One batch needs no helpers, and starting them takes longer than the step."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: Any, *values: Any, **options: Any) -> None:  # noqa: N807 - it becomes the class's
            workers = options.get("num_workers") or 0
            if workers:
                site = argument(session.frames.here("loader"), "num_workers")
                session.changed("num_workers", workers, 0, _FEW_ROWS, site)
                for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context"):
                    options.pop(name, None)
            original(self, *values, **options)

        return __init__

    wrap(loader_class, "__init__", make)
