"""From when to when something holds, as far as the versions read can tell."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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


def holds(read: Sequence[str], runs: Iterable[Span | Lifetime], version: str) -> bool | None:
    """Whether one of the runs covers ``version``; ``None`` where the versions read cannot tell.

    Between two versions read that disagree, a patch release is taken to be like the release read
    of its own minor series. Before the oldest version read nothing is known; after the newest,
    the newest speaks.
    """
    wanted = parsed(version)
    known = [parsed(text) for text in read]
    if not known or (wanted < known[0] and not _same_series(wanted, known[0])):
        return None
    covered = _positions(read, runs)
    below = max((i for i, text in enumerate(known) if text <= wanted), default=0)
    above = min(below + 1, len(known) - 1)
    if wanted <= known[below] or (below in covered) == (above in covered):
        return below in covered
    for position in (below, above):
        if _same_series(wanted, known[position]):
            return position in covered
    return None


def _positions(read: Sequence[str], runs: Iterable[Span | Lifetime]) -> set[int]:
    covered: set[int] = set()
    for run in runs:
        first = 0 if run.first is None else read.index(run.first)
        last = len(read) - 1 if run.last is None else read.index(run.last)
        covered.update(range(first, last + 1))
    return covered


def at(read: Sequence[str], run: Span | Lifetime, version: str) -> bool:
    """Whether the run covers the version read that stands for ``version``."""
    return nearest(read, version) in _positions(read, [run])


def nearest(read: Sequence[str], version: str) -> int:
    """Position of the version read that stands for ``version``.

    The newest that is not newer; but of two different minor series, its own. Older than anything
    read: the oldest.
    """
    wanted = parsed(version)
    known = [parsed(text) for text in read]
    below = max((i for i, text in enumerate(known) if text <= wanted), default=0)
    above = min(below + 1, len(known) - 1)
    if not _same_series(wanted, known[below]) and _same_series(wanted, known[above]):
        return above
    return below


def _same_series(one: Version, other: Version) -> bool:
    return one.release[:2] == other.release[:2]


@lru_cache(maxsize=512)
def parsed(version: str) -> Version:
    return Version(version)


def within(since: str | None, before: str | None, version: str) -> bool:
    """Whether a version lies in a hand-written range; ``before`` is exclusive."""
    wanted = parsed(version)
    return (since is None or wanted >= parsed(since)) and (before is None or wanted < parsed(before))
