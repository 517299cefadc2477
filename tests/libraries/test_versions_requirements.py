"""Files of requirements that cells install are read as they lie beside the notebook; unseen, they leave all open."""

from pathlib import Path

import pytest

from lossguard.check import Analysis
from lossguard.libraries.pins import pinned
from lossguard.libraries.resolution import resolve
from lossguard.libraries.versions import Resolved, Versions
from lossguard.text.document import Document, Kind, Part


def notebook(folder: Path, *cells: str) -> Document:
    path = folder / "n.ipynb"
    path.write_text("{}")
    parts = [Part(f"n:{number}", text, cell=number) for number, text in enumerate(cells, 1)]
    return Document(str(path), Kind.NOTEBOOK, parts)


def pins(folder: Path, *cells: str) -> dict[str, str]:
    return {name: found.version for name, found in pinned(notebook(folder, *cells)).resolved.items()}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "needs.txt").write_text("# pinned\ntrl==0.24.0\ntransformers>=4.56\npeft\n-r more/base.txt\n")
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "base.txt").write_text("accelerate == 1.10.0 ; python_version >= '3.99'\n-r data.txt\n")
    (tmp_path / "more" / "data.txt").write_text("datasets==4.3.0\n")
    (tmp_path / "limits.txt").write_text("trl==0.24.0\ntransformers<5\naccelerate==1.10.0\n")
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "%pip install -r needs.txt",
        "!pip install -q --requirement=needs.txt",
        "!pip install -rneeds.txt",
        "!uv pip install -r ./needs.txt",
        "pip install -r needs.txt",
        "!pip install torch -r needs.txt && echo done",
    ],
)
def test_a_file_of_requirements_counts_as_if_they_were_named(line: str, folder: Path) -> None:
    assert pins(folder, line) == {"trl": "0.24.0", "datasets": "4.3.0"}


def test_the_line_of_the_file_is_the_source(folder: Path) -> None:
    origin = pinned(notebook(folder, "!pip install -r needs.txt")).resolved["trl"].origin
    assert origin is not None
    assert (str(origin), origin.path) == ("needs.txt, line 2", str(folder / "needs.txt"))


def test_a_later_cell_wins_over_a_file_and_a_file_over_an_earlier_cell(folder: Path) -> None:
    assert pins(folder, "!pip install trl==0.20.0", "!pip install -r needs.txt")["trl"] == "0.24.0"
    assert pins(folder, "!pip install -r needs.txt", "!pip install trl==0.20.0")["trl"] == "0.20.0"


def test_a_constraint_fixes_what_is_named(folder: Path) -> None:
    assert pins(folder, "!pip install trl -c limits.txt") == {"trl": "0.24.0"}
    assert pins(folder, "!pip install 'trl>=0.20' --constraint=limits.txt") == {"trl": "0.24.0"}


def test_a_constraint_bounds_what_is_named(folder: Path) -> None:
    wanted = pinned(notebook(folder, "!pip install 'transformers>=4.56' -c limits.txt")).wants("transformers")
    assert wanted is not None
    assert [version for version in ("4.50.0", "4.57.0", "5.0.0") if wanted.admits(version)] == ["4.57.0"]


def test_a_constraint_leaves_open_what_is_not_named(folder: Path) -> None:
    assert pins(folder, "!pip install accelerate==1.0.0", "!pip install trl -c limits.txt") == {"trl": "0.24.0"}


def test_a_file_that_a_cell_writes_is_read_there(folder: Path) -> None:
    cells = ("%%writefile own.txt\ntrl==0.25.0\n", "!pip install -r own.txt")
    assert pins(folder, *cells) == {"trl": "0.25.0"}


@pytest.mark.parametrize(
    "cells",
    [
        ("!pip install -r missing.txt",),
        ("!pip install -r https://example.org/needs.txt",),
        ("!pip install -c missing.txt peft",),
        ("%cd repository", "!pip install -r needs.txt"),
        ("!cd repository && pip install -r needs.txt",),
        ("import os\nos.chdir('repository')", "!pip install -r needs.txt"),
        ("if COLAB:\n    !pip install -r needs.txt",),
        ("!false || pip install -r needs.txt",),
        ("!pip install -U -r limits.txt\n!pip uninstall -y -r limits.txt",),
    ],
)
def test_a_file_that_is_not_seen_or_may_not_be_installed_leaves_versions_open(
    cells: tuple[str, ...], folder: Path
) -> None:
    document = notebook(folder, "!pip install trl==0.20.0", *cells)
    installed = Versions({"trl": Resolved("0.20.0", "the environment")})
    assert resolve(document, Versions(), installed).get("trl") is None


def test_a_file_that_includes_one_that_is_not_there_is_not_seen(folder: Path) -> None:
    (folder / "more" / "base.txt").unlink()
    assert pins(folder, "!pip install -r needs.txt") == {}


def test_a_text_that_lies_nowhere_has_no_files_beside_it(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    parts = [Part("untitled:1", "!pip install -r needs.txt", cell=1)]
    assert pinned(Document("untitled:n", Kind.NOTEBOOK, parts)).resolved == {}


def test_a_check_follows_the_file(folder: Path) -> None:
    analysis = Analysis(notebook(folder, "!pip install -r needs.txt\nimport trl"))
    found = analysis.refresh().versions.get("trl")
    assert found is not None
    assert found.version == "0.24.0"
    assert folder / "needs.txt" in analysis.looked_for
    assert folder / "more" / "base.txt" in analysis.looked_for
    (folder / "needs.txt").write_text("trl==0.21.0  # older\n")
    found = analysis.refresh().versions.get("trl")
    assert found is not None
    assert found.version == "0.21.0"
