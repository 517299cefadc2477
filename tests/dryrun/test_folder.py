"""In which folder a script runs when nobody says."""

from pathlib import Path

import pytest

from lossguard.dryrun.folder import likely_folder
from lossguard.text.document import Document, Kind, Part

BOTH = "load('shared.json')"


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    for name in ("data/rows.json", "shared.json", "scripts/model/config.json", "scripts/shared.json"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("{}")
    return tmp_path


@pytest.mark.parametrize(
    ("text", "folder"),
    [
        ("model = load('model')", "scripts"),
        ('rows = load("../data/rows.json")', "scripts"),
        ("rows = load('data/rows.json')", ""),
        ("rows = load('data/rows.json', 'model')", ""),
        (BOTH, ""),
        ("name = 'Qwen/Qwen2.5-0.5B'", ""),
        ("x = '.'; y = '/'; z = '\\0'; w = '" + "a" * 300 + "'", ""),
    ],
)
def test_it_is_where_what_the_script_names_lies(workspace: Path, text: str, folder: str) -> None:
    document = Document.script("train.py", text)
    assert likely_folder(document, workspace / "scripts" / "train.py", [workspace]) == workspace / folder


def test_the_innermost_folder_of_the_workspace_counts(workspace: Path) -> None:
    document = Document.script("train.py", BOTH)
    path = workspace / "scripts" / "deep" / "train.py"
    assert likely_folder(document, path, [workspace, workspace / "scripts"]) == workspace / "scripts"
    assert likely_folder(document, path, [workspace / "data"]) == path.parent


def test_a_notebook_runs_in_its_own(workspace: Path) -> None:
    notebook = Document("train.ipynb", Kind.NOTEBOOK, [Part("1", "load('data/rows.json')", 1)])
    assert likely_folder(notebook, workspace / "scripts" / "train.ipynb", [workspace]) == workspace / "scripts"
