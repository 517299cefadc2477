"""Versions that the file itself fixes: its pip cells and its inline script metadata (PEP 723).

Only what surely runs and surely fixes one version counts. ``!pip install trl==0.24.0`` under an ``if``, an
upgrade or a URL leaves the version open, takes back an earlier pin of the same package, and says that what is
installed now may not stay. A range keeps an earlier pin that it admits, as pip does. Files that cells install
(``-r``, ``-c``) are read as they lie beside the notebook; one that cannot be seen leaves everything open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lossguard.libraries.pip_commands import Command, commands
from lossguard.libraries.requirement import Asked, read_requirement
from lossguard.libraries.requirements_files import Named, RequirementsFiles
from lossguard.libraries.resolution import RELEVANT
from lossguard.libraries.versions import Resolved, Source, Versions, Wanted, normalise
from lossguard.text.document import Document, Part

_METADATA = re.compile(
    r"^# /// script[ \t]*((?:\r\n|\n)(?:#(?: [^\r\n]*)?(?:\r\n|\n))+)# ///[ \t]*(?=[\r\n]|\Z)", re.MULTILINE
)
_SHELL_CELL = re.compile(r"%%(?:bash|sh|script[ \t]+(?:bash|sh))\b[^\r\n]*")
_SHELL_BLOCK = re.compile(r"^[ \t]*(?:if|for|while|until|case|function)\b", re.MULTILINE)
_SHELL_LINE = re.compile(r"(?:\\(?:\r\n|[\r\n])|[^\r\n])+")
_WRITTEN_CELL = re.compile(r"%%(?:writefile|file)[ \t]+([^\s\"']+)[ \t]*(?:\r\n|\r|\n)")
_MOVES = re.compile(r"\bcd\b|\bpushd\b|chdir")


@dataclass(frozen=True, slots=True)
class _Change:
    """What one requirement, or one install command, does to one package."""

    asked: Asked
    origin: Source
    keeps: bool = False
    """A version that is there and allowed stays."""
    open: bool = False
    """Whether and how the version changes is not known."""


def pinned(document: Document, files: RequirementsFiles | None = None) -> Versions:
    """What a document's own text says of versions, and the files that its cells install; a later cell wins."""
    resolved: dict[str, Resolved] = {}
    wanted: dict[str, Wanted] = {}
    cells = _Cells(files or RequirementsFiles(document.path))
    for part in document.parts:
        for change in [*_metadata(part), *cells.installs(part)]:
            _apply(change, resolved, wanted)
    return Versions(resolved, wanted)


def _apply(change: _Change, resolved: dict[str, Resolved], wanted: dict[str, Wanted]) -> None:
    asked, origin = change.asked, change.origin
    if asked.version and not asked.marker and not change.open:
        resolved[asked.name] = Resolved(asked.version, origin.name, origin)
        wanted.pop(asked.name, None)
        return
    unclear = change.open or bool(asked.marker)
    entry = Wanted("" if unclear else asked.specifier, origin, renewed=unclear or not change.keeps or asked.elsewhere)
    before = resolved.get(asked.name)
    if before is None or not entry.admits(before.version):
        resolved.pop(asked.name, None)
        wanted[asked.name] = entry


def _metadata(part: Part) -> Iterator[_Change]:
    if "# /// script" not in part.text:
        return
    block = _METADATA.search(part.text)
    if block is None:
        return
    from lossguard.text.toml import TomlError, load_toml

    try:
        table = load_toml(re.sub(r"^# ?", "", re.sub(r"\r\n?", "\n", block.group(1)), flags=re.MULTILINE))
    except TomlError:
        return
    dependencies = table.get("dependencies")
    for requirement in dependencies if isinstance(dependencies, list) else ():
        asked = read_requirement(requirement) if isinstance(requirement, str) else None
        if asked is not None and not asked.bare:
            start = max(part.text.find(requirement, block.start(1)), block.start())
            yield _Change(asked, _at(part, start), keeps=True)


def _at(part: Part, start: int) -> Source:
    row, _ = part.lines.position(start)
    return Source("script metadata" if part.cell is None else f"cell {part.cell}", cell=part.cell, row=row)


class _Cells:
    """Reads the cells of a notebook in order."""

    def __init__(self, files: RequirementsFiles) -> None:
        self._files = files
        self._written: dict[str, str] = {}
        """Texts of files that cells write."""
        self._moved = False
        """The notebook may run in another folder than its own by now."""

    def installs(self, part: Part) -> Iterator[_Change]:
        if part.cell is None:
            return
        if written := _WRITTEN_CELL.match(part.text):
            self._written[written.group(1)] = part.text[written.end() :]
            return
        if "install" in part.text:
            for line, start, sure in _shell_lines(part.text):
                for command in commands(line, sure):
                    yield from self._changes(command, part, start)
        self._moved = self._moved or _MOVES.search(part.text) is not None

    def _changes(self, command: Command, part: Part, start: int) -> Iterator[_Change]:
        here = _at(part, start)
        installed, limits = self._read(command.files, command), self._read(command.constraints, command)
        unseen = installed is None or limits is None
        named = [Named(asked, _at(part, start + offset)) for asked, offset in command.asked] + (installed or [])
        others = {normalise(name) for name in RELEVANT} if unseen else {one.asked.name for one in limits or ()}
        # A limit on what is not named holds for what others need, if they do.
        yield from (_Change(Asked(name), here, open=True) for name in others - {one.asked.name for one in named})
        for one in named:
            asked = _within(one.asked, limits or [])
            if not asked.bare or command.renews or command.uninstalls or unseen:
                unclear = command.uninstalls or not command.sure or (unseen and not asked.version)
                yield _Change(asked, one.origin, keeps=not command.renews, open=unclear)

    def _read(self, names: tuple[str, ...], command: Command) -> list[Named] | None:
        """What files ask for together; None if one of them cannot be read."""
        found: list[Named] = []
        for name in names:
            lies_elsewhere = (self._moved or command.moved) and not Path(name).is_absolute()
            read = None if lies_elsewhere else self._files.read(name, self._written)
            if read is None:
                return None
            found += read
        return found


def _within(asked: Asked, limits: list[Named]) -> Asked:
    """A requirement and what bounds its package from outside."""
    for limit in (one.asked for one in limits if one.asked.name == asked.name):
        if asked.version or asked.elsewhere:
            return asked
        unclear = bool(asked.marker or limit.marker) or limit.elsewhere
        specifier = ",".join(filter(None, (asked.specifier, limit.specifier)))
        asked = Asked(asked.name, limit.version, specifier, asked.marker or limit.marker, elsewhere=unclear)
    return asked


def _shell_lines(text: str) -> Iterator[tuple[str, int, bool]]:
    """Lines for a shell in a cell, each with its offset and whether it surely runs."""
    from lossguard.text.magics import magics

    for magic in magics(text):
        told = text[magic.start : magic.end]
        if magic.kind != "cell":
            yield told, magic.start, not magic.indented
        elif header := _SHELL_CELL.match(told):
            body = told[header.end() :]
            sure = not _SHELL_BLOCK.search(body)
            for line in _SHELL_LINE.finditer(body):
                yield line.group(), magic.start + header.end() + line.start(), sure
