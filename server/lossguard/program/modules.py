"""Modules of the workspace that a script imports: found on disk as Python finds them, parsed once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lossguard.program.mentioned import Words
from lossguard.syntax.depth import room
from lossguard.syntax.nodes import Block, Node
from lossguard.syntax.parse import parse
from lossguard.syntax.source import UnparsableError
from lossguard.text import files
from lossguard.text.document import Part

_ROOT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_MAX_LEVELS = 6
"""Folders above a script in which the root of its project is looked for."""
_MAX_BYTES = 200_000
"""Larger modules are not followed."""
_MAX_MODULES = 20
_MAX_FILES = 500
"""Files whose statements are kept for the next script: a few kilobytes for each kilobyte of source."""


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    path: str
    statements: Block


class Modules(Protocol):
    """What the interpreter asks where a script imports."""

    def find(self, name: str, level: int, importer: str | None) -> Module | None:
        """The module of a dotted name, with so many leading dots; ``importer`` is the path of the module that
        imports it, None for the script itself. None if it is no module of the workspace, or not to be followed."""
        ...

    def words(self, key: str) -> dict[Node, Words]:
        """What functions of a module mention, as far as that was looked at; ``key`` is that of its part."""
        ...


class NoModules:
    """For a text that lies nowhere."""

    def find(self, name: str, level: int, importer: str | None) -> Module | None:  # noqa: ARG002 - nothing is found
        return None

    def words(self, key: str) -> dict[Node, Words]:  # noqa: ARG002 - nothing is found
        return {}


class ParsedFiles:
    """What files hold, for all scripts that import them: each is parsed once, until it changes."""

    def __init__(self) -> None:
        self._files: dict[tuple[Path, str], tuple[files.Stamp, Block | None]] = {}
        """The one that was asked for last is the last."""
        self._words: dict[str, dict[Node, Words]] = {}

    def statements(self, path: Path, stamp: files.Stamp, key: str) -> Block | None:
        """The statements of a file; None if it cannot be read or does not parse."""
        known = self._files.pop((path, key), None)
        if known is None or known[0] != stamp:
            known = stamp, _parse(path, key)
            self._words.pop(key, None)
        self._files[path, key] = known
        if len(self._files) > _MAX_FILES:
            oldest = next(iter(self._files))
            del self._files[oldest]
            self._words.pop(oldest[1], None)
        return known[1]

    def words(self, key: str) -> dict[Node, Words]:
        """What the functions of a file mention, of which the nodes live as long as its statements are kept."""
        return self._words.setdefault(key, {})


class WorkspaceModules:
    """Modules beside a script and below the root of its project.

    ``key`` turns a path into the key of a ``Part``, by which places in it are shown.
    """

    def __init__(self, script: str, key: Callable[[Path], str] = str, parsed: ParsedFiles | None = None) -> None:
        self._script = Path(script)
        self._key = key
        self._files = parsed or ParsedFiles()
        self._stamps: dict[Path, files.Stamp] = {}
        """Of all files that were looked for, those that are not there among them."""
        self._parsed: dict[Path, tuple[files.Stamp, Block | None]] = {}
        self._followed: set[Path] = set()
        """Files that were parsed, or known from before, since the last call of ``forget``."""
        self._roots: Sequence[Path] | None = None

    def changed(self) -> bool:
        """Whether a file that was looked for since the last call of ``forget`` has changed."""
        return any(files.stamp(path) != stamp for path, stamp in self._stamps.items())

    @property
    def followed(self) -> bool:
        """Whether any module was found."""
        return bool(self._followed)

    @property
    def looked_for(self) -> Mapping[Path, files.Stamp]:
        """All files that had a say, those that are not there among them."""
        return self._stamps

    def forget(self) -> None:
        """The script is about to be run anew."""
        self._stamps.clear()
        self._parsed = {path: self._parsed[path] for path in self._followed}
        self._followed.clear()
        self._roots = None

    def find(self, name: str, level: int, importer: str | None) -> Module | None:
        parts = [part for part in name.split(".") if part]
        for folder in self._folders(level, importer):
            path = self._file(folder.joinpath(*parts))
            if path is None or path == self._script:
                continue
            statements = self._statements(path)
            return Module(name, str(path), statements) if statements is not None else None
        return None

    def words(self, key: str) -> dict[Node, Words]:
        return self._files.words(key)

    def _folders(self, level: int, importer: str | None) -> Sequence[Path]:
        if self._roots is None:
            self._roots = self._find_roots() if self._script.is_file() else []
        if level and self._roots:
            folder = Path(importer).parent if importer is not None else self._script.parent
            return [folder if level == 1 else folder.parents[level - 2]] if level - 2 < len(folder.parents) else []
        return self._roots

    def _find_roots(self) -> list[Path]:
        """The script's folder, and those up to the root of its project with ``src`` in it, if it has one."""
        folder = self._script.absolute().parent
        above = [folder, *folder.parents][:_MAX_LEVELS]
        for index, root in enumerate(above):
            if any((root / mark).exists() for mark in _ROOT_MARKS):
                return [self._script.parent, *above[1 : index + 1], root / "src"]
        return [self._script.parent]

    def _file(self, path: Path) -> Path | None:
        """The file of a module or package."""
        # `from .. import x` below the working folder leads to that itself, `.`, which has no name.
        for candidate in (path / "__init__.py", *([path.with_name(f"{path.name}.py")] if path.name else [])):
            self._stamps[candidate] = files.stamp(candidate)
            if self._stamps[candidate] is not None:
                return candidate
        return None

    def _statements(self, path: Path) -> Block | None:
        """The statements of a file; None if it cannot be read, does not parse, or is too much."""
        stamp = self._stamps[path]
        if stamp is None or stamp[1] > _MAX_BYTES:
            return None
        if path not in self._followed and len(self._followed) >= _MAX_MODULES:
            return None
        self._followed.add(path)
        known = self._parsed.get(path)
        if known is None or known[0] != stamp:
            known = self._parsed[path] = (stamp, self._files.statements(path, stamp, self._key(path)))
        return known[1]


def _parse(path: Path, key: str) -> Block | None:
    text = files.text_of(path)
    if text is None:
        return None
    part = Part(key, text)
    try:
        with room():
            return parse(part, part.code).block
    except UnparsableError:
        return None
