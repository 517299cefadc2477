"""trainers.json, arguments.json, collators.json: what may be passed, in which order, by version."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from lossguard.libraries.extractor.release import read_release
from lossguard.libraries.extractor.signatures import ARGUMENTS, TRAINERS
from scripts.knowledge import history, readings, wheels

Said = dict[tuple[str, str], dict[str, Any]]
"""{(library, name): {version: what it says}}"""


@dataclass(frozen=True, slots=True)
class Tables:
    """What has been read so far."""

    trainers: Said = field(default_factory=lambda: defaultdict(dict))
    losses: Said = field(default_factory=lambda: defaultdict(dict))
    arguments: Said = field(default_factory=lambda: defaultdict(dict))
    collators: Said = field(default_factory=lambda: defaultdict(dict))
    homes: Said = field(default_factory=lambda: defaultdict(dict))


def build() -> dict[str, dict[str, Any]]:
    """The three tables by file name."""
    tables = Tables()
    for library, versions in readings.READ.items():
        for version in versions:
            _collect(tables, library, version)
    homes = tables.homes
    return {
        "trainers": {
            "init": _spans(tables.trainers),
            "compute_loss": _spans(tables.losses),
            "homes": _spans(_among(homes, lambda library, name: name in TRAINERS[library])),
        },
        "arguments": {
            "fields": _fields(tables.arguments),
            "homes": _spans(_among(homes, lambda library, name: name in ARGUMENTS[library])),
        },
        "collators": {
            "init": _spans(tables.collators),
            "homes": _spans(_among(homes, lambda _, name: "DataCollator" in name)),
        },
    }


def _collect(tables: Tables, library: str, version: str) -> None:
    """Read one wheel."""
    said = read_release(library, wheels.find(library, version)).said
    for table, found in (
        (tables.trainers, said.trainers),
        (tables.losses, said.losses),
        (tables.arguments, said.arguments),
        (tables.collators, said.collators),
        (tables.homes, said.homes),
    ):
        for name, entry in found.items():
            table[library, name][version] = entry


def _among(said: Said, wanted: Callable[[str, str], bool]) -> Said:
    return {key: versions for key, versions in said.items() if wanted(*key)}


def _spans(said: Said) -> dict[str, Any]:
    return {
        f"{library}.{name}": [[*span, *value] for span, value in history.spans(readings.READ[library], versions)]
        for (library, name), versions in said.items()
    }


def _fields(said: Said) -> dict[str, Any]:
    """One entry for each field, ``library.Class.field``: [[first, last, default…], …]."""
    rows: dict[str, Any] = {}
    for (library, name), versions in said.items():
        for key, by_version in history.by_name(versions).items():
            runs = history.spans(readings.READ[library], by_version)
            rows[f"{library}.{name}.{key}"] = [[*span, *value[1:]] for span, value in runs]
    return {key: runs for key, runs in rows.items() if runs != rows.get(_in_base(key))}


def _in_base(key: str) -> str:
    """The entry that a field of ``Seq2SeqTrainingArguments`` repeats, which is not stored twice; else ""."""
    prefix = "transformers.Seq2SeqTrainingArguments."
    return "transformers.TrainingArguments." + key.removeprefix(prefix) if key.startswith(prefix) else ""
