"""Results are kept and made side by side, and nobody can tell: the output is that of a fresh run."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.cli.test_machine_formats import NOTEBOOK, SCRIPT

FILES: dict[str, str | bytes] = {f"p/{index}.py": f"{SCRIPT}\nx = {index}\n" for index in range(9)}
FILES |= {"broken.py": "import torch\n(\n", "a.ipynb": NOTEBOOK, "clean.py": "import torch\n", "other.py": "x = 1\n"}


@pytest.mark.parametrize("output_format", ["full", "json", "sarif"])
def test_a_second_run_and_one_of_several_processes_say_the_same(run: Run, output_format: str) -> None:
    fresh = run("check", "--no-cache", "--jobs", "1", "--output-format", output_format, files=FILES)
    assert fresh.status == 1
    assert run("check", "--jobs", "2", "--output-format", output_format) == fresh
    assert run("check", "--output-format", output_format) == fresh


def test_a_stored_result_is_not_made_again(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run("check", "--output-format", "concise", files={"a.py": SCRIPT})

    def refuse(*_: object) -> None:
        raise AssertionError("it was checked again")

    monkeypatch.setattr("lossguard.check.Analysis.refresh", refuse)
    assert run("check", "--output-format", "concise") == first
    assert "it was checked again" in run("check", "--no-cache").err


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.py", "import torch\n"),
        ("pyproject.toml", '[tool.lossguard]\nignore = ["COL001"]\n'),
        ("pyproject.toml", '[tool.lossguard.per-file-ignores]\n"a.py" = ["COL001"]\n'),
    ],
)
def test_what_changes_the_result_counts(run: Run, name: str, content: str) -> None:
    assert run("check", files={"a.py": SCRIPT}).status == 1
    assert run("check", files={name: content}).status == 0
    assert run("check", "--select", "MOD").status == 0


def test_a_module_that_a_script_imports_counts_too(run: Run) -> None:
    head, _, rest = SCRIPT.partition("trainer = ")
    script = f"{head}from helper import Collator\ntrainer = {rest.replace('DataCollatorForSeq2Seq(', 'Collator(')}"
    wrong = "from transformers import DataCollatorForSeq2Seq as Collator\n"
    right = "from transformers import DataCollatorForLanguageModeling\n\n\ndef Collator(t):\n    return unknown(t)\n"
    assert run("check", "a.py", files={"a.py": script, "helper.py": right}).status == 0
    assert run("check", "a.py", files={"helper.py": wrong}).status == 1
    assert run("check", "a.py", files={"helper.py": right}).status == 0


def test_a_cache_that_is_spoilt_or_cannot_be_written_does_no_harm(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    first = run("check", files={"a.py": SCRIPT})
    stored = [path for path in (tmp_path / "cache").rglob("*") if path.is_file() and path.name != "pruned"]
    assert stored
    for path in stored:
        path.write_text("{")
    assert run("check", "a.py").status == first.status == 1
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a.py"))
    assert run("check", "a.py").status == 1


@pytest.mark.parametrize("number", ["0", "-1", "two"])
def test_a_number_of_processes_that_is_none_is_wrong_usage(run: Run, number: str) -> None:
    result = run("check", f"--jobs={number}")
    assert (result.status, result.out) == (2, "")
    assert f"'{number}' is no number of processes" in result.err
