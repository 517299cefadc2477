"""``lossguard rule`` and ``lossguard versions``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("words")

PAGE = """\
# first-rule

**COL001** · error · since 0.1.0 · applies to: always

The first-rule.

## What it does

Nothing.
"""


@pytest.mark.parametrize("key", ["first-rule", "COL001", "col001"])
def test_a_rule_is_explained_in_markdown(run: Run, key: str) -> None:
    result = run("rule", key)
    assert (result.status, result.out) == (0, PAGE)


def test_a_terminal_gets_the_page_rendered(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    out = run("rule", "COL001").out
    assert "\x1b[" in out
    assert "## What" not in out


def test_all_rules_are_listed(run: Run) -> None:
    assert (
        run("rule", "--all").out
        == """\
COL001  first-rule   error    Summary of the first-rule
LBL002  second-rule  error    Summary of the second-rule
"""
    )


def test_rules_are_told_to_programs(run: Run) -> None:
    entry = json.loads(run("rule", "LBL002", "--output-format", "json").out)
    assert (entry["code"], entry["name"], entry["severity"]) == ("LBL002", "second-rule", "error")
    assert [rule["code"] for rule in json.loads(run("rule", "--all", "--output-format", "json").out)] == [
        "COL001",
        "LBL002",
    ]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rule", "frist-rule"], "there is no rule 'frist-rule'; did you mean 'first-rule'?"),
        (["rule"], "name one rule, or give --all"),
        (["rule", "COL001", "--all"], "name one rule, or give --all"),
        (["versions", "none.py"], "none.py cannot be read: No such file or directory"),
    ],
)
def test_wrong_usage_is_explained(run: Run, arguments: list[str], message: str) -> None:
    result = run(*arguments)
    assert (result.status, result.out, result.err) == (2, "", f"lossguard: {message}\n")


def test_versions_are_told_with_their_reasons(run: Run, tmp_path: Path) -> None:
    site = tmp_path / "env/lib/python3.11/site-packages"
    for distribution in ("trl-0.20.0", "torch-2.9.0", "peft-0.17.0"):
        (site / f"{distribution}.dist-info").mkdir(parents=True)
        (site / f"{distribution}.dist-info" / "METADATA").touch()
    cells = [{"cell_type": "code", "source": "!pip install trl==0.24.0 transformers==4.57.3"}]
    files: dict[str, str | bytes] = {
        "n.ipynb": json.dumps({"cells": cells}),
        "pyproject.toml": '[tool.lossguard]\npython = "env"\nwith = { transformers = "5.0.0" }\n',
    }
    result = run("versions", "n.ipynb", "--with", "accelerate==1.0", files=files)
    unresolved = "not resolved: every supported version is considered"
    assert (result.status, result.err) == (0, "")
    assert (
        result.out
        == f"""\
transformers  5.0.0  (pyproject.toml, line 3; what it does is known)
trl           0.24.0  (cell 1, line 1; what it does is known)
peft          0.17.0  ({tmp_path}/env)
accelerate    1.0  (--with)
datasets      {unresolved}
unsloth       {unresolved}
unsloth_zoo   {unresolved}
torch         2.9.0  ({tmp_path}/env)
"""
    )
    found = json.loads(run("versions", "n.ipynb", "--output-format", "json").out)
    assert found["trl"] == {
        "version": "0.24.0",
        "specifier": None,
        "facts": "shipped",
        "source": "cell 1",
        "filename": None,
        "cell": 1,
        "row": 1,
    }
    assert found["datasets"] is None


def test_pins_of_the_project_are_told_with_file_and_line(run: Run, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {
        "src/a.py": "# /// script\n# dependencies = ['peft>=0.17']\n# ///\n",
        "src/requirements.txt": "# ours\ntrl==0.24.0\n",
        "pyproject.toml": '[project]\nname = "x"\ndependencies = [\n  "transformers>=4.50,<5",\n]\n',
    }
    out = run("versions", "src/a.py", files=files).out
    assert "trl           0.24.0  (src/requirements.txt, line 2; what it does is known)\n" in out
    assert "transformers  not resolved: <5,>=4.50 by pyproject.toml, line 4\n" in out
    assert "peft          not resolved: >=0.17 by script metadata, line 2\n" in out
    found = json.loads(run("versions", "src/a.py", "--output-format", "json").out)
    assert (found["trl"]["filename"], found["trl"]["row"]) == (str(tmp_path / "src/requirements.txt"), 2)
    assert (found["peft"]["version"], found["peft"]["specifier"]) == (None, ">=0.17")


def test_the_environment_of_the_project_is_found(run: Run, tmp_path: Path) -> None:
    site = tmp_path / ".venv/lib/python3.11/site-packages/trl-0.20.0.dist-info"
    site.mkdir(parents=True)
    (site / "METADATA").touch()
    files: dict[str, str | bytes] = {"src/a.py": "x", ".venv/pyvenv.cfg": "version = 3.11.4\n"}
    assert (
        f"trl           0.20.0  ({tmp_path}/.venv; what it does is known)\n"
        in run("versions", "src/a.py", files=files).out
    )
