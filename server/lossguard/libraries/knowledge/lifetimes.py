"""From when to when something holds, as far as the versions read can tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from packaging.version import Version


@dataclass(frozen=True, slots=True)
class Span:
    """A run of versions read."""

    first: str | None
    """``None``: held already in the oldest version read."""

    last: str | None
    """The last version read in which it held; ``None``: still holds in the newest."""


@dataclass(frozen=True, slots=True)
class Lifetime:
    """A parameter or field, with one default, over a run of versions."""

    name: str
    first: str | None
    last: str | None
    default: str | None
    """Source text of a literal default (``"None"``, ``"'text'"``, ``"1e-05"``). ``None``: there is
    none, or it is computed (see ``required``)."""

    required: bool = False


class Standing(Enum):
    """How a version lies to those that were read."""

    READ = "read"
    """It was read itself, or a release of its minor series was: a patch release is taken to be like that one."""
    BETWEEN = "between"
    """What the versions read before and after it agree on is so in it, too."""
    OLDER = "older"
    NEWER = "newer"
    """Than all that were read: nothing is known of it but what never changed."""


def standing(read: Sequence[str], version: str) -> Standing:
    wanted, known = parsed(version), [parsed(text) for text in read]
    if wanted in known or any(_same_series(wanted, one) for one in known):
        return Standing.READ
    if wanted < known[0]:
        return Standing.OLDER
    return Standing.NEWER if wanted > known[-1] else Standing.BETWEEN


def speaking(read: Sequence[str], version: str) -> tuple[int, ...]:
    """Positions of the versions read that speak for a version.

    One: what that says is so. Two: what both say is so, and nothing is known where they differ. None: nothing is.
    """
    wanted, known = parsed(version), [parsed(text) for text in read]
    below = max((i for i, one in enumerate(known) if one <= wanted), default=-1)
    if below >= 0 and (known[below] == wanted or _same_series(known[below], wanted)):
        return (below,)
    above = below + 1
    if above < len(known) and _same_series(known[above], wanted):
        return (above,)
    return (below, above) if 0 <= below < len(known) - 1 else ()


def holds(read: Sequence[str], runs: Iterable[Span | Lifetime], version: str) -> bool | None:
    """Whether one of the runs covers ``version``; ``None`` where the versions read cannot tell."""
    covered = {position for run in runs for position in positions(read, run)}
    answers = {position in covered for position in speaking(read, version)}
    return answers.pop() if len(answers) == 1 else None


def at(read: Sequence[str], run: Span | Lifetime, version: str) -> bool:
    """Whether a run certainly covers a version."""
    return holds(read, [run], version) is True


def positions(read: Sequence[str], run: Span | Lifetime) -> range:
    first = 0 if run.first is None else read.index(run.first)
    last = len(read) - 1 if run.last is None else read.index(run.last)
    return range(first, last + 1)


def _same_series(one: Version, other: Version) -> bool:
    return one.release[:2] == other.release[:2]


@lru_cache(maxsize=512)
def parsed(version: str) -> Version:
    return Version(version)


def within(since: str | None, before: str | None, version: str) -> bool:
    """Whether a version lies in a hand-written range; ``before`` is exclusive."""
    wanted = parsed(version)
    return (since is None or wanted >= parsed(since)) and (before is None or wanted < parsed(before))
