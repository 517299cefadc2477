"""What each collator does to labels. Hand-written: no reading of the source yields this safely."""

from dataclasses import dataclass
from typing import Any

from lossguard.libraries.knowledge.lifetimes import within
from lossguard.libraries.knowledge.loading import part


@dataclass(frozen=True, slots=True)
class CollatorSemantics:
    """One collator over a range of versions; ``None``: not known."""

    library: str
    class_name: str
    since: str | None
    before: str | None
    """Exclusive."""

    creates_labels: bool | None
    """Labels come out although the rows have none."""

    overwrites_labels: bool | None
    """Labels in the rows are replaced: a mask written before is lost."""

    pads_labels: bool | None
    """Rows whose labels differ in length can be collated."""

    masks_pad_id: bool | None
    """Every label that equals the pad token id becomes -100, a real end-of-text token with that id too."""

    pads_inputs: bool | None
    """Rows whose inputs differ in length can be collated."""

    without_labels: str | None
    """``absent``, ``none`` (``batch["labels"] = None``), ``created`` or ``error``, if the rows have none."""

    renames: frozenset[str]
    """Columns that come out under the name ``labels``."""

    mask_columns: frozenset[str]
    """Columns by which it turns labels to -100."""

    source: str


def collator_semantics(library: str, class_name: str, version: str | None = None) -> CollatorSemantics | None:
    """In that version of the library, by default in the newest that has the collator."""
    known = collator_history(library, class_name)
    if version is not None:
        known = tuple(entry for entry in known if within(entry.since, entry.before, version))
    return known[-1] if known else None


def collator_history(library: str, class_name: str) -> tuple[CollatorSemantics, ...]:
    """Everything known about a collator, oldest first."""
    rows: list[dict[str, Any]] = part("collator_semantics")["entries"]
    return tuple(_entry(row) for row in rows if row["library"] == library and row["class"] == class_name)


def _entry(row: dict[str, Any]) -> CollatorSemantics:
    return CollatorSemantics(
        library=row["library"],
        class_name=row["class"],
        since=row.get("since"),
        before=row.get("before"),
        creates_labels=row.get("creates_labels"),
        overwrites_labels=row.get("overwrites_labels"),
        pads_labels=row.get("pads_labels"),
        masks_pad_id=row.get("masks_pad_id"),
        pads_inputs=row.get("pads_inputs"),
        without_labels=row.get("without_labels"),
        renames=frozenset(row.get("renames", ())),
        mask_columns=frozenset(row.get("mask_columns", ())),
        source=row["source"],
    )
