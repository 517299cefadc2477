"""Scripts in several styles, and everything that is told of them: ``lossguard explain FILE > FILE.txt``."""

import json
import shutil
from pathlib import Path

import pytest

from lossguard.cli.main import main

FIXTURES = Path(__file__).parent / "fixtures"
SCRIPTS = sorted(path.name for path in FIXTURES.iterdir() if path.suffix in (".py", ".ipynb"))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with the scripts, away from any environment."""
    shutil.copytree(FIXTURES, tmp_path, dirs_exist_ok=True)
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    return tmp_path


@pytest.mark.parametrize("name", SCRIPTS)
def test_what_is_told_of_a_script(name: str, folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", name]) == 0
    assert capfd.readouterr().out == (FIXTURES / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", SCRIPTS)
def test_programs_are_told_the_same_with_exact_places(
    name: str, folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", name, "--output-format", "json"]) == 0
    explanations = json.loads(capfd.readouterr().out)
    told = (FIXTURES / f"{name}.txt").read_text(encoding="utf-8")
    assert sum(len(one["statements"]) for one in explanations) + 2 * len(explanations) - 1 == len(told.splitlines())
    for explanation in explanations:
        assert (explanation["filename"], explanation["location"]["row"] > 0) == (name, True)
        for statement in explanation["statements"]:
            assert statement["text"] in told
            assert statement["known"] is (f"? {statement['text']}" not in told)
            if statement["location"] is not None:
                assert statement["filename"] == name
                assert statement["end_location"] != statement["location"]


def test_a_file_without_a_training_is_said_to_have_none(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (folder / "a.py").write_text("import trl\nprint(trl)\n")
    assert main(["explain", "a.py"]) == 0
    assert capfd.readouterr().out == "no trainer is built in a.py, and no loop calls `backward`\n"


def test_the_sentences_are_told_in_another_language(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "loop.py", "--lang", "zh-cn"]) == 0
    told = capfd.readouterr().out
    assert "第" in told.splitlines()[0]
    (folder / "a.py").write_text("print(1)\n")
    assert main(["explain", "a.py", "--lang", "zh-cn"]) == 0
    assert capfd.readouterr().out == "a.py 中没有构建训练器，也没有循环调用 `backward`\n"


def test_what_cannot_be_read_is_a_complaint(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "none.py"]) == 2
    assert "none.py cannot be read" in capfd.readouterr().err
    (folder / "broken.py").write_text("def (\n")
    assert main(["explain", "broken.py"]) == 2
    assert "broken.py was left out" in capfd.readouterr().err
