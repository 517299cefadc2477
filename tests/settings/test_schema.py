"""The JSON schema that editors complete and check by says what the reader says."""

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from lossguard.rules.registry import all_rules
from lossguard.settings.keys import KEYS
from lossguard.settings.table import read_table
from lossguard.text.toml import load_toml
from scripts.docs.schema import schema

SCHEMA: dict[str, Any] = json.loads(schema(all_rules()))


def accepted(table: dict[str, Any]) -> bool:
    return bool(Draft7Validator(SCHEMA).is_valid(table))


def test_it_is_a_schema() -> None:
    Draft7Validator.check_schema(SCHEMA)


def test_every_key_is_described_and_has_an_example_that_it_accepts() -> None:
    assert list(SCHEMA["properties"]) == [key.name for key in KEYS]
    for key in KEYS:
        assert SCHEMA["properties"][key.name]["description"] == key.description
        assert accepted({key.name: key.example})


@pytest.mark.parametrize(
    "text",
    [
        "",
        'select = ["COL", "ALL", "TOK001", "seq2seq-collator-no-labels"]\nextend-select = []\nignore = ["TPL"]',
        "preview = false",
        'python = "~/env"',
        'with = { trl = "0.24.0", unsloth_zoo = "==2025.3.1", unsloth-zoo = "1!2.0rc1+cu" }',
        'severity = { COL = "info", missing-pad-token = "error", ALL = "warning" }',
        '[per-file-ignores]\n"/train.py" = ["COL001"]\n"*.ipynb" = []',
    ],
)
def test_what_the_reader_takes_is_accepted(text: str, tmp_path: Path) -> None:
    table = load_toml(text)
    assert read_table(table, tmp_path)[1] == ()
    assert accepted(table)


@pytest.mark.parametrize(
    "text",
    [
        "selct = []",
        'select = "COL"',
        "ignore = [3]",
        'extend-select = ["no-such-rule"]',
        "preview = 1",
        "python = 3.11",
        'python = ""',
        'with = { trl = "new" }',
        "with = { trl = 0.24 }",
        'with = { numpy = "2.0" }',
        'severity = { COL001 = "fatal" }',
        'severity = { no-such-rule = "info" }',
        "severity = 1",
        'per-file-ignores = { "a.py" = "COL" }',
        'per-file-ignores = { "!a.py" = ["COL"] }',
        'per-file-ignores = { " " = ["COL"] }',
    ],
)
def test_what_the_reader_complains_of_is_refused(text: str, tmp_path: Path) -> None:
    table = load_toml(text)
    assert read_table(table, tmp_path)[1] != ()
    assert not accepted(table)
