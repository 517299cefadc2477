"""Versions installed for an interpreter, read from its ``dist-info`` folders; the interpreter is not started.

Known layouts: virtual environments (``pyvenv.cfg``), conda, pyenv, system, Homebrew and framework builds,
Windows. The user's own site folder and ``.egg-info`` are left out: neither is sure to be in use.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from lossguard.libraries.versions import Resolved, Versions, normalise
from lossguard.text.decode import Problem

_DIST_INFO = re.compile(r"([A-Za-z0-9][\w.]*)-([0-9][\w.!+]*)\.dist-info")
_EXECUTABLE = re.compile(r"(?:python|pypy)(\d+\.\d+)[a-z]*(?:\.exe)?")
_MAX_LINKS = 20


UNREADABLE = "cannot be read as a Python interpreter: {reason}"
MISSING = "is no Python interpreter: there is no such file"
LAUNCHER = (
    "is a launcher script, not a Python interpreter: name the path that it prints for"
    ' `-c "import sys; print(sys.executable)"`'
)
UNKNOWN = "is no Python interpreter that is known: no site-packages folder belongs to it"
TEMPLATES = (UNREADABLE, MISSING, LAUNCHER, UNKNOWN)


class InstalledVersions:
    """Reads interpreters' installed versions; a folder is read again only when it has changed."""

    def __init__(self) -> None:
        self._listings: dict[Path, tuple[int, dict[str, str]]] = {}
        """Versions by folder, with the folder's time of modification."""

    def of(self, interpreter: str) -> Versions | Problem:
        """The versions that an interpreter, or the folder of an environment, has installed. Never raises."""
        try:
            return self._read(interpreter)
        except (OSError, ValueError, RuntimeError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            return Problem(UNREADABLE, {"reason": reason})

    def _read(self, interpreter: str) -> Versions | Problem:
        path = _located(interpreter)
        if path is None or not path.exists():
            return Problem(MISSING)
        if path.is_file() and _is_script(path):
            return Problem(LAUNCHER)
        folders = list(dict.fromkeys(folder for folder in _site_folders(path) if folder.is_dir()))
        if not folders:
            return Problem(UNKNOWN)
        resolved: dict[str, Resolved] = {}
        for folder in folders:
            for name, version in self._listing(folder).items():
                resolved.setdefault(name, Resolved(version, str(interpreter), folder=str(folder)))
        return Versions(resolved)

    def _listing(self, folder: Path) -> dict[str, str]:
        modified = folder.stat().st_mtime_ns
        known = self._listings.get(folder)
        if known is None or known[0] != modified:
            known = self._listings[folder] = (modified, _distributions(folder))
        return known[1]


def _distributions(folder: Path) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for name in os.listdir(folder):  # noqa: PTH208 - a Path for each of 10,000 entries takes its time
        match = _DIST_INFO.fullmatch(name)
        if match and (folder / name / "METADATA").exists():  # else an uninstall left it behind
            found.setdefault(normalise(match.group(1)), set()).add(match.group(2))
    # Two versions of one package: which of them is in use cannot be told.
    return {name: versions.pop() for name, versions in found.items() if len(versions) == 1}


def _located(interpreter: str) -> Path | None:
    """A path as it is, a bare name such as ``python3`` by PATH."""
    path = Path(interpreter).expanduser()
    if path.name != interpreter or path.exists():
        return path.absolute()
    import shutil

    found = shutil.which(interpreter)
    return Path(found).absolute() if found else None


def _is_script(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"#!"


def _site_folders(path: Path) -> Iterator[Path]:
    """Candidates in the order in which the interpreter would search them."""
    if path.is_dir():
        yield from _environment(path, None)
        return
    links = list(_links(path))
    version = next((match.group(1) for link in links if (match := _EXECUTABLE.fullmatch(link.name))), None)
    for link in links:
        # Windows has the base interpreter in the prefix itself, everybody else in bin or Scripts.
        prefix = link.parent.parent if link.parent.name.lower() in ("bin", "scripts") else link.parent
        folders = list(_environment(prefix, version))
        yield from folders
        if (prefix / "pyvenv.cfg").is_file() or any(folder.is_dir() for folder in folders):
            return


def _links(path: Path) -> Iterator[Path]:
    """A path and what its symbolic links lead to, one step after the other.

    Each step may be the interpreter of an environment of its own: .venv/bin/python → /usr/bin/python3 →
    python3.11. The first one that is an environment counts, as for Python itself.
    """
    for _ in range(_MAX_LINKS):
        yield path
        if not path.is_symlink():
            return
        path = path.parent / path.readlink()
        path = Path(os.path.normpath(path)) if not path.parent.is_symlink() else path.parent.resolve() / path.name


def _environment(prefix: Path, version: str | None) -> Iterator[Path]:
    settings = _pyvenv(prefix)
    version = settings.get("version", version)
    yield from _site_packages(prefix, version)
    if settings.get("include-system-site-packages") == "true" and "home" in settings:
        home = Path(settings["home"])
        yield from _environment(home.parent if home.name == "bin" else home, version)


def _site_packages(prefix: Path, version: str | None) -> Iterator[Path]:
    if version is None:
        version = _only_version(prefix)
    if version is not None:
        if prefix == Path("/usr"):  # Debian: what pip installs there comes first
            yield Path(f"/usr/local/lib/python{version}/dist-packages")
        for library in ("lib", "lib64"):
            yield prefix / library / f"python{version}" / "site-packages"
    if prefix == Path("/usr"):
        yield Path("/usr/lib/python3/dist-packages")
    yield prefix / "Lib" / "site-packages"


def _only_version(prefix: Path) -> str | None:
    versions = {
        folder.parent.name.removeprefix("python")
        for library in ("lib", "lib64")
        for folder in (prefix / library).glob("python*/site-packages")
    }
    return versions.pop() if len(versions) == 1 else None


def _pyvenv(prefix: Path) -> dict[str, str]:
    """``pyvenv.cfg`` with the version cut to ``3.11``; empty where there is none."""
    try:
        text = (prefix / "pyvenv.cfg").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return {}
    settings: dict[str, str] = {}
    for line in text.splitlines():
        key, equals, value = line.partition("=")
        if equals:
            settings[key.strip().lower()] = value.strip()
    version = re.match(r"\d+\.\d+", settings.get("version", settings.pop("version_info", "")))
    settings.pop("version", None)
    if version:
        settings["version"] = version.group()
    settings["include-system-site-packages"] = settings.get("include-system-site-packages", "").lower()
    return settings
