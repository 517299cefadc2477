"""The shipped files themselves."""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

import lossguard.libraries.knowledge as knowledge
from lossguard.libraries.knowledge.loading import part

FOLDER = Path(knowledge.__file__).parent


def load(name: str) -> Any:
    return json.loads((FOLDER / name).read_text("utf-8"))


def test_the_files_stay_small() -> None:
    assert (FOLDER / "models.json").stat().st_size < 250_000
    assert sum(path.stat().st_size for path in FOLDER.glob("*.json")) < 500_000


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("tokenizer_families.json", "families"),
        ("chat_parts.json", "families"),
        ("collator_semantics.json", "entries"),
    ],
)
def test_every_hand_written_entry_names_its_source(name: str, table: str) -> None:
    for row in load(name)[table]:
        assert row["source"], row
        for pattern in row.get("patterns", ()):
            re.compile(pattern)
            assert pattern == pattern.lower(), pattern


def test_every_alias_and_family_leads_to_a_template() -> None:
    chat = load("chat_parts.json")
    wanted = [*chat["aliases"].values(), *(row["template"] for row in chat["families"])]
    assert set(wanted) <= set(chat["templates"])


def test_ranges_of_one_collator_do_not_overlap() -> None:
    rows = load("collator_semantics.json")["entries"]
    for name in {(row["library"], row["class"]) for row in rows}:
        mine = [row for row in rows if (row["library"], row["class"]) == name]
        for older, newer in pairwise(mine):
            assert older["before"] == newer["since"], name


def test_a_part_is_read_only_when_asked_for() -> None:
    part.cache_clear()
    knowledge.is_model_class("LlamaModel")
    knowledge.is_model_class("BertModel")
    assert part.cache_info().misses == 1
