"""Which versions of the libraries a check assumes, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Source:
    """Where a version was learnt."""

    name: str
    """For people: ``--with``, ``cell 2``, ``uv.lock`` or an interpreter's path."""
    path: str | None = None
    """The file, if it is another one than the script."""
    cell: int | None = None
    row: int | None = field(default=None, compare=False)
    """Counts from 0. A line that moves by an edit above it changes no version."""

    def __str__(self) -> str:
        return self.name if self.row is None else f"{self.name}, line {self.row + 1}"


@dataclass(frozen=True, slots=True)
class Resolved:
    """The version of one distribution and where it was learnt."""

    version: str
    source: str
    """For people: ``--with``, ``cell 2``, ``pyproject.toml`` or an interpreter's path."""
    origin: Source | None = None
    """More precisely, where that is known."""
    folder: str | None = None
    """The ``site-packages`` folder, if it is installed there."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked for without fixing one version."""

    specifier: str
    """``>=0.20,<0.25``; empty for any version."""
    origin: Source
    renewed: bool = False
    """It is installed anew when the script runs (``-U``, a URL): what is there now says nothing."""

    def admits(self, version: str) -> bool:
        if self.renewed:
            return False
        from packaging.specifiers import InvalidSpecifier, SpecifierSet
        from packaging.version import InvalidVersion

        try:
            return SpecifierSet(self.specifier).contains(version, prereleases=True)
        except (InvalidSpecifier, InvalidVersion):
            return False


@dataclass(frozen=True, slots=True)
class Versions:
    """Distributions by normalised name (``unsloth_zoo`` and ``unsloth-zoo`` are one)."""

    resolved: Mapping[str, Resolved] = field(default_factory=dict[str, Resolved])
    wanted: Mapping[str, Wanted] = field(default_factory=dict[str, Wanted])
    """Those that are asked for and not fixed."""

    def get(self, distribution: str) -> Resolved | None:
        return self.resolved.get(normalise(distribution))

    def wants(self, distribution: str) -> Wanted | None:
        return self.wanted.get(normalise(distribution))

    def over(self, weaker: "Versions") -> "Versions":
        """These versions, completed by weaker ones that are not against what is asked for here."""
        resolved = dict(weaker.resolved)
        for name, entry in self.wanted.items():
            if name in resolved and not entry.admits(resolved[name].version):
                del resolved[name]
        resolved.update(self.resolved)
        wanted = {**weaker.wanted, **self.wanted}
        return Versions(resolved, {name: entry for name, entry in wanted.items() if name not in resolved})


def normalise(distribution: str) -> str:
    """PEP 503: runs of ``-_.`` are one dash, lower case."""
    return "-".join(part for part in distribution.lower().replace("_", "-").replace(".", "-").split("-") if part)
