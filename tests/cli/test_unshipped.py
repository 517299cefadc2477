"""An interpreter with a release that is newer than all that is shipped."""

import json
import os
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.releases import TRANSFORMERS, environment, without

SCRIPT = """\
from transformers import AutoTokenizer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")


def encode(row):
    prompt = tokenizer.apply_chat_template(row["messages"], add_generation_prompt=True)
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": [-100] * len(prompt) + ids[len(prompt):]}
"""
"""Wrong since transformers 5, and found only where that is known."""
NEW = "transformers==5.99.0"


def codes(run: Run, *arguments: str) -> list[str]:
    found = json.loads(run("check", "train.py", "--output-format", "json", *arguments).out)
    return [finding["code"] for finding in found]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "train.py").write_text(SCRIPT)
    return tmp_path


def test_the_release_of_the_chosen_interpreter_is_read(run: Run, folder: Path) -> None:
    python = str(environment(folder / "env", NEW, transformers=TRANSFORMERS))
    assert codes(run) == []
    assert codes(run, "--with", NEW) == []
    assert codes(run, "--python", python) == ["TPL011"]
    result = run("versions", "train.py", "--python", python)
    told = f"transformers  5.99.0  ({python}; what it does was read from its sources)\n"
    assert (result.status, result.out.partition("trl")[0], result.err) == (0, told, "")
    found = json.loads(run("versions", "train.py", "--python", python, "--output-format", "json").out)
    assert found["transformers"]["facts"] == "read"


def test_it_is_read_once(run: Run, folder: Path) -> None:
    python = environment(folder / "env", NEW, transformers=TRANSFORMERS)
    assert codes(run, "--python", str(python)) == ["TPL011"]
    (python / "lib/python3.11/site-packages/transformers/trainer.py").unlink()
    assert codes(run, "--python", str(python)) == ["TPL011"]


def test_many_files_are_checked_by_workers_with_it(run: Run, folder: Path) -> None:
    python = environment(folder / "env", NEW, transformers=TRANSFORMERS)
    for number in range(20):
        (folder / f"train{number}.py").write_text(SCRIPT)
    found = json.loads(run("check", ".", "--jobs", "2", "--output-format", "json", "--python", str(python)).out)
    assert len(found) == 21


def test_an_active_environment_was_chosen(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", str(environment(folder / "env", NEW, transformers=TRANSFORMERS)))
    assert codes(run) == ["TPL011"]


def test_sources_that_merely_lie_in_the_project_are_not_read(run: Run, folder: Path) -> None:
    environment(folder / ".venv", NEW, transformers=TRANSFORMERS)
    assert codes(run) == []
    told = f"transformers  5.99.0  ({folder}/.venv; what it does is known where no release differs: "
    assert run("versions", "train.py").out.startswith(told)
    (folder / "pyproject.toml").write_text('[tool.lossguard]\npython = ".venv"\n')
    assert codes(run) == ["TPL011"]


def test_what_cannot_be_read_is_said_once_and_holds_back_what_rests_on_it(run: Run, folder: Path) -> None:
    files = without("models/auto/modeling_auto.py")
    python = environment(folder / "env", NEW, transformers=files)
    (folder / "again.py").write_text(SCRIPT)
    result = run("check", ".", "--python", str(python))
    site = python / "lib/python3.11/site-packages"
    assert (result.status, result.out) == (0, "No problems found in 2 files.\n")
    assert result.err.startswith(
        f"lossguard: transformers 5.99.0 in {site} cannot be read, so what is new in it is not known: FileNotFoundError"
    )
    assert result.err.count("cannot be read") == 1


def test_it_is_not_tried_again_before_it_is_installed_anew(run: Run, folder: Path) -> None:
    python = environment(folder / "env", NEW, transformers=without("models/auto/modeling_auto.py"))
    package = python / "lib/python3.11/site-packages/transformers"
    first = run("check", "train.py", "--python", str(python)).err
    (package / "models/auto").mkdir()
    (package / "models/auto/modeling_auto.py").touch()
    assert run("check", "train.py", "--python", str(python)).err == first
    os.utime(package / "__init__.py", ns=(1, 1))
    assert run("check", "train.py", "--python", str(python)).err == ""
    assert codes(run, "--python", str(python)) == ["TPL011"]


def test_classes_that_are_new_are_known(run: Run, folder: Path) -> None:
    text = """\
from transformers import NewForCausalLM, Trainer

model = NewForCausalLM.from_pretrained("x/new")
Trainer(model).train()
"""
    python = str(environment(folder / "env", NEW, transformers=TRANSFORMERS))
    out = run("explain", "t.py", "--python", python, files={"t.py": text}).out
    assert "NewForCausalLM" in out
    assert "its head: causal language model" in out
    assert "its head" not in run("explain", "t.py", "--with", NEW).out


def test_explain_says_where_it_comes_from(run: Run, folder: Path) -> None:
    trainer = "from transformers import Trainer\n\nTrainer(None).train()\n"
    python = str(environment(folder / "env", NEW, transformers=TRANSFORMERS))
    out = run("explain", "t.py", "--python", python, files={"t.py": trainer}).out
    assert "what transformers 5.99.0 does was read from its sources" in out
    out = run("explain", "t.py", "--with", NEW).out
    assert "? what is different in transformers 5.99.0" in out
    out = run("explain", "t.py", "--with", "transformers==4.54.1").out
    assert "what transformers 4.54.1 does is known where the releases before and after it agree" in out
