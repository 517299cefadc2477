"""The command with the real analysis behind it: from a file on disk to a finding, a fix and silence."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run

SCRIPT = """\
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="notes.jsonl", split="train")
data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
trainer = Trainer(
    model=model,
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()
"""
NAME = "seq2seq-collator-no-labels"


Lossguard = Callable[..., str]


@pytest.fixture
def lossguard(run: Run) -> Lossguard:
    def check(*arguments: str, status: int) -> str:
        result = run("check", *arguments)
        assert (result.status, result.err) == (status, "")
        return result.out

    return check


def notebook(*cells: str) -> str:
    content = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": text.splitlines(True)} for text in cells]
    return json.dumps({"cells": content, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


def test_a_script_is_found_wrong_and_fixed(lossguard: Lossguard, tmp_path: Path) -> None:
    (tmp_path / "train.py").write_text(SCRIPT)
    found: list[dict[str, Any]] = json.loads(lossguard("--output-format", "json", status=1))
    assert [(entry["name"], entry["location"]) for entry in found] == [(NAME, {"row": 12, "column": 19})]
    lossguard("--fix", "--unsafe-fixes", status=0)
    assert "DataCollatorForLanguageModeling(tokenizer, mlm=False)" in (tmp_path / "train.py").read_text()
    lossguard(status=0)


def test_a_notebook_is_found_wrong_with_the_versions_it_pins_and_fixed_in_its_cell(
    lossguard: Lossguard, tmp_path: Path
) -> None:
    head, _, tail = SCRIPT.partition("trainer = ")
    cells = ["%%capture\n!pip install transformers==4.57.3", head, f"%%time\ntrainer = {tail}"]
    (tmp_path / "n.ipynb").write_text(notebook(*cells))
    (entry,) = json.loads(lossguard("--output-format", "json", status=1))
    assert (entry["cell"], entry["location"]["row"]) == (3, 6)
    assert "transformers 4.57.3 (cell 1)" in entry["assumed_versions"]
    before = (tmp_path / "n.ipynb").read_text().splitlines()
    lossguard("--fix", "--unsafe-fixes", status=0)
    after = (tmp_path / "n.ipynb").read_text().splitlines()
    changed = [old for old, new in zip(before, after, strict=True) if old != new]
    assert all("DataCollatorForSeq2Seq" in line for line in changed)
    assert len(changed) == 2


@pytest.mark.parametrize("key", [NAME, "COL001"])
def test_a_comment_silences_it(lossguard: Lossguard, tmp_path: Path, key: str) -> None:
    line = "    data_collator=DataCollatorForSeq2Seq(tokenizer),"
    (tmp_path / "train.py").write_text(SCRIPT.replace(line, f"{line}  # lossguard: ignore[{key}] on purpose"))
    lossguard(status=0)
    (tmp_path / "train.py").write_text(SCRIPT.replace("trainer = ", f"# lossguard: ignore[{key}]\ntrainer = "))
    lossguard(status=0)
