"""The ``[tool.lossguard]`` table of the nearest ``pyproject.toml`` above a file.

    [tool.lossguard]
    select = ["COL", "labels-copy-pad-not-masked"]  # run only these: names, codes, categories or "ALL"
    extend-select = ["TOK001"]                      # run these too
    ignore = ["TPL003"]                             # never run these
    per-file-ignores = { "tests/" = ["ALL"] }       # never run these in some files; patterns as in .gitignore
    severity = { TOK001 = "info" }                  # error, warning or info; the most exact word decides
    preview = true                                  # run rules that may still change, too
    python = ".venv"                                # whose installed versions to assume; relative to this file
    with = { trl = "0.24.0" }                       # versions to assume, stronger than any pin

A ``pyproject.toml`` without the table is passed over, and the next one above is looked at. Options of the
command line or the editor win over the table: ``select``, ``ignore``, ``preview`` and ``python`` are replaced,
``extend-select``, ``severity`` and ``with`` are added to. What is wrong in a table is reported with its line;
the key in question is left out, all others count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lossguard.findings.finding import Message
from lossguard.libraries.versions import Source, Versions
from lossguard.settings import words
from lossguard.settings.problem import SettingsProblem
from lossguard.settings.settings import Settings
from lossguard.text.decode import Decoded, decode

if TYPE_CHECKING:
    from lossguard.settings.located import Located

FILE = "pyproject.toml"


@dataclass(frozen=True, slots=True)
class ProjectSettings:
    """What one ``pyproject.toml`` says, or the defaults where none does."""

    settings: Settings = field(default_factory=Settings)
    problems: tuple[SettingsProblem, ...] = ()
    path: Path | None = None
    text: str = field(default="", compare=False, repr=False)
    """Of the file."""

    def problem(self, key: str, message: Message) -> SettingsProblem | None:
        """What has turned out to be wrong with a key; None where no file sets it."""
        from lossguard.settings.located import Located

        return SettingsProblem(str(self.path), Located(self.text).row(key), message, self.text) if self.text else None


class Projects:
    """Finds the settings of files; each folder is looked at once until ``forget``."""

    def __init__(self) -> None:
        self._by_folder: dict[Path, ProjectSettings] = {}

    def of(self, file: Path) -> ProjectSettings:
        """The settings for a file, which need not exist. Never raises."""
        return self._of_folder(file.absolute().parent)

    def forget(self) -> None:
        self._by_folder.clear()

    def _of_folder(self, folder: Path) -> ProjectSettings:
        if folder not in self._by_folder:
            found = read_project(folder / FILE)
            if found is None:
                above = folder.parent
                found = ProjectSettings() if above == folder else self._of_folder(above)
            self._by_folder[folder] = found
        return self._by_folder[folder]


def read_project(path: Path) -> ProjectSettings | None:
    """The settings of one ``pyproject.toml``; None if it does not exist or has no table for us."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        return _failed(path, 0, Message(words.UNREADABLE, {"reason": str(error.strerror or error)}))
    if b"lossguard" not in data:  # also spares reading TOML at all
        return None
    from lossguard.text.toml import TomlError, load_toml

    decoded = decode(data)
    if not isinstance(decoded, Decoded):
        return _failed(path, 0, Message(words.UNDECODABLE, {"reason": decoded.message}))
    try:
        content = load_toml(decoded.text)
    except TomlError as error:
        return _failed(path, error.row, Message(words.NO_TOML, {"reason": str(error)}), decoded.text)
    tool = content.get("tool")
    if not isinstance(tool, Mapping) or "lossguard" not in tool:
        return None
    return _read(path, decoded.text, tool["lossguard"])


def _read(path: Path, text: str, table: Any) -> ProjectSettings:
    # Most projects have no table: then nothing of this is loaded.
    from lossguard.settings.located import Located
    from lossguard.settings.table import read_table

    located = Located(text)
    if not isinstance(table, dict):
        message = Message(words.NO_TABLE, {"value": repr(table)})
        return _failed(path, located.row("lossguard"), message, text)
    settings, complaints = read_table(table, path.parent)
    problems = (
        SettingsProblem(str(path), located.row(complaint.key, complaint.value), complaint.message, text)
        for complaint in complaints
    )
    return ProjectSettings(_with_rows(settings, located, path), tuple(problems), path, text)


def _with_rows(settings: Settings, located: "Located", path: Path) -> Settings:
    """The same settings, with the lines of the versions to assume."""
    resolved = {
        name: replace(entry, origin=Source(entry.source, str(path), row=located.row("with", name)))
        for name, entry in settings.given.resolved.items()
    }
    return replace(settings, given=Versions(resolved))


def _failed(path: Path, row: int, message: Message, text: str = "") -> ProjectSettings:
    return ProjectSettings(problems=(SettingsProblem(str(path), row, message, text),), path=path)
