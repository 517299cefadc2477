"""From "what version V says" to "from when to when it says so"."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

Value = TypeVar("Value", bound=Hashable)
Name = TypeVar("Name", bound=str)

Span = tuple[str | None, str | None]
"""First and last version read with the value; ``None``: already so in the oldest, still so in the newest."""


def spans(read: Sequence[str], said: Mapping[str, Value]) -> list[tuple[Span, Value]]:
    """Runs of neighbouring versions that say the same, oldest first. Absent versions end a run."""
    runs: list[tuple[int, int, Value]] = []
    for position, version in enumerate(read):
        if version not in said:
            continue
        value = said[version]
        if runs and runs[-1][1] == position - 1 and runs[-1][2] == value:
            runs[-1] = (runs[-1][0], position, value)
        else:
            runs.append((position, position, value))
    newest = len(read) - 1
    return [
        ((None if first == 0 else read[first], None if last == newest else read[last]), value)
        for first, last, value in runs
    ]


def by_name(per_version: Mapping[str, Mapping[Name, Value]]) -> dict[Name, dict[str, Value]]:
    """{version: {name: value}} turned round to {name: {version: value}}, names sorted."""
    names: Iterable[Name] = sorted({name for said in per_version.values() for name in said})
    return {name: {version: said[name] for version, said in per_version.items() if name in said} for name in names}
