"""Which versions of the libraries a check assumes, and why."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Resolved:
    """The version of one distribution and where it was learnt."""

    version: str
    source: str
    """For people: ``--with``, ``cell 2``, ``pyproject.toml`` or an interpreter's path."""


@dataclass(frozen=True, slots=True)
class Versions:
    """Distributions by normalised name (``unsloth_zoo`` and ``unsloth-zoo`` are one)."""

    resolved: Mapping[str, Resolved] = field(default_factory=dict[str, Resolved])

    def get(self, distribution: str) -> Resolved | None:
        return self.resolved.get(normalise(distribution))

    def over(self, weaker: "Versions") -> "Versions":
        """These versions, completed by weaker ones."""
        return Versions({**weaker.resolved, **self.resolved})


def normalise(distribution: str) -> str:
    """PEP 503: runs of ``-_.`` are one dash, lower case."""
    return "-".join(part for part in distribution.lower().replace("_", "-").replace(".", "-").split("-") if part)
