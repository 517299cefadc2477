"""A working folder that can be written to, and from which the user's own looks the same.

Scripts make folders and files before they train (``os.makedirs("outputs")``), and the sandbox forbids that in the
real folder. So they run in a mirror: folders are made anew, small files copied, large ones linked.
"""

import os
import shutil
import threading
from pathlib import Path

COPIED = 256_000
"""Bytes. A file up to that size is copied, so that it can be overwritten; a larger one can only be read."""
ENTRIES = 2_000
"""Folders beyond that number of entries in all are linked as they are."""
COPIED_IN_ALL = 64_000_000
"""Bytes. Beyond that, files are linked."""
_DEPTH = 4
_LINKED = frozenset(["node_modules", "site-packages", "venv", "wandb", "__pycache__"])


class Stopped(Exception):  # noqa: N818 - it was asked for
    """The copy is not wanted any more."""


def mirror(folder: Path, root: Path, stop: threading.Event) -> Path:
    """A folder below ``root`` that looks like ``folder``, from within and from beside: ``../data`` is there, too.

    What cannot be read is left out. Raises Stopped soon after ``stop`` is set.
    """
    folder = folder.resolve()
    place = root
    for part in folder.parts[1:]:
        place.mkdir()
        for entry in _entries(Path(folder.anchor, *place.relative_to(root).parts)):
            if entry.name != part:
                (place / entry.name).symlink_to(entry.path)
        place = place / part
    imitate(folder, place, stop)
    return place


def imitate(folder: Path, target: Path, stop: threading.Event) -> None:
    """Make ``target`` a folder with the same content that can be written to. Raises Stopped."""
    left, room = ENTRIES, COPIED_IN_ALL
    device = folder.stat().st_dev if folder.exists() else 0
    waiting = [(folder, target, 0)]
    while waiting:
        source, copy, depth = waiting.pop(0)
        copy.mkdir()
        entries = _entries(source)
        left -= len(entries)
        for entry in entries:
            if stop.is_set():
                raise Stopped
            whole = depth >= _DEPTH or left <= 0 or entry.name in _LINKED or entry.name.startswith(".")
            if not whole and _is_folder_of(device, entry):
                waiting.append((Path(entry.path), copy / entry.name, depth + 1))
            else:
                room -= _file(entry, copy / entry.name, min(COPIED, room))


def _entries(folder: Path) -> list["os.DirEntry[str]"]:
    try:
        with os.scandir(folder) as found:
            return sorted(found, key=lambda entry: entry.name)
    except OSError:
        return []


def _is_folder_of(device: int, entry: "os.DirEntry[str]") -> bool:
    """Whether an entry is a folder on the same file system: what is mounted there, such as /proc, has no end."""
    try:
        return entry.is_dir(follow_symlinks=False) and entry.stat(follow_symlinks=False).st_dev == device
    except OSError:
        return False


def _file(entry: "os.DirEntry[str]", target: Path, most: int) -> int:
    """Copy a file of at most so many bytes, else link it; returns how many were copied."""
    try:
        status = entry.stat()
        if entry.is_file() and status.st_size <= most:
            shutil.copyfile(entry.path, target)
            shutil.copystat(entry.path, target)
            target.chmod(0o600 | status.st_mode)
            return status.st_size
    except OSError:
        pass
    target.symlink_to(entry.path)
    return 0
