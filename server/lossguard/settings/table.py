"""Reads ``[tool.lossguard]``, and says what is wrong where a key holds what it may not."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossguard.findings.finding import Message, Severity
from lossguard.libraries.resolution import RELEVANT
from lossguard.libraries.versions import Resolved, Versions, normalise
from lossguard.settings import words
from lossguard.settings.file_ignores import FileIgnores
from lossguard.settings.keys import KEYS, Kind
from lossguard.settings.rule_keys import RuleKeys
from lossguard.settings.settings import Settings
from lossguard.settings.suggestions import unknown_word

NAMES = tuple(key.name for key in KEYS)
LEVELS = tuple(level.value for level in Severity)


@dataclass(frozen=True, slots=True)
class Complaint:
    key: str
    message: Message
    value: str | None = None
    """The value in question, if it is a text that can be looked for."""


def read_table(table: Mapping[str, Any], folder: Path) -> tuple[Settings, tuple[Complaint, ...]]:
    """The settings of a table in a file of ``folder``, and everything that is wrong in it."""
    reader = _Table(table)
    settings = Settings(
        select=reader.rules("select"),
        extend_select=reader.rules("extend-select") or (),
        ignore=reader.rules("ignore") or (),
        per_file_ignores=reader.file_ignores(folder),
        severity=reader.severities(),
        preview=reader.preview(),
        python=reader.python(folder),
        given=reader.versions(),
    )
    return settings, (*reader.unknown_keys(), *reader.complaints)


def given_version(package: str, version: str) -> Message | None:
    """What is wrong with a version that somebody wants assumed; None if nothing is."""
    if normalise(package) not in map(normalise, RELEVANT):
        templates = (words.NO_LIBRARY, words.NO_LIBRARY_NEAR)
        return unknown_word(templates, package, RELEVANT, library=repr(package))
    from packaging.version import InvalidVersion, Version

    try:
        Version(version)
    except InvalidVersion:
        return Message(words.NO_VERSION, {"version": repr(version), "library": package})
    return None


class _Table:
    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        self.complaints: list[Complaint] = []

    def unknown_keys(self) -> Iterable[Complaint]:
        for key in self._table:
            if key not in NAMES:
                yield Complaint(key, unknown_word((words.NO_KEY, words.NO_KEY_NEAR), key, NAMES, key=key))

    def rules(self, key: str) -> tuple[str, ...] | None:
        value = self._table.get(key)
        return None if value is None else self._rules(key, key, value)

    def file_ignores(self, folder: Path) -> tuple[FileIgnores, ...]:
        found: list[FileIgnores] = []
        for pattern, value in self._entries("per-file-ignores", Kind.RULES_BY_PATTERN):
            rules = self._rules("per-file-ignores", f"per-file-ignores.{pattern}", value) or ()
            entry = FileIgnores(pattern, Path(os.path.abspath(folder)), rules)  # noqa: PTH100 - keeps links
            if complaint := entry.complaint():
                self.complaints.append(Complaint("per-file-ignores", complaint, pattern))
            else:
                found.append(entry)
        return tuple(found)

    def severities(self) -> dict[str, Severity]:
        found: dict[str, Severity] = {}
        for rule, level in self._entries("severity", Kind.LEVEL_BY_RULE):
            names = self._rules("severity", "severity", [rule]) or ()
            if level in LEVELS:
                found.update(dict.fromkeys(names, Severity(level)))
            else:
                self._wrong_type(words.LEVEL, f"severity.{rule}", level, rule)
        return found

    def preview(self) -> bool:
        value = self._table.get("preview", False)
        if not isinstance(value, bool):
            self._wrong_type(words.SWITCH, "preview", value)
        return value is True

    def _entries(self, key: str, kind: Kind) -> Iterable[tuple[str, Any]]:
        value = self._table.get(key, {})
        if isinstance(value, dict):
            return value.items()
        self._wrong_type(kind.value, key, value)
        return ()

    def _rules(self, key: str, shown: str, value: Any) -> tuple[str, ...] | None:
        if not isinstance(value, list):
            self._wrong_type(words.RULES, shown, value)
            return None
        keys = RuleKeys()
        names: list[str] = []
        for entry in value:
            if not isinstance(entry, str):
                self._wrong_type(words.RULES, shown, entry)
            elif resolved := keys.resolve(entry):
                names.append(resolved)
            else:
                self.complaints.append(Complaint(key, keys.complaint(entry, shown), entry))
        return tuple(names)

    def python(self, folder: Path) -> str | None:
        value = self._table.get("python")
        if value is None:
            return None
        if not isinstance(value, str) or not value:
            self._wrong_type(words.PYTHON, "python", value)
            return None
        # A bare name such as python3 is looked for in PATH, unless it lies beside the file (".venv").
        is_path = "/" in value or os.sep in value or (folder / value).exists()
        return str(folder / Path(value).expanduser()) if is_path else value

    def versions(self) -> Versions:
        resolved: dict[str, Resolved] = {}
        for package, version in self._entries("with", Kind.VERSION_BY_LIBRARY):
            if not isinstance(version, str):
                self._wrong_type(words.VERSION, f"with.{package}", version, package)
            elif message := given_version(package, version.removeprefix("==").strip()):
                self.complaints.append(Complaint("with", message, package))
            else:
                resolved[normalise(package)] = Resolved(version.removeprefix("==").strip(), "pyproject.toml")
        return Versions(resolved)

    def _wrong_type(self, template: str, setting: str, value: Any, place: str | None = None) -> None:
        message = Message(template, {"setting": setting, "value": repr(value)})
        self.complaints.append(Complaint(setting.partition(".")[0], message, place))
