"""From what the interpreter says of a place to a range of the source."""

from pathlib import Path
from typing import Any

import pytest

from lossguard.dryrun.attribution import Attribution
from lossguard.dryrun.plan import Plan
from lossguard.text.document import Document

SOURCE = """\
naïve = "🙂"; trainer = Trainer(
    model=build(naïve),
    data_collator=pad,
)
@decorated
def collate(rows, *, pad: int = max(0, 1)) -> dict:
    return {}
shorten = lambda rows: rows[:1]
tokenizer.pad_token = tokenizer.eos_token
"""


@pytest.fixture
def attribution(tmp_path: Path) -> Attribution:
    return Attribution(Plan(Document.script("train.py", SOURCE), tmp_path / "train.py", "python"))


def site(tmp_path: Path, **fields: Any) -> dict[str, Any]:
    return {"file": str(tmp_path / "train.py"), "kind": "call", "role": "collator", **fields}


def source_of(attribution: Attribution, told: dict[str, Any]) -> str:
    place = attribution.place(told)
    assert place is not None
    return place.source


TRAINER = {"line": 1, "column": len('naïve = "🙂"; trainer = '.encode()), "end_line": 4, "end_column": 1}


def test_columns_are_utf8_bytes(attribution: Attribution, tmp_path: Path) -> None:
    assert source_of(attribution, site(tmp_path, **TRAINER)).startswith("Trainer(\n    model=")


def test_a_call_is_narrowed_to_its_argument(attribution: Attribution, tmp_path: Path) -> None:
    assert source_of(attribution, site(tmp_path, **TRAINER, argument="data_collator")) == "data_collator=pad"


def test_an_argument_that_is_not_there_leaves_the_call(attribution: Attribution, tmp_path: Path) -> None:
    assert source_of(attribution, site(tmp_path, **TRAINER, argument="args")).startswith("Trainer(")


def test_of_several_sites_the_first_exact_one_counts(attribution: Attribution, tmp_path: Path) -> None:
    missing = site(tmp_path, **TRAINER, argument="args")
    whole = {**site(tmp_path, **TRAINER), "role": "trainer"}
    found = attribution.best([missing, whole])
    assert found is not None
    assert found[1] == "trainer"
    only = attribution.best([missing])
    assert only is not None
    assert only[0].source.startswith("Trainer(")


def test_before_python_3_11_the_line_has_to_do(attribution: Attribution, tmp_path: Path) -> None:
    told = site(tmp_path, line=1, column=None)
    assert source_of(attribution, told).startswith("Trainer(")
    assert source_of(attribution, {**told, "argument": "data_collator"}) == "data_collator=pad"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (5, "def collate(rows, *, pad: int = max(0, 1)) -> dict"),
        (8, "lambda rows: rows[:1]"),
    ],
)
def test_a_function_is_its_header(attribution: Attribution, tmp_path: Path, line: int, expected: str) -> None:
    assert source_of(attribution, site(tmp_path, line=line, kind="function")) == expected


def test_a_target_stands_for_its_assignment(attribution: Attribution, tmp_path: Path) -> None:
    told = site(tmp_path, kind="assignment", line=9, column=0, end_line=9, end_column=19)
    assert source_of(attribution, told) == "tokenizer.pad_token = tokenizer.eos_token"
    assert source_of(attribution, {**told, "column": None}) == "tokenizer.pad_token = tokenizer.eos_token"


@pytest.mark.parametrize(
    "told",
    [
        None,
        "train.py",
        {},
        {"file": "train.py"},
        {"file": "/etc/shadow", "line": 1},
        {"file": "/dev/zero\0", "line": 1},
        {"line": 99},
        {"line": -1},
        {"line": "1"},
        {"line": 2, "column": 10**9, "end_line": 10**9, "end_column": -5},
        {"line": 2, "column": "a", "end_line": None, "end_column": {}},
        {"line": 2, "argument": ["x"]},
    ],
)
def test_nonsense_of_a_hostile_script_is_borne(attribution: Attribution, tmp_path: Path, told: Any) -> None:
    if isinstance(told, dict) and "file" not in told:
        told = site(tmp_path, **told)
    place = attribution.place(told)
    if place is not None:
        start, end = place.span
        assert 0 <= start <= end <= len(place.part.text)
    attribution.best([told])
    list(attribution.all(told))
