"""Which files of a project are checked: named ones as they are, folders walked with respect for ``.gitignore``.

For the command line and the editor's check of a workspace alike.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

SUFFIXES = (".py", ".ipynb")

_SKIPPED = frozenset(
    [
        "__pycache__",
        "__pypackages__",
        "node_modules",
        "site-packages",
        "venv",
        ".direnv",
        ".eggs",
        ".git",
        ".hg",
        ".hypothesis",
        ".ipynb_checkpoints",
        ".mypy_cache",
        ".nox",
        ".pytest_cache",
        ".ruff_cache",
        ".svn",
        ".tox",
        ".venv",
    ]
)


def discover(path: Path, seen: set[str]) -> Iterator[Path]:
    """The files of a path in a stable order, less those ``seen``, to which they are added.

    A named file counts whatever its suffix and any ``.gitignore``.
    """
    for file in _walk(path, _Ignores.above(path)) if path.is_dir() else (path,):
        identity = os.path.realpath(file)
        if identity not in seen:
            seen.add(identity)
            yield file


def _walk(folder: Path, ignores: "_Ignores") -> Iterator[Path]:
    try:
        with os.scandir(folder) as scan:
            entries = sorted(scan, key=lambda entry: entry.name)
    except OSError:
        return  # a folder that may not be read holds nothing for us
    names = {entry.name for entry in entries}
    if "pyvenv.cfg" in names:
        return
    if ".gitignore" in names:
        ignores = ignores.within(folder)
    for entry in entries:
        path = folder / entry.name
        if entry.is_dir(follow_symlinks=False):
            if entry.name not in _SKIPPED and not ignores.match(path, is_folder=True):
                yield from _walk(path, ignores)
        elif entry.name.endswith(SUFFIXES) and entry.is_file() and not ignores.match(path, is_folder=False):
            yield path


class _Ignores:
    """The ``.gitignore`` files that apply in a folder, the nearest first: the first that has a say decides."""

    def __init__(self, specs: tuple[tuple[Path, "GitIgnoreSpec"], ...] = ()) -> None:
        self._specs = specs

    @classmethod
    def above(cls, folder: Path) -> "_Ignores":
        """Those of the folders above, up to the repository's root; none outside of a repository."""
        above: list[Path] = []
        for parent in (folder.absolute(), *folder.absolute().parents):
            if parent != folder.absolute():
                above.append(parent)
            if (parent / ".git").exists():
                break
        else:
            return cls()
        ignores = cls()
        for parent in reversed(above):
            if (parent / ".gitignore").is_file():
                ignores = ignores.within(parent)
        return ignores

    def within(self, folder: Path) -> "_Ignores":
        from pathspec import GitIgnoreSpec

        try:
            lines = (folder / ".gitignore").read_text(encoding="utf-8", errors="replace").splitlines()
            spec = GitIgnoreSpec.from_lines(lines)
        except (OSError, ValueError):
            return self
        return _Ignores(((folder.absolute(), spec), *self._specs))

    def match(self, path: Path, is_folder: bool) -> bool:
        if not self._specs:
            return False
        absolute = path.absolute()
        for folder, spec in self._specs:
            relative = absolute.relative_to(folder).as_posix()
            include = spec.check_file(f"{relative}/" if is_folder else relative).include
            if include is not None:
                return include
        return False
