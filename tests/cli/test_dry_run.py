"""``lossguard dry-run``: options, exit statuses, and both forms of the report."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="a dry run needs Linux or macOS")
ROOT = Path(__file__).parents[2]
TORCH_PYTHON = ROOT / ".venv-dryrun" / "bin" / "python"
EXAMPLE = ROOT / "examples" / "dry_run"
SEED = (
    "ValueError: The model did not return a loss from the inputs, only the following keys: logits. "
    "For reference, the inputs it received are input_ids,attention_mask,labels."
)
HERE = ("--python", sys.executable)


def test_what_the_script_raises_is_shown_at_its_line_and_found(run: Run) -> None:
    result = run("dry-run", "train.py", *HERE, files={"train.py": "x = 1\nprint([][x])\n"})
    assert result.status == 1
    assert "error[DRY001]: IndexError: list index out of range (script-fails)" in result.out
    assert "--> train.py:2:7" in result.out
    assert "The script ended with IndexError" in result.out


def test_what_stands_behind_two_dashes_is_for_the_script(run: Run) -> None:
    files = {"train.py": "import sys; print('got', sys.argv[1:])"}
    result = run("dry-run", "train.py", *HERE, "--", "--rows", "7", "--", "x", files=files)
    assert "got ['--rows', '7', '--', 'x']" in result.err
    assert result.status == 2
    assert "The script ended without a training step." in result.out


def test_json_is_one_object_with_places_as_in_check(run: Run) -> None:
    files = {"train.py": "def f():\n    raise ValueError('é')\nf()\n"}
    report = json.loads(run("dry-run", "train.py", *HERE, "--output-format", "json", files=files).out)
    (finding,) = report["findings"]
    assert (report["schema"], report["outcome"], report["exception"]) == (1, "failed", "ValueError: é")
    assert (finding["code"], finding["filename"], finding["cell"]) == ("DRY001", "train.py", None)
    assert finding["location"] == {"row": 2, "column": 5}
    assert finding["end_location"] == {"row": 2, "column": 26}
    assert [one["location"]["row"] for one in finding["related"]] == [3]
    assert [check["status"] for check in report["checks"] if check["code"] == "DRY001"] == ["failed"]


def test_what_a_script_prints_cannot_take_the_terminal_over(run: Run) -> None:
    files = {"train.py": "raise ValueError('\\x1b[2J\\u202e gone')"}
    result = run("dry-run", "train.py", *HERE, files=files)
    assert "\x1b" not in result.out
    assert "\u202e" not in result.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("missing.py",), "missing.py cannot be read"),
        (("train.py", "--python", "no-such-python"), "no Python that can be started"),
        (("train.py", "--rows", "0"), "--rows"),
        (("train.py", "--timeout", "-1"), "--timeout"),
        (("train.py", "--mode", "huge"), "--mode"),
        (("empty.ipynb",), "holds no Python code"),
    ],
)
def test_wrong_usage_is_said(run: Run, arguments: tuple[str, ...], words: str) -> None:
    empty = json.dumps({"cells": [], "metadata": {}, "nbformat": 4})
    result = run("dry-run", *arguments, files={"train.py": "", "empty.ipynb": empty})
    assert result.status == 2
    assert words in result.err


def test_a_run_that_stops_early_says_so_with_what_was_printed(run: Run) -> None:
    files = {"train.py": "print('before'); import os; os._exit(9)"}
    result = run("dry-run", "train.py", *HERE, files=files)
    assert result.status == 2
    assert "left by itself, with status 9" in result.out
    assert "before" in result.err


def test_the_interpreter_is_the_project_s_unless_another_is_given(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)
    monkeypatch.delenv("CONDA_PREFIX", raising=False)
    project = '[tool.lossguard]\npython = "none/bin/python"\n'
    files = {"train.py": "import sys; print('ran')", "pyproject.toml": project}
    result = run("dry-run", "train.py", files=files)
    assert result.status == 2
    assert "none/bin/python is no Python that can be started: choose one with --python" in result.err
    assert "ran" in run("dry-run", "train.py", *HERE, files=files).err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_it_at_once(tmp_path: Path, number: signal.Signals) -> None:
    script, ready = tmp_path / "train.py", tmp_path / "tmp"
    ready.mkdir()
    script.write_text("import time\ntime.sleep(600)\n")
    command = [sys.executable, "-m", "lossguard", "dry-run", "train.py", *HERE]
    process = subprocess.Popen(
        command, cwd=tmp_path, stdout=subprocess.PIPE, text=True, env={**os.environ, "TMPDIR": str(ready)}
    )
    while not any(ready.glob("lossguard-*/supervisor.json")):
        time.sleep(0.02)
    time.sleep(0.3)
    begin = time.monotonic()
    process.send_signal(number)
    out, _ = process.communicate(timeout=20)
    assert time.monotonic() - begin < 10
    assert process.returncode == 130
    assert "The run was cancelled." in out
    assert list(ready.iterdir()) == []


@pytest.fixture
def example(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the example with its model, which a script of the repository makes."""
    if not TORCH_PYTHON.exists():
        pytest.skip("needs the environment with torch: make .venv-dryrun")
    folder = tmp_path / "examples"
    shutil.copytree(EXAMPLE, folder / "dry_run", ignore=shutil.ignore_patterns("model"))
    shutil.copytree(ROOT / "examples" / "data", folder / "data")
    command = [str(TORCH_PYTHON), str(ROOT / "scripts" / "model_folders.py"), str(folder / "dry_run" / "model")]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.chdir(folder / "dry_run")
    return folder / "dry_run" / "train.py"


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_example_gives_the_error_of_the_readme_and_none_once_it_is_fixed(run: Run, example: Path) -> None:
    os.chdir(example.parent)
    before = json.loads(run("dry-run", "train.py", "--python", str(TORCH_PYTHON), "--output-format", "json").out)
    assert before["exception"] == SEED
    (finding,) = before["findings"]
    assert (finding["code"], finding["cause"]["kind"]) == ("DRY005", "no-labels")
    assert before["model"]["parameters"] == 494_032_768
    text = example.read_text(encoding="utf-8")
    row = finding["location"]["row"] - 1
    assert text.splitlines()[row].strip().startswith("data_collator=DataCollatorForSeq2Seq(")

    fixed = text.replace(
        "DataCollatorForSeq2Seq(tokenizer, model=model)", "DataCollatorForLanguageModeling(tokenizer, mlm=False)"
    )
    example.write_text(fixed.replace("DataCollatorForSeq2Seq,", "DataCollatorForLanguageModeling,"), encoding="utf-8")
    result = run("dry-run", "train.py", "--python", str(TORCH_PYTHON))
    assert result.status == 0, result.out
    assert "The first training step was run." in result.out
    assert "trained  100% of the tokens that are no padding" in result.out
    assert "bf16: True → False (the CPU computes in full precision)  train.py:" in result.out
    assert "ok     DRY011 end-is-not-trained" in result.out
    assert "«To " in result.out
