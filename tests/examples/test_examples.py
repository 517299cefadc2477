"""The examples are what the README shows: one error each, and a fix that cures it."""

import ast
import json
import shutil
from pathlib import Path

import pytest

from lossguard.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = ("plain_trainer.py", "unsloth_sft.ipynb", "unsloth_sft.py")


def findings(path: Path, capfd: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    main(["check", "--output-format", "json", "--exit-zero", str(path)])
    return list(json.loads(capfd.readouterr().out))


@pytest.mark.parametrize("name", SCRIPTS)
def test_an_example_has_the_one_error_of_the_readme(name: str, capfd: pytest.CaptureFixture[str]) -> None:
    found = findings(EXAMPLES / name, capfd)
    assert [(item["name"], item["severity"]) for item in found] == [("seq2seq-collator-no-labels", "error")]


@pytest.mark.parametrize("name", SCRIPTS)
def test_the_first_fix_cures_an_example(name: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / name
    shutil.copy(EXAMPLES / name, path)
    assert main(["check", "--fix", "--unsafe-fixes", str(path)]) == 0
    capfd.readouterr()
    assert findings(path, capfd) == []
    text = path.read_text(encoding="utf-8")
    if name.endswith(".py"):
        ast.parse(text)
    else:
        assert json.loads(text)["nbformat"] == 4
    assert ("train_on_responses_only(" in text) == name.startswith("unsloth")


def test_the_fix_of_an_unsloth_example_masks_by_the_markers_of_its_model(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "unsloth_sft.py"
    shutil.copy(EXAMPLES / path.name, path)
    main(["check", "--fix", "--unsafe-fixes", str(path)])
    capfd.readouterr()
    text = path.read_text(encoding="utf-8")
    assert 'response_part="<|start_header_id|>assistant<|end_header_id|>\\n\\n"' in text
    assert "from unsloth.chat_templates import train_on_responses_only\n" in text
