"""Results of earlier runs, by everything that they depend on.

One small file a result, in the user's cache folder: written beside and moved into place, so that runs at the same
time do not disturb each other. What cannot be read or written is as if it were not there.
"""

import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from time import time
from typing import Any

import lossguard

_OLD = 30 * 24 * 3600
"""Seconds after which a result that nobody asked for is removed."""
_DAY = 24 * 3600


class ResultCache:
    def __init__(self, folder: Path) -> None:
        self._folder = folder / _installation()

    @classmethod
    def of_user(cls) -> "ResultCache":
        from platformdirs import user_cache_path

        return cls(user_cache_path("lossguard", appauthor=False) / "results")

    @staticmethod
    def key(path: str, data: bytes, assumed: object) -> str:
        """Of a file, by path (it may import what lies beside it), content, and settings and versions by their repr."""
        digest = sha256(f"{os.path.abspath(path)}\n{assumed!r}\n".encode(errors="replace"))  # noqa: PTH100 - no links
        digest.update(data)
        return digest.hexdigest()

    def get(self, key: str) -> dict[str, Any] | None:
        """A result, if the files that it rests on are as they were."""
        try:
            with self._path(key).open("rb") as file:
                stored: dict[str, Any] = json.loads(file.read())
                if time() - os.fstat(file.fileno()).st_mtime > _DAY:
                    os.utime(file.name)
            current = all(_stamp(name) == stamp for name, stamp in stored["rests_on"])
            return stored["result"] if current else None
        except (OSError, ValueError, LookupError, TypeError):
            return None

    def put(self, key: str, result: Mapping[str, Any], rests_on: Mapping[Path, tuple[int, int] | None]) -> None:
        """``rests_on``: files that were looked for, with time in nanoseconds and size; None: not there."""
        stamps = [(os.path.abspath(path), stamp) for path, stamp in rests_on.items()]  # noqa: PTH100 - no links
        path = self._path(key)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            path.parent.mkdir(parents=True, exist_ok=True)
            temporary.write_text(json.dumps({"rests_on": stamps, "result": result}), encoding="utf-8")
            temporary.replace(path)

    def prune(self) -> None:
        """Remove what was not used for a month, once a day: of this installation and of those before it."""
        root = self._folder.parent
        mark = root / "pruned"
        with suppress(OSError):
            if mark.exists() and time() - mark.stat().st_mtime < _DAY:
                return
            mark.touch()
            for path in root.glob("*/*/*"):
                if time() - path.stat().st_mtime > _OLD:
                    path.unlink()

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / key[2:]


def _stamp(name: str) -> list[int] | None:
    try:
        found = os.stat(name)  # noqa: PTH116 - as fast as it gets: for each file that is imported
    except (OSError, ValueError):
        return None
    return [found.st_mtime_ns, found.st_size]


def _installation() -> str:
    """Changes whenever Lossguard, its parser or the Python that runs it does."""
    from importlib.util import find_spec

    package = lossguard.__path__[0]
    stamps = sorted(_sources(package))
    parser = find_spec("libcst")
    origin = parser.origin if parser and parser.origin else ""
    text = repr((lossguard.__version__, sys.version, stamps, origin, _stamp(origin)))
    return sha256(text.encode()).hexdigest()[:16]


def _sources(folder: str) -> list[tuple[str, int, int]]:
    found: list[tuple[str, int, int]] = []
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                found += _sources(entry.path) if entry.name != "__pycache__" else []
            elif entry.name.endswith((".py", ".json")):
                stamp = entry.stat()
                found.append((entry.path, stamp.st_mtime_ns, stamp.st_size))
    return found
