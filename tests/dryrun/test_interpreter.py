"""Which Python runs the script, and what is said of one that cannot."""

import asyncio
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from lossguard.dryrun.interpreter import find_python, refusal
from lossguard.dryrun.plan import Plan
from lossguard.text.document import Document

TRAINS = "import os\nfrom transformers import Trainer\nimport trl.trainer as t\n"


def refused(python: str, text: str, folder: Path = Path("/")) -> str | None:
    plan = Plan(document=Document.script("train.py", text), path=folder / "train.py", python=python)
    message = asyncio.run(refusal(plan))
    return message.text() if message else None


@pytest.fixture(scope="module")
def empty_environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    return folder


def test_an_environment_is_its_python(empty_environment: Path) -> None:
    python = find_python(str(empty_environment))
    assert python == str(empty_environment / "bin" / "python")
    assert find_python(python) == python
    assert find_python("no-such-python") is None
    assert find_python(str(empty_environment / "bin")) is None


def test_what_the_script_imports_and_the_interpreter_lacks_is_named(empty_environment: Path) -> None:
    python = str(find_python(str(empty_environment)))
    assert refused(python, TRAINS) == f"{python} has no torch, transformers, trl, so the script cannot run with it."


def test_what_is_there_is_not_named(empty_environment: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("torch", "trl", "transformers"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text("raise SystemExit('imported')")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    assert refused(str(find_python(str(empty_environment))), TRAINS) is None


def test_a_script_without_such_imports_is_nobody_s_business(tmp_path: Path) -> None:
    assert refused(str(tmp_path / "none"), "import json\nprint('import torch')\n") is None


@pytest.mark.parametrize(
    "text",
    [
        "try:\n    import unsloth\nexcept ImportError:\n    pass\n",
        "if True:\n    import trl\n",
        '"""\nimport trl\n"""\n',
        "def f():\n    import trl\n",
        "from .trl import x\n",
        "import trl(",
    ],
)
def test_what_is_not_imported_for_sure_is_not_wanted(tmp_path: Path, text: str) -> None:
    assert refused(str(tmp_path / "none"), text) is None


def test_what_lies_beside_the_script_is_not_wanted(empty_environment: Path, tmp_path: Path) -> None:
    (tmp_path / "datasets").mkdir()
    (tmp_path / "trl.py").touch()
    python = str(find_python(str(empty_environment)))
    text = "import datasets, trl, peft\n"
    assert refused(python, text, tmp_path) == f"{python} has no torch, peft, so the script cannot run with it."


@pytest.mark.parametrize("program", ["exit 3", "echo", "echo torch", "kill -9 $$"])
def test_what_is_no_python_is_said(tmp_path: Path, program: str) -> None:
    pretender = tmp_path / "python"
    pretender.write_text(textwrap.dedent(f"#!/bin/sh\n{program}\n"))
    pretender.chmod(0o755)
    assert refused(str(pretender), TRAINS) == f"{pretender} is no Python that can be started."
    assert refused(str(tmp_path), TRAINS) == f"{tmp_path} is no Python that can be started."
