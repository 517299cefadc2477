"""What was read off one installed release, of which nothing is shipped."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from lossguard.libraries.knowledge import ForwardFacts


@dataclass(frozen=True, slots=True)
class Reading:
    """A file that holds what was read off a release."""

    library: str
    version: str
    path: str
    stamp: int
    """Its time of modification: another one is another reading."""


@dataclass(frozen=True, slots=True)
class ReleaseFacts:
    """What was read off one release."""

    gates: frozenset[str]
    """Those of its library that are open; see ``gates``."""
    _fields: dict[str, dict[str, list[str | None]]]
    _shapes: list[tuple[frozenset[str], ForwardFacts]]
    _classes: dict[str, int]
    _autos: dict[str, str]

    @property
    def classes(self) -> Collection[str]:
        """The model classes and Auto classes of transformers."""
        return self._classes.keys() | self._autos.keys()

    def model_tasks(self, class_name: str) -> frozenset[str]:
        if class_name in self._autos:
            return frozenset((self._autos[class_name],))
        number = self._classes.get(class_name)
        return self._shapes[number][0] if number is not None else frozenset()

    def forward_labels(self, class_name: str) -> ForwardFacts | None:
        number = self._classes.get(class_name)
        return self._shapes[number][1] if number is not None else None

    def default(self, class_name: str, field: str) -> str | None:
        """Source text of a field's literal default."""
        cell = self._fields.get(class_name, {}).get(field, [])
        return cell[1] if len(cell) > 1 else None


@lru_cache(maxsize=8)
def facts_of(reading: Reading) -> ReleaseFacts | None:
    """None if the file does not hold what it should."""
    try:
        data: dict[str, Any] = json.loads(Path(reading.path).read_bytes())
        shapes = [
            (frozenset(tasks), ForwardFacts(tuple(labels), var_keywords, loss))
            for tasks, labels, var_keywords, loss in data["shapes"]
        ]
        classes = data["classes"]
        if not all(number < len(shapes) for number in classes.values()):
            return None
        return ReleaseFacts(frozenset(data["gates"]), dict(data["fields"]), shapes, classes, dict(data["autos"]))
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return None
