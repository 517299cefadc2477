"""A working folder that can be written to, and from which the user's own looks the same.

Scripts make folders and files before they train (``os.makedirs("outputs")``), and the sandbox forbids that in the
real folder. So they run in a mirror: folders are made anew, small files copied, large ones linked.
"""

import os
import shutil
from pathlib import Path

COPIED = 256_000
"""Bytes. A file up to that size is copied, so that it can be overwritten; a larger one can only be read."""
ENTRIES = 2_000
"""Folders beyond that number of entries in all are linked as they are."""
_DEPTH = 4
_LINKED = frozenset(["node_modules", "site-packages", "venv", "wandb", "__pycache__"])


def mirror(folder: Path, root: Path) -> Path:
    """A folder below ``root`` that looks like ``folder``, from within and from beside: ``../data`` is there, too.

    What cannot be read is left out.
    """
    folder = folder.resolve()
    place = root
    for part in folder.parts[1:]:
        place.mkdir()
        for entry in _entries(Path(folder.anchor, *place.relative_to(root).parts)):
            if entry.name != part:
                (place / entry.name).symlink_to(entry.path)
        place = place / part
    imitate(folder, place)
    return place


def imitate(folder: Path, target: Path) -> None:
    """Make ``target`` a folder with the same content that can be written to."""
    left = ENTRIES
    waiting = [(folder, target, 0)]
    while waiting:
        source, copy, depth = waiting.pop(0)
        copy.mkdir()
        entries = _entries(source)
        left -= len(entries)
        for entry in entries:
            whole = depth >= _DEPTH or left <= 0 or entry.name in _LINKED or entry.name.startswith(".")
            if entry.is_dir(follow_symlinks=False) and not whole:
                waiting.append((Path(entry.path), copy / entry.name, depth + 1))
            else:
                _file(entry, copy / entry.name)


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _file(entry: "os.DirEntry[str]", target: Path) -> None:
    try:
        if entry.is_file() and entry.stat().st_size <= COPIED:
            shutil.copyfile(entry.path, target)
            shutil.copystat(entry.path, target)
            target.chmod(0o600 | entry.stat().st_mode)
            return
    except OSError:
        pass
    target.symlink_to(entry.path)
