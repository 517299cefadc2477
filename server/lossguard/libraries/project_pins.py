"""Versions that a script's project pins: in the nearest folder above the script that says anything of a package.

Within a folder a lock file decides, then ``requirements.txt``, then other requirements files that agree, then
``pyproject.toml``. A folder above is asked only where the nearer one leaves a package unnamed or bounds it in its
``pyproject.toml``, as the members of a workspace do: a requirements file is an environment of its own.
"""

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lossguard.libraries.project_files import LOCKS, Statement, read_lock, read_pyproject, read_requirements
from lossguard.libraries.requirement import Asked, may_apply
from lossguard.libraries.versions import Resolved, Source, Versions, Wanted
from lossguard.text.decode import Decoded, decode

_REQUIREMENTS = re.compile(r"requirements[\w.-]*\.(?:txt|in)|[\w.-]+[-_.]requirements\.txt", re.IGNORECASE)
_PROJECT = "pyproject.toml"
_State = tuple[int, int]
"""Time of modification and size of a file."""
_MAX_BYTES = 20_000_000

WATCHED = ("pyproject.toml", *LOCKS, "*requirements*.txt", "*requirements*.in")
"""Patterns of the names of files whose change may change versions."""


class ProjectPins:
    """Reads the files of projects; each is read again only when its size or time has changed."""

    def __init__(self) -> None:
        self._files: dict[Path, tuple[_State, list[Statement]]] = {}
        self._folders: dict[Path, tuple[dict[str, _State], Versions]] = {}

    def of(self, script: Path) -> Versions:
        """What the project of a script, which need not exist, says. Never raises."""
        found = Versions()
        closed: set[str] = set()
        """Packages of which folders above are not asked."""
        for folder in _folders(script.absolute().parent):
            nearer = self._folder(folder)
            found = found.over(
                Versions(
                    {name: entry for name, entry in nearer.resolved.items() if name not in closed},
                    {name: entry for name, entry in nearer.wanted.items() if name not in closed},
                )
            )
            closed |= {*nearer.resolved, *(n for n, entry in nearer.wanted.items() if entry.origin.name != _PROJECT)}
        return found

    def _folder(self, folder: Path) -> Versions:
        states = _states(folder)
        known = self._folders.get(folder)
        if known is None or known[0] != states:
            known = self._folders[folder] = (states, self._read_folder(folder, states))
        return known[1]

    def _read_folder(self, folder: Path, names: dict[str, _State]) -> Versions:
        found = Versions()
        requirements = [name for name in names if _REQUIREMENTS.fullmatch(name) and name != "requirements.txt"]
        others = [name for name in requirements if not name.endswith(".in") or f"{name[:-3]}.txt" not in names]
        for group in ([name for name in LOCKS if name in names], ["requirements.txt"], others, [_PROJECT]):
            there = [(folder / name, names[name]) for name in group if name in names]
            found = _first(found, _said((path, self._read(path, state)) for path, state in there))
        return found

    def _read(self, path: Path, state: _State) -> list[Statement]:
        known = self._files.get(path)
        if known is None or known[0] != state:
            known = self._files[path] = (state, _statements(path, state[1]))
        return known[1]


def _states(folder: Path) -> dict[str, _State]:
    """The files of a folder that are read, in the order of their names."""
    found: dict[str, _State] = {}
    try:
        for name in sorted(filter(_is_read, os.listdir(folder))):  # noqa: PTH208 - faster for large folders
            status = (folder / name).stat()
            found[name] = (status.st_mtime_ns, status.st_size)
    except OSError:
        return {}
    return found


def _is_read(name: str) -> bool:
    return name in LOCKS or name == _PROJECT or _REQUIREMENTS.fullmatch(name) is not None


def _folders(folder: Path) -> Iterator[Path]:
    """A script's folder and those above it, up to its repository; without one, the script's own folder only."""
    above = [folder, *folder.parents]
    root = next((index for index, one in enumerate(above) if (one / ".git").exists()), 0)
    yield from above[: root + 1]


def _text(path: Path) -> str | None:
    try:
        decoded = decode(path.read_bytes())
    except (OSError, ValueError):
        return None
    return decoded.text if isinstance(decoded, Decoded) else None


def _statements(path: Path, size: int) -> list[Statement]:
    text = _text(path) if size <= _MAX_BYTES else None
    if text is None:
        return []
    if path.name in LOCKS:
        return read_lock(text)
    if path.name == _PROJECT:
        return read_pyproject(text)
    return read_requirements(path.name, text, lambda name: _text(path.parent / name))


def _first(stronger: Versions, weaker: Versions) -> Versions:
    """What a stronger file says of a package, else what a weaker one says."""
    named = {*stronger.resolved, *stronger.wanted}
    return Versions(
        {**{name: entry for name, entry in weaker.resolved.items() if name not in named}, **stronger.resolved},
        {**{name: entry for name, entry in weaker.wanted.items() if name not in named}, **stronger.wanted},
    )


def _said(files: Iterable[tuple[Path, list[Statement]]]) -> Versions:
    """What several files that count alike say: a version is fixed if all of them fix the same one."""
    by_name: dict[str, list[tuple[Path, Statement]]] = {}
    for path, statements in files:
        for statement in statements:
            if may_apply(statement.asked.marker):
                by_name.setdefault(statement.asked.name, []).append((path, statement))
    resolved: dict[str, Resolved] = {}
    wanted: dict[str, Wanted] = {}
    for name, statements_of in by_name.items():
        path, first = statements_of[0]
        origin = Source(path.name, str(path), row=first.row)
        asked = [statement.asked for _, statement in statements_of]
        if first.asked.version is not None and len({one.version for one in asked}) == 1:
            resolved[name] = Resolved(first.asked.version, path.name, origin)
        else:
            wanted[name] = _together(asked, origin)
    return Versions(resolved, wanted)


def _together(asked: list[Asked], origin: Source) -> Wanted:
    clear = len({one.specifier for one in asked}) == 1 and not any(one.marker or one.elsewhere for one in asked)
    return Wanted(asked[0].specifier if clear else "", origin)
