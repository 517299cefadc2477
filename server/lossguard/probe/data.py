"""Datasets: the first rows of each are taken into memory, and every step is noted with its place."""

import re
from typing import Any, Callable, Optional

from . import few_rows
from .frames import argument
from .protocol import Site
from .session import Session, wrap

_STEPS = (
    "map filter select shuffle sort remove_columns rename_column rename_columns select_columns add_column cast "
    "cast_column class_encode_column with_format with_transform train_test_split shard skip take flatten "
    "repeat flatten_indices"
).split()
_IN_PLACE = ("set_format", "set_transform", "reset_format")
_MAKERS = (
    "from_list from_dict from_pandas from_polars from_json from_csv from_parquet from_generator from_text from_file "
    "load_from_disk"
).split()
_FILES = ("json", "csv", "parquet", "text", "arrow")
_WITH_HELPERS = ("map", "filter")
"""Steps that start processes where they are told to."""


def install(session: Session) -> None:
    session.hooks.after("datasets.arrow_dataset", lambda module: _patch_dataset(session, module))
    session.hooks.after("datasets.combine", lambda module: _patch_joining(session, module))
    session.hooks.after("datasets.load", lambda module: _patch_loading(session, module))
    session.hooks.after("torch.utils.data.dataloader", lambda module: _patch_loader(session, module.DataLoader))


def _patch_dataset(session: Session, module: Any) -> None:
    dataset_class = module.Dataset
    if hasattr(module, "Column"):
        wrap(module.Column, "__getitem__", _row(session, lambda column: column.source))
    for name in _STEPS:
        if hasattr(dataset_class, name):
            wrap(dataset_class, name, _step(session, name))
    for name in _IN_PLACE:
        wrap(dataset_class, name, _in_place(session, name))
    wrap(dataset_class, "__getitem__", _row(session, lambda dataset: dataset))
    for name in _MAKERS:
        if hasattr(dataset_class, name):
            wrap(dataset_class, name, _maker(session, name))


def _step(session: Session, name: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def step(self: Any, *values: Any, **options: Any) -> Any:
            by_user = session.frames.called_by_user(1)
            site = session.frames.here(name) if by_user else None
            if session.lineage.is_cut(self) or name in _WITH_HELPERS:
                with session.guarded(f"cutting {name}"):
                    values, options = few_rows.fit(session, self, original, values, options, site)
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


def _row(session: Session, of: Callable[[Any], Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def __getitem__(self: Any, key: Any) -> Any:  # noqa: N807 - it becomes the class's
            if session.lineage.is_cut(of(self)):
                key = few_rows.row(self, key, session.frames.caller(1))
            return original(self, key)

        return __getitem__

    return make


def _joined(session: Session) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Datasets joined to one: it was cut if one of them was."""

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def joined(parts: Any, *values: Any, **options: Any) -> Any:
            site = session.frames.here("join")
            parts = list(parts)
            after = original(parts, *values, **options)
            session.lineage.note_joined(after, parts, site)
            return after

        return joined

    return make


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

    if isinstance(loaded, list):
        return [_cut(session, one, site) for one in loaded]
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
        session.changed("rows", f"{whole:,}", str(rows), few_rows.WHY, site)
    session.phase("data")
    return few


def _in_memory(dataset: Any, rows: int) -> Any:
    """Without files behind it: the steps that follow would write theirs beside them."""
    import datasets

    table = dataset.with_format("arrow")[:rows]
    return datasets.Dataset(datasets.table.InMemoryTable(table), info=dataset.info, split=dataset.split)


def _patch_joining(session: Session, module: Any) -> None:
    # By name, as `datasets` re-exports them after this module has run.
    for name in ("concatenate_datasets", "interleave_datasets"):
        wrap(module, name, _joined(session))


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
    if isinstance(whole, (list, tuple)) or (isinstance(whole, str) and "+" in whole):
        return None
    try:
        stream = original(path, name, **{**options, "split": whole, "streaming": True})
        taken = {key: _taken(session, one) for key, one in (stream if whole is None else {"": stream}).items()}
    except (NotImplementedError, ValueError, TypeError):
        return None
    if whole != split:
        session.changed("split", split, whole, few_rows.WHY, argument(site, "split"))
    for dataset, complete in taken.values():
        session.lineage.note(dataset, None, site)
        if not complete:
            session.lineage.note_cut(dataset, None)
            session.changed("rows", "all", str(session.plan["rows"]), few_rows.WHY, site)
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
                session.changed("num_workers", workers, 0, few_rows.WHY, site)
                for name in ("num_workers", "prefetch_factor", "persistent_workers", "multiprocessing_context"):
                    options.pop(name, None)
            original(self, *values, **options)

        return __init__

    wrap(loader_class, "__init__", make)
