"""The contract of ``lossguard check``: what is checked, what is said, how it exits."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run

BAD = "import torch\nBAD\n"


@pytest.fixture
def concise(run: Run, words: None) -> Run:
    def check(*arguments: str, **more: dict[str, str | bytes]) -> object:
        return run("check", "--output-format", "concise", *arguments, **more)

    return check


def checked(out: str) -> list[str]:
    return [line.partition(":")[0] for line in out.splitlines()[:-1]]


def test_the_exit_status_says_whether_there_are_findings(concise: Run) -> None:
    assert concise(files={"a.py": "torch"}).status == 0
    assert concise(files={"a.py": BAD}).status == 1
    assert concise("--exit-zero").status == 0


def test_folders_are_walked_in_order_and_ignored_files_left_out(concise: Run) -> None:
    files: dict[str, str | bytes] = {
        ".gitignore": "/ignored\n*.gen.py\n!kept.gen.py\n",
        "b.py": BAD,
        "a/z.py": BAD,
        "a/.gitignore": "secret.py\n!x.gen.py\n",
        "a/secret.py": BAD,
        "a/x.gen.py": BAD,
        "a/b/secret.py": BAD,
        "secret.py": BAD,
        "y.gen.py": BAD,
        "kept.gen.py": BAD,
        "ignored/a.py": BAD,
        "env/pyvenv.cfg": "",
        "env/a.py": BAD,
        ".venv/a.py": BAD,
        "node_modules/a.py": BAD,
        "__pycache__/a.py": BAD,
        ".ipynb_checkpoints/a.py": BAD,
        "notes.txt": BAD,
    }
    assert checked(concise(files=files).out) == ["a/x.gen.py", "a/z.py", "b.py", "kept.gen.py", "secret.py"]
    assert checked(concise("a").out) == ["a/x.gen.py", "a/z.py"]


def test_the_gitignore_of_the_repository_counts_in_a_folder_below(
    concise: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    concise(files={".gitignore": "gen.py\n", "a/gen.py": BAD, "a/b.py": BAD})
    monkeypatch.chdir("a")
    assert checked(concise().out) == ["b.py"]


def test_a_named_file_is_checked_whatever_it_is_called_and_once(concise: Run) -> None:
    files: dict[str, str | bytes] = {".gitignore": "a.py", "a.py": BAD, "script": BAD}
    assert checked(concise("a.py", "script", "./a.py", ".", files=files).out) == ["a.py", "script"]


def test_text_that_names_no_library_is_not_even_parsed(concise: Run) -> None:
    result = concise(files={"a.py": "CRASH ((", "b.py": "torchvision_like = 1"})
    assert (result.status, result.out, result.err) == (0, "No problems found in 2 files.\n", "")


def test_files_that_cannot_be_checked_do_not_stop_the_others(concise: Run, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "a.py": b"\0",
        "b.py": b"torch \xff",
        "c.py": "torch (",
        "d.ipynb": "torch {",
        "e.py": b"# torch" + b"x" * 64_000_000,
        "z.py": BAD,
    }
    result = concise(files=files)
    assert result.status == 1
    assert checked(result.out) == ["z.py", "Found 1 error in 2 files; 1 can be fixed with --fix."]
    lines = [line.removeprefix("lossguard: ") for line in result.err.splitlines()]
    assert lines[0] == "a.py is binary, not text"
    assert lines[1].startswith("b.py is not valid UTF-8 (byte 0xff on line 1)")
    assert lines[2].startswith("c.py was left out: line ")
    assert lines[3].startswith("d.ipynb is not a notebook: its JSON is broken on line 1")
    assert lines[4] == "e.py is larger than 64 MB, so it was skipped"
    assert result.out.splitlines()[-1] == "4 files could not be checked, see above."


def test_a_missing_path_is_wrong_usage_but_the_rest_is_checked(concise: Run) -> None:
    result = concise("nothing.py", "a.py", files={"a.py": BAD})
    assert (result.status, result.err) == (2, "lossguard: nothing.py does not exist\n")
    assert checked(result.out) == ["a.py"]


def test_an_empty_folder_is_mentioned(concise: Run) -> None:
    result = concise()
    assert (result.status, result.err) == (0, "lossguard: . holds no Python file or notebook that is not ignored\n")


def test_an_internal_error_is_reported_with_the_file_and_the_rest_is_checked(concise: Run) -> None:
    result = concise(files={"a.py": "torch, CRASH", "b.py": BAD})
    assert result.status == 2
    assert checked(result.out) == ["b.py"]
    assert result.err.startswith("lossguard: internal error while checking a.py. Please report it: https://")
    assert "KeyError: 'boom'" in result.err


@pytest.mark.parametrize(("name", "shown"), [(None, "-:2:1"), ("n/train.py", "n/train.py:2:1")])
def test_standard_input_is_checked_under_the_name_it_is_given(
    concise: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str | None, shown: str
) -> None:
    (tmp_path / "input").write_text(BAD)
    with (tmp_path / "input").open() as file:
        monkeypatch.setattr("sys.stdin", file)
        result = concise("-", *(["--stdin-filename", name] if name else []))
    assert result.out.startswith(f"{shown}: error")


def test_rules_are_selected_by_option_and_by_project(concise: Run) -> None:
    files: dict[str, str | bytes] = {
        "a.py": "torch, BAD, UGLY",
        "p/a.py": "torch, BAD, UGLY",
        "p/pyproject.toml": '[tool.lossguard]\nignore = ["COL"]\n',
    }
    assert checked(concise(files=files).out) == ["a.py", "a.py", "p/a.py"]
    assert checked(concise("--select", "lbl002").out) == ["a.py", "p/a.py"]
    assert checked(concise("--select", "LBL", "--extend-select", "first-rule").out) == ["a.py", "a.py", "p/a.py"]
    assert checked(concise("--ignore", "LBL,COL001").out) == []
    assert checked(concise("--ignore", "second-rule", "p").out) == ["p/a.py"]


def test_mistakes_in_settings_are_told_once_and_fail_the_run(concise: Run) -> None:
    files: dict[str, str | bytes] = {
        "a.py": BAD,
        "b.py": BAD,
        "pyproject.toml": '[tool.lossguard]\nselect = ["COL"]\n  igore = 1\npython = "none"\n',
    }
    result = concise(files=files)
    assert (result.status, result.err) == (2, "")
    assert checked(result.out) == ["pyproject.toml", "pyproject.toml", "a.py", "b.py"]
    unknown, python, *_ = result.out.splitlines()
    assert unknown == ("pyproject.toml:3:3: error SET001 unknown key `igore`; did you mean 'ignore'? (invalid-setting)")
    assert python == (
        "pyproject.toml:4:1: error SET001 `python`: none is no Python interpreter: there is no such file"
        " (invalid-setting)"
    )
    assert result.out.splitlines()[-1].startswith("Found 4 errors in 2 files")


@pytest.mark.parametrize("options", [["--diff"], ["--write-baseline", "--baseline", "b.json"], ["--fix", "-"]])
def test_mistakes_in_settings_are_complained_of_where_no_findings_are_shown(
    run: Run, options: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"import torch\n")))
    files: dict[str, str | bytes] = {"a.py": "import torch\n", "pyproject.toml": "[tool.lossguard]\nigore = 1\n"}
    result = run("check", *options, files=files)
    assert result.status == 2
    assert result.err.startswith("lossguard: pyproject.toml:2: unknown key `igore`")
    assert "SET001" not in result.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "--select", "frist-rule"], "there is no rule 'frist-rule'; did you mean 'first-rule'?"),
        (["check", "--with", "trl"], "argument --with: 'trl' names no exact version: write e.g. trl==0.24.0"),
        (["check", "--with", "trl==x"], "'x' is not a version of trl"),
        (["check", "--with", "tlr==1"], "no rule depends on the version of 'tlr'; did you mean 'trl'?"),
        (["check", "--python", "none"], "--python none is no Python interpreter: there is no such file"),
        (["check", "--unsafe-fixes"], "--unsafe-fixes does nothing without --fix or --diff"),
        (["check", "--stdin-filename", "x"], "--stdin-filename does nothing unless - is among the paths"),
        (["check", "--output-format", "xml"], "invalid choice: 'xml'"),
        (["chek"], "there is no command 'chek'; did you mean 'check'?"),
        (["setup.cfg"], "there is no command 'setup.cfg'; to check it: lossguard check setup.cfg"),
    ],
)
def test_wrong_usage_is_explained(run: Run, words: None, arguments: list[str], message: str) -> None:
    result = run(*arguments, files={"setup.cfg": ""})
    assert (result.status, result.out) == (2, "")
    assert message in result.err


def test_no_command_is_wrong_usage_with_help(run: Run) -> None:
    result = run()
    assert result.status == 2
    assert "lossguard check train.py --fix" in result.err


def lossguard(*arguments: str, cwd: Path, **more: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-m", "lossguard", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, timeout=60, **more)  # type: ignore[call-overload]


SERVER = ("pygls", "lsprotocol", "rich", "asyncio")
WORKERS = ("multiprocessing", "concurrent.futures")
ENGINE = ("libcst", "lossguard.check", "lossguard.rules", "lossguard.cli.assumptions")


@pytest.mark.parametrize(
    ("text", "needless"), [("import torch\n", SERVER + WORKERS), ("import json\n", SERVER + WORKERS + ENGINE)]
)
def test_the_real_command_checks_a_file_and_loads_only_what_that_needs(
    tmp_path: Path, text: str, needless: tuple[str, ...]
) -> None:
    (tmp_path / "a.py").write_text(text)
    code = (
        "import sys; from lossguard.cli.main import main; status = main(['check', '--no-cache', 'a.py'])\n"
        f"loaded = [name for name in {needless} if name in sys.modules]\n"
        "sys.exit(repr(loaded) if loaded else status)"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=60)
    assert (result.returncode, result.stdout, result.stderr) == (
        0,
        b"No problems found in 1 file.\n".replace(b"\n", os.linesep.encode()),
        b"",
    )


def test_the_version_is_told(tmp_path: Path) -> None:
    assert lossguard("--version", cwd=tmp_path).stdout.startswith(b"lossguard 0.")


@pytest.mark.skipif(sys.platform == "win32", reason="closes a pipe")
def test_a_reader_that_has_seen_enough_ends_the_run_without_noise(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "lossguard", "rule", "--all", "--output-format", "json"]
    with os.fdopen(write, "wb") as pipe:
        result = subprocess.run(command, cwd=tmp_path, stdout=pipe, stderr=subprocess.PIPE, timeout=60)
    assert result.stderr == b""


def test_an_output_that_lacks_a_character_gets_its_number(tmp_path: Path) -> None:
    (tmp_path / "é.py").write_bytes(b"\0")
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    result = lossguard("check", "é.py", cwd=tmp_path, env=environment)
    assert result.stderr.splitlines() == [b"lossguard: \\xe9.py is binary, not text"]


def test_ctrl_c_ends_the_run_quietly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("lossguard.cli.check.run_check", interrupt)
    result = run("check")
    assert (result.status, result.out, result.err) == (130, "", "")


def test_an_empty_notebook_and_one_of_another_language_are_fine(concise: Run) -> None:
    cells = [{"cell_type": "code", "source": "torch, BAD ("}]
    julia = json.dumps({"cells": cells, "metadata": {"kernelspec": {"language": "julia"}}})
    result = concise(files={"a.ipynb": '{"cells": []}', "b.ipynb": julia})
    assert (result.status, result.err) == (0, "")
