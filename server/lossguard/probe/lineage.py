"""How each dataset came about: its steps, and whether it was cut."""

from collections.abc import Sequence
from typing import Any, Optional

from .protocol import Site


class Lineage:
    def __init__(self) -> None:
        self._steps: dict[int, tuple[Site, ...]] = {}
        self._columns: dict[int, tuple[list[str], ...]] = {}
        self._cut: dict[int, Optional[int]] = {}
        """Number of rows of the whole dataset, of those that were cut; None if it was not counted."""
        self._kept: list[Any] = []

    def note(self, dataset: Any, before: Any, site: Optional[Site]) -> None:
        for one in dataset.values() if isinstance(dataset, dict) else [dataset]:
            names = list(getattr(one, "column_names", None) or [])
            self._columns[id(one)] = self.columns(before) + ((names,) if site else ())
            self._steps[id(one)] = self.steps(before) + ((site,) if site else ())
            if id(before) in self._cut:
                self._cut[id(one)] = self._cut[id(before)]
            self._kept.append(one)

    def note_cut(self, dataset: Any, whole: Optional[int]) -> None:
        self._cut[id(dataset)] = whole
        self._kept.append(dataset)

    def note_joined(self, dataset: Any, parts: Sequence[Any], site: Optional[Site]) -> None:
        """A dataset made of several others: its steps are those of the first."""
        self.note(dataset, parts[0] if parts else None, site)
        cut = [one for one in parts if self.is_cut(one)]
        if cut:
            counted = [self.whole(one) if self.is_cut(one) else len(one) for one in parts]
            self.note_cut(dataset, None if None in counted else sum(filter(None, counted)))

    def steps(self, dataset: Any) -> tuple[Site, ...]:
        return self._steps.get(id(dataset), ())

    def columns(self, dataset: Any) -> tuple[list[str], ...]:
        """The columns behind each of its steps."""
        return self._columns.get(id(dataset), ())

    def last(self, dataset: Any, *roles: str) -> Optional[Site]:
        """The last step of one of these kinds."""
        return next((step for step in reversed(self.steps(dataset)) if step["role"] in roles), None)

    def is_cut(self, dataset: Any) -> bool:
        return id(dataset) in self._cut

    @property
    def sizes(self) -> frozenset[int]:
        """How many rows each of those that were cut has."""
        return frozenset(len(one) for one in self._kept if id(one) in self._cut and not isinstance(one, dict))

    def whole(self, dataset: Any) -> Optional[int]:
        return self._cut.get(id(dataset))
