"""``--watch`` checks again when a file changes, until it is interrupted."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run

MODEL = """\
from transformers import AutoModelForCausalLM, DataCollatorForLanguageModeling, AutoTokenizer, Trainer

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
trainer = Trainer(model, data_collator=DataCollatorForLanguageModeling(tokenizer{options}))
trainer.train()
"""
WRONG, RIGHT = MODEL.format(options=""), MODEL.format(options=", mlm=False")


@pytest.fixture
def watching(tmp_path: Path) -> "Iterator[subprocess.Popen[str]]":
    (tmp_path / ".git").mkdir()
    (tmp_path / "train.py").write_text(WRONG)
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache"), "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "lossguard", "check", "--watch", "--output-format", "concise"]
    command += ["--select", "COL004", "."]
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def summary(process: "subprocess.Popen[str]") -> str:
    """The last line of the next check."""
    assert process.stdout is not None
    return next(line for line in process.stdout if line.startswith(("Found", "No problems")))


@pytest.mark.skipif(os.name == "nt", reason="a process cannot be interrupted by another one there")
def test_a_change_of_a_file_or_of_the_settings_is_checked(watching: "subprocess.Popen[str]", tmp_path: Path) -> None:
    assert summary(watching).startswith("Found 1 error")
    (tmp_path / "train.py").write_text(RIGHT)
    assert summary(watching).startswith("No problems")
    (tmp_path / "more.py").write_text(WRONG)
    assert summary(watching).startswith("Found 1 error in 2 files")
    (tmp_path / "pyproject.toml").write_text('[tool.lossguard]\nignore = ["COL004"]\n')
    assert summary(watching).startswith("No problems")
    watching.send_signal(signal.SIGINT)
    assert watching.wait() == 130


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-"], "--watch does nothing with -, --diff or --write-baseline"),
        (["--diff"], "--watch does nothing with -, --diff or --write-baseline"),
        (["--output-format", "json"], "--watch is for people: --output-format json is for programs"),
    ],
)
def test_what_cannot_be_watched_is_refused(run: Run, arguments: list[str], message: str) -> None:
    result = run("check", "--watch", *arguments)
    assert (result.status, result.err) == (2, f"lossguard: {message}\n")
