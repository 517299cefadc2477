"""The hand-written documents say what is so: links lead somewhere, output is real, settings and options exist."""

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from lossguard.cli.main import main
from lossguard.settings.table import NAMES, read_table
from lossguard.text.toml import load_toml

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "docs" / "editors").glob("*.md")),
    ROOT / "examples" / "README.md",
]
README = (ROOT / "README.md").read_text(encoding="utf-8")
SETTINGS = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def blocks(text: str, language: str) -> list[str]:
    return [body for found, body in _BLOCK.findall(text) if found == language]


def package() -> dict[str, Any]:
    return dict(json.loads((ROOT / "package.json").read_text(encoding="utf-8")))


def project() -> dict[str, Any]:
    return load_toml((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def slug(heading: str) -> str:
    """The anchor that GitHub makes of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(document: Path) -> None:
    text = _BLOCK.sub("", document.read_text(encoding="utf-8"))
    for target in re.findall(r"\]\(([^)\s]+)\)", text):
        if target.startswith(("https:", "mailto:")):
            continue
        path, _, anchor = target.partition("#")
        file = document.parent / path if path else document
        assert file.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", file.read_text(encoding="utf-8"), re.MULTILINE)
            assert anchor in map(slug, headings), target


def shown() -> Iterator[tuple[str, str]]:
    """Commands that the documents show, with their output."""
    for document in DOCUMENTS:
        for block in blocks(document.read_text(encoding="utf-8"), "console"):
            command, _, output = block.partition("\n")
            yield command.removeprefix("$ "), output


@pytest.mark.parametrize(("command", "output"), list(shown()))
def test_what_is_shown_of_the_terminal_is_what_it_says(
    command: str, output: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.chdir(ROOT)
    program, *arguments = shlex.split(command)
    assert program == "lossguard"
    capfd.readouterr()
    main(arguments)
    assert capfd.readouterr().out == output


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_option_that_is_named_exists(document: Path, capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    for command in ("check", "rule", "versions", "server"):
        with pytest.raises(SystemExit):
            main([command, "--help"])
    known = set(re.findall(r"--[a-z][\w-]*", capfd.readouterr().out))
    for line in re.findall(r"lossguard (?:check|rule|versions|server)[^`\n#]*", document.read_text(encoding="utf-8")):
        assert set(re.findall(r"--[a-z][\w-]*", line)) <= known, line


def test_all_options_of_a_check_are_described(capfd: pytest.CaptureFixture[str]) -> None:
    capfd.readouterr()
    with pytest.raises(SystemExit):
        main(["check", "--help"])
    options = set(re.findall(r"--[a-z][\w-]*", capfd.readouterr().out)) - {"--help"}
    assert options <= set(re.findall(r"--[a-z][\w-]*", SETTINGS))


def test_the_comment_that_the_readme_shows_silences(tmp_path: Path) -> None:
    (comment,) = re.findall(r"# lossguard: ignore\[.*", README)
    text = (ROOT / "examples" / "unsloth_sft.py").read_text(encoding="utf-8")
    script = tmp_path / "train.py"
    script.write_text(re.sub(r"(data_collator=.*)", rf"\1  {comment}", text), encoding="utf-8")
    assert main(["check", str(script)]) == 0


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_make_target_that_is_named_exists(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    text = document.read_text(encoding="utf-8")
    named = {*re.findall(r"`make ([a-z-]+)", text), *re.findall(r"^make ([a-z-]+)", text, re.MULTILINE)}
    assert named <= targets


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_every_table_of_settings_that_is_shown_is_valid(document: Path) -> None:
    for block in blocks(document.read_text(encoding="utf-8"), "toml"):
        table = load_toml(block)["tool"]["lossguard"]
        assert read_table(table, ROOT)[1] == ()


def test_all_settings_are_described() -> None:
    shown = {key for block in blocks(SETTINGS, "toml") for key in load_toml(block)["tool"]["lossguard"]}
    assert set(NAMES) <= shown
    for key, setting in package()["contributes"]["configuration"]["properties"].items():
        row = next(line for line in SETTINGS.splitlines() if line.startswith(f"| `{key}`"))
        assert f"| `{json.dumps(setting['default'])}` |" in row


def test_contributing_says_why_each_dependency_is_there() -> None:
    table = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Why each dependency is there")[2]
    found = project()
    requirements = [
        *found["project"]["dependencies"],
        *(entry for extra in found["project"]["optional-dependencies"].values() for entry in extra),
        *found["build-system"]["requires"],
    ]
    names = [re.split(r"[^\w.-]", requirement)[0] for requirement in requirements]
    first_columns = "\n".join(row.split("|")[1] for row in table.splitlines() if row.startswith("|"))
    assert [name for name in [*names, *package()["devDependencies"]] if not names_it(first_columns, name)] == []


def names_it(text: str, name: str) -> bool:
    return re.search(rf"(?<![\w/@.-]){re.escape(name)}(?![\w/.-])", text) is not None


def test_contributing_names_every_part_of_the_house() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    server, tests = ROOT / "server" / "lossguard", ROOT / "tests"
    parts = [path.name for folder in (server, tests) for path in folder.iterdir() if _is_part(path)]
    assert [part for part in parts if not re.search(rf"[`/]{part}[`/]", text)] == []


def _is_part(path: Path) -> bool:
    return path.is_dir() and path.name != "__pycache__" and any(path.rglob("*.py"))


def test_the_changelog_begins_with_the_present_version() -> None:
    version = project()["project"]["version"]
    assert package()["version"] == version
    assert (
        re.search(r"^## \[?([\w.]+)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)[1] == version
    )
