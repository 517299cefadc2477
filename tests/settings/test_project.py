"""Settings come from the nearest table above a file; what is wrong in it is said with its line."""

from collections.abc import Callable
from pathlib import Path

import pytest

from lossguard.findings.finding import Severity
from lossguard.settings.project import Projects
from lossguard.settings.settings import Settings
from tests.rules_for_tests import some_rules


@pytest.fixture(autouse=True)
def _rules(monkeypatch: pytest.MonkeyPatch) -> None:
    some_rules(monkeypatch)


Write = Callable[[str], None]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    return lambda text: (tmp_path / "pyproject.toml").write_text(text, encoding="utf-8") and None


def problems(tmp_path: Path) -> list[str]:
    found = Projects().of(tmp_path / "train.py")
    assert all(problem.path == str(tmp_path / "pyproject.toml") for problem in found.problems)
    return [f"{problem.row + 1}: {problem.message.text()}" for problem in found.problems]


def test_every_key_is_read(tmp_path: Path, write: Write) -> None:
    write("""[project]
name = "x"
[tool.lossguard]
select = ["col", "first-rule"]
extend-select = ["lbl002"]
ignore = ["SECOND-RULE"]
python = "env/bin/python"
preview = true
severity = { first-rule = "info", lbl = "warning" }
[tool.lossguard.per-file-ignores]
"tests/" = ["col"]
[tool.lossguard.with]
trl = "0.24.0"
unsloth_zoo = "==2025.10.1"
""")
    found = Projects().of(tmp_path / "train.py")
    assert found.problems == ()
    settings = found.settings
    assert settings.select == ("COL", "first-rule")
    assert settings.extend_select == ("LBL002",)
    assert settings.ignore == ("second-rule",)
    assert settings.python == str(tmp_path / "env/bin/python")
    assert settings.preview
    assert settings.severity == {"first-rule": Severity.INFO, "LBL": Severity.WARNING}
    assert [(entry.pattern, entry.ignore) for entry in settings.per_file_ignores] == [("tests/", ("COL",))]
    assert {name: pin.version for name, pin in settings.given.resolved.items()} == {
        "trl": "0.24.0",
        "unsloth-zoo": "2025.10.1",
    }


def test_the_nearest_file_that_has_a_table_counts(tmp_path: Path, write: Write) -> None:
    write('[tool.lossguard]\nignore = ["COL001"]\n')
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (inner / "pyproject.toml").write_text("[tool.other]\nx = 1\n")
    projects = Projects()
    assert projects.of(inner / "x.py").settings.ignore == ("COL001",)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.lossguard]\n")
    assert projects.of(inner / "x.py").settings.ignore == ("COL001",)
    projects.forget()
    assert projects.of(inner / "x.py").settings == Settings()


def test_a_project_without_a_table_has_the_defaults(tmp_path: Path, write: Write) -> None:
    write("[tool.ruff]\n")
    assert Projects().of(tmp_path / "x.py").settings == Settings()


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("[tool.lossguard]\n\nselct = []\n", "3: unknown key `selct`; did you mean 'select'?"),
        ("[tool.lossguard]\nextend_select = []\n", "2: unknown key `extend_select`; did you mean 'extend-select'?"),
        ('x = 1\n[tool.lossguard]\nignore = "COL001"\n', "3: `ignore` must be a list of rules, not 'COL001'"),
        ("[tool.lossguard]\nignore = [\n  3,\n]", "2: `ignore` must be a list of rules, not 3"),
        (
            '[tool.lossguard]\nselect = [\n  "COL",\n  "frist-rule",\n]\n',
            "4: `select`: there is no rule 'frist-rule'; did you mean 'first-rule'?",
        ),
        (
            "[tool.lossguard]\npython = 3.11\n",
            "2: `python` must be the path of a Python interpreter or environment, not 3.11",
        ),
        (
            '[tool.lossguard.with]\ntrl = "new"\n',
            "2: 'new' is not a version of trl: write it in full, such as '1.2.3'",
        ),
        (
            "[tool.lossguard]\nwith = { trl = 0.24 }\n",
            '2: `with.trl` must be a version in quotes, such as "0.24.0", not 0.24',
        ),
        (
            '[tool.lossguard]\nwith = { tlr = "0.24" }\n',
            "2: no rule depends on the version of 'tlr'; did you mean 'trl'?",
        ),
        ("[tool.lossguard]\npreview = 1\n", "2: `preview` must be true or false, not 1"),
        (
            '[tool.lossguard.severity]\nCOL001 = "fatal"\n',
            "2: `severity.COL001` must be one of 'error', 'warning', 'info', not 'fatal'",
        ),
        (
            '[tool.lossguard.severity]\nfrist-rule = "info"\n',
            "2: `severity`: there is no rule 'frist-rule'; did you mean 'first-rule'?",
        ),
        (
            "[tool.lossguard]\nseverity = 1\n",
            '2: `severity` must be a table such as { COL001 = "warning" }, not 1',
        ),
        (
            '[tool.lossguard.per-file-ignores]\n"a.py" = []\n"!b.py" = ["COL"]\n',
            "3: `per-file-ignores`: the pattern '!b.py' matches no file",
        ),
        (
            '[tool.lossguard.per-file-ignores]\n"a.py" = "COL"\n',
            "1: `per-file-ignores.a.py` must be a list of rules, not 'COL'",
        ),
        ("[tool]\nlossguard = 3\n", "2: `tool.lossguard` must be a table, not 3"),
    ],
)
def test_a_mistake_is_reported_where_it_is(tmp_path: Path, write: Write, text: str, problem: str) -> None:
    write(text)
    assert problems(tmp_path) == [problem]


def test_broken_toml_is_reported_on_its_line(tmp_path: Path, write: Write) -> None:
    write('[tool.lossguard]\nselect = ["COL"\nx = 1\n')
    assert problems(tmp_path)[0].startswith("3: `pyproject.toml` is not valid TOML: ")


def test_the_other_keys_of_a_table_with_mistakes_count(tmp_path: Path, write: Write) -> None:
    write('[tool.lossguard]\nselect = ["nothing", "COL001"]\nignore = 3\npython = "py"\nwiht = 1\n')
    found = Projects().of(tmp_path / "x.py")
    assert (found.settings.select, found.settings.ignore, found.settings.python) == (("COL001",), (), "py")
    assert len(found.problems) == 3


def test_a_file_that_cannot_be_decoded_is_reported(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"[tool.lossguard]\n# \xff")
    assert problems(tmp_path)[0].startswith("1: `pyproject.toml` is not valid UTF-8")


def test_stronger_settings_replace_or_add() -> None:
    weak = Settings(select=("COL",), ignore=("COL001",), extend_select=("LBL",))
    assert weak.overridden(select=("TOK",), extend_select=("TPL",)) == Settings(
        select=("TOK",), ignore=("COL001",), extend_select=("LBL", "TPL")
    )
    assert weak.overridden(ignore=()).ignore == ()


def test_selection_knows_codes_names_and_categories() -> None:
    assert Settings().selects("COL001", "first-rule")
    assert not Settings(ignore=("COL",)).selects("COL001", "first-rule")
    assert not Settings(select=("LBL",)).selects("COL001", "first-rule")
    assert Settings(select=("LBL",), extend_select=("first-rule",)).selects("COL001", "first-rule")
    assert not Settings(select=("ALL",), ignore=("COL001",)).selects("COL001", "first-rule")


def test_a_rule_in_preview_runs_for_those_who_ask_for_it() -> None:
    assert not Settings().selects("COL001", "first-rule", preview=True)
    assert not Settings(select=("COL",)).selects("COL001", "first-rule", preview=True)
    assert Settings(preview=True).selects("COL001", "first-rule", preview=True)
    assert Settings(extend_select=("COL001",)).selects("COL001", "first-rule", preview=True)
    assert not Settings(preview=True, ignore=("COL",)).selects("COL001", "first-rule", preview=True)


def test_the_most_exact_word_decides_the_severity() -> None:
    settings = Settings(severity={"ALL": Severity.INFO, "COL": Severity.WARNING, "COL001": Severity.ERROR})
    assert settings.severity_of("COL001", "first-rule", Severity.INFO) is Severity.ERROR
    assert settings.severity_of("COL002", "other-rule", Severity.INFO) is Severity.WARNING
    assert settings.severity_of("LBL001", "third-rule", Severity.ERROR) is Severity.INFO
    assert Settings().severity_of("LBL001", "third-rule", Severity.ERROR) is Severity.ERROR


@pytest.mark.parametrize(
    ("pattern", "file", "meant"),
    [
        ("tests/", "tests/a/b.py", True),
        ("tests/", "a/tests/b.py", True),
        ("/tests/", "a/tests/b.py", False),
        ("*.ipynb", "a/b.ipynb", True),
        ("*.ipynb", "a/b.py", False),
        ("a/**/c.py", "a/b/d/c.py", True),
        ("*", "../elsewhere.py", False),
    ],
)
def test_rules_are_ignored_in_the_files_of_a_pattern(
    tmp_path: Path, write: Write, pattern: str, file: str, meant: bool
) -> None:
    write(f'[tool.lossguard]\nignore = ["LBL"]\n[tool.lossguard.per-file-ignores]\n"{pattern}" = ["COL"]\n')
    settings = Projects().of(tmp_path / "x.py").settings.for_file(tmp_path / file)
    assert settings.selects("COL001", "first-rule") != meant
    assert not settings.selects("LBL002", "second-rule")
