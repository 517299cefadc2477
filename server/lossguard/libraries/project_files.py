"""What the files of a project say about versions: requirements, ``pyproject.toml`` and lock files.

Each reader takes the text of a file and never raises: what is broken says nothing.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lossguard.libraries.requirement import Asked, exact, read_requirement
from lossguard.libraries.versions import normalise

LOCKS = ("uv.lock", "poetry.lock", "pdm.lock", "pylock.toml")

_HEADER = re.compile(r"\[+[ \t]*([^\]\s]+)[ \t]*\]+[ \t]*(?:#.*)?")
_VALUE = re.compile(r"""(name|version|type)[ \t]*=[ \t]*["']([^"'\r\n]+)["'][ \t]*(?:#.*)?""")
_IN_LINE_SOURCE = re.compile(r"(?:source|vcs|directory|archive)[ \t]*=[ \t]*\{[ \t]*(?:git|url|path|directory|type)\b")

_TABLE_SOURCE = re.compile(r"type[ \t]*=[ \t]*[\"'](?:git|url|file|directory)")


@dataclass(frozen=True, slots=True)
class Statement:
    asked: Asked
    row: int
    """Counts from 0."""


def read_lock(text: str) -> list[Statement]:
    """The packages of a lock file of uv, poetry or pdm, or of PEP 751.

    Read line by line: these files are written by programs in one form, and parsing megabytes of TOML takes long.
    """
    found: list[Statement] = []
    values: dict[str, str] = {}
    row = 0
    section = ""
    for number, line in enumerate([*_lines(text), "[[package]]"]):
        if header := _HEADER.fullmatch(line.strip()):
            section = header.group(1)
            if section in ("package", "packages"):
                found += _locked(values, row)
                values, row = {}, number
        elif section in ("package", "packages") and (value := _VALUE.fullmatch(line.rstrip())):
            values.setdefault(value.group(1), value.group(2))
            row = number if value.group(1) == "version" else row
        elif _IN_LINE_SOURCE.match(line) or (section == "package.source" and _TABLE_SOURCE.match(line)):
            values["elsewhere"] = line
    return found


def _locked(values: dict[str, str], row: int) -> list[Statement]:
    name, version = values.get("name"), values.get("version")
    if name is None:
        return []
    if version is None or "elsewhere" in values:  # a commit: its version may be that of no release
        return [Statement(Asked(normalise(name), elsewhere=True), row)]
    return [Statement(Asked(normalise(name), version, f"=={version}"), row)]


def read_requirements(name: str, text: str, included: Callable[[str], str | None]) -> list[Statement]:
    """A requirements file; ``included`` reads the file that a ``-r`` or ``-c`` names, once each.

    Names are relative to the folder to which that of the file itself is.
    """
    return list(_requirements(name, text, included, {name}))


def _requirements(name: str, text: str, included: Callable[[str], str | None], seen: set[str]) -> Iterator[Statement]:
    lines = _lines(text)
    row = 0
    while row < len(lines):
        start, line = row, lines[row]
        while line.endswith("\\") and row + 1 < len(lines):
            row += 1
            line = line[:-1] + " " + lines[row]
        row += 1
        line = re.sub(r"(?:^|\s)#.*", "", line).strip()
        if option := re.match(r"(?:-r|--requirement|-c|--constraint)[ \t=]*(\S+)", line):
            other = option.group(1) if "://" in option.group(1) else str(PurePosixPath(name).parent / option.group(1))
            inner = included(other) if other not in seen else None
            seen.add(other)
            for statement in _requirements(other, inner, included, seen) if inner is not None else ():
                yield Statement(statement.asked, start)
            continue
        line = re.sub(r"^(?:-e|--editable)[ \t=]*", "", line)
        asked = read_requirement(re.split(r"\s--", line)[0]) if line and not line.startswith("-") else None
        if asked is not None:
            yield Statement(asked, start)


def read_pyproject(text: str) -> list[Statement]:
    """Dependencies of a ``pyproject.toml``: PEP 621, dependency groups, and poetry's own table."""
    from lossguard.text.toml import TomlError, load_toml

    try:
        table = load_toml(text)
    except TomlError:
        return []
    project, tool = _table(table, "project"), _table(table, "tool")
    lists = [project.get("dependencies"), *_table(project, "optional-dependencies").values()]
    lists += _table(table, "dependency-groups").values()
    lines = _lines(text)
    entries = [entry for listed in lists if isinstance(listed, list) for entry in listed if isinstance(entry, str)]
    asked = [(one, entry) for entry in entries if (one := read_requirement(entry)) is not None]
    asked += _poetry(_table(tool, "poetry"))
    moved = {normalise(name) for name in _table(_table(tool, "uv"), "sources")}
    return [
        Statement(Asked(one.name, elsewhere=True) if one.name in moved else one, _row(lines, spelling))
        for one, spelling in asked
    ]


def _poetry(table: dict[str, Any]) -> Iterator[tuple[Asked, str]]:
    groups = [_table(group, "dependencies") for group in _table(table, "group").values() if isinstance(group, dict)]
    for dependencies in (_table(table, "dependencies"), *groups):
        for name, value in dependencies.items():
            given = value.get("version") if isinstance(value, dict) else value
            if isinstance(value, dict) and {"git", "path", "url"} & value.keys():
                yield Asked(normalise(name), elsewhere=True), name
            elif isinstance(given, str):
                # In poetry a bare "0.24.0" is exact; carets and tildes are its own spelling of ranges.
                specifier = f"=={given}" if re.fullmatch(r"\d[\w.!+]*", given) else given
                version = exact(specifier)
                yield Asked(normalise(name), version, specifier if version else "", elsewhere=False), name


def _table(table: dict[str, Any], key: str) -> dict[str, Any]:
    value = table.get(key)
    return value if isinstance(value, dict) else {}


def _row(lines: list[str], spelling: str) -> int:
    return next((row for row, line in enumerate(lines) if spelling in line), 0)


def _lines(text: str) -> list[str]:
    return re.split(r"\r\n|\r|\n", text)
