"""The keys of ``[tool.lossguard]``: what each may hold, and what is said where it holds something else."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lossguard.libraries.resolution import RELEVANT
from lossguard.libraries.versions import Resolved, Versions, normalise
from lossguard.settings.rule_keys import RuleKeys
from lossguard.settings.settings import Settings
from lossguard.settings.suggestions import did_you_mean

KEYS = ("select", "extend-select", "ignore", "python", "with")


@dataclass(frozen=True, slots=True)
class Complaint:
    key: str
    message: str
    value: str | None = None
    """The value in question, if it is a text that can be looked for."""


def read_table(table: Mapping[str, Any], folder: Path) -> tuple[Settings, tuple[Complaint, ...]]:
    """The settings of a table in a file of ``folder``, and everything that is wrong in it."""
    reader = _Table(table)
    settings = Settings(
        select=reader.rules("select"),
        extend_select=reader.rules("extend-select") or (),
        ignore=reader.rules("ignore") or (),
        python=reader.python(folder),
        given=reader.versions(),
    )
    return settings, (*reader.unknown_keys(), *reader.complaints)


def given_version(package: str, version: str) -> str | None:
    """What is wrong with a version that somebody wants assumed; None if nothing is."""
    if normalise(package) not in map(normalise, RELEVANT):
        return f"no rule depends on the version of {package!r}{did_you_mean(package, RELEVANT)}"
    from packaging.version import InvalidVersion, Version

    try:
        Version(version)
    except InvalidVersion:
        return f"{version!r} is not a version of {package}: write it in full, such as '1.2.3'"
    return None


class _Table:
    def __init__(self, table: Mapping[str, Any]) -> None:
        self._table = table
        self.complaints: list[Complaint] = []

    def unknown_keys(self) -> Iterable[Complaint]:
        for key in self._table:
            if key not in KEYS:
                yield Complaint(key, f"unknown key `{key}`{did_you_mean(key, KEYS)}")

    def rules(self, key: str) -> tuple[str, ...] | None:
        value = self._table.get(key)
        if value is None:
            return None
        if not isinstance(value, list):
            self._wrong_type(key, "a list of rules", value)
            return None
        keys = RuleKeys()
        names: list[str] = []
        for entry in value:
            if not isinstance(entry, str):
                self._wrong_type(key, "a list of rules", entry)
            elif resolved := keys.resolve(entry):
                names.append(resolved)
            else:
                self.complaints.append(Complaint(key, f"`{key}`: {keys.complaint(entry)}", entry))
        return tuple(names)

    def python(self, folder: Path) -> str | None:
        value = self._table.get("python")
        if value is None:
            return None
        if not isinstance(value, str) or not value:
            self._wrong_type("python", "the path of a Python interpreter or environment", value)
            return None
        # A bare name such as python3 is looked for in PATH, unless it lies beside the file (".venv").
        is_path = "/" in value or os.sep in value or (folder / value).exists()
        return str(folder / Path(value).expanduser()) if is_path else value

    def versions(self) -> Versions:
        value = self._table.get("with")
        if value is None:
            return Versions()
        if not isinstance(value, dict):
            self._wrong_type("with", 'a table such as { trl = "0.24.0" }', value)
            return Versions()
        resolved: dict[str, Resolved] = {}
        for package, version in value.items():
            if not isinstance(version, str):
                self._wrong_type(f"with.{package}", 'a version in quotes, such as "0.24.0"', version, package)
            elif message := given_version(package, version.removeprefix("==").strip()):
                self.complaints.append(Complaint("with", f"`with`: {message}", package))
            else:
                resolved[normalise(package)] = Resolved(version.removeprefix("==").strip(), "pyproject.toml")
        return Versions(resolved)

    def _wrong_type(self, key: str, expected: str, value: Any, place: str | None = None) -> None:
        self.complaints.append(Complaint(key.partition(".")[0], f"`{key}` must be {expected}, not {value!r}", place))
