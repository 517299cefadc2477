"""The examples are what the README shows: one error each, and a first fix that cures it."""

import ast
import json
import shutil
from collections.abc import Callable, Iterator
from difflib import ndiff
from pathlib import Path
from typing import Any

import pytest

from lossguard.cli.main import main
from lossguard.text.decode import Decoded, decode
from lossguard.text.notebook import Notebook, read_notebook

EXAMPLES = Path(__file__).parents[2] / "examples"
SCRIPTS = ("plain_trainer.py", "unsloth_sft.py")
NOTEBOOK = "unsloth_sft.ipynb"
NAMES = (*SCRIPTS, NOTEBOOK)
FIRST_FIX = {
    "plain_trainer.py": "Use `DataCollatorForLanguageModeling` instead",
    "unsloth_sft.py": "Train on responses only: mask by `train_on_responses_only` with the markers of `llama-3.2`",
    NOTEBOOK: "Train on responses only: mask by `train_on_responses_only` with the markers of `llama-3.2`",
}
MASKING = """\
trainer = train_on_responses_only(
    trainer,
    instruction_part="<|start_header_id|>user<|end_header_id|>\\n\\n",
    response_part="<|start_header_id|>assistant<|end_header_id|>\\n\\n",
)
"""

Findings = Callable[[Path], list[dict[str, Any]]]
Fixed = Callable[[str], Path]


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """The versions of whoever runs the tests must not matter."""
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(variable, raising=False)


@pytest.fixture
def findings(capfd: pytest.CaptureFixture[str]) -> Findings:
    def findings(path: Path) -> list[dict[str, Any]]:
        capfd.readouterr()
        main(["check", "--output-format", "json", "--exit-zero", str(path)])
        return list(json.loads(capfd.readouterr().out))

    return findings


@pytest.fixture
def fixed(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> Fixed:
    """A copy of an example after ``lossguard check --fix --unsafe-fixes``."""

    def fixed(name: str) -> Path:
        path = tmp_path / name
        shutil.copy(EXAMPLES / name, path)
        assert main(["check", "--fix", "--unsafe-fixes", str(path)]) == 0
        capfd.readouterr()
        return path

    return fixed


def cells(path: Path) -> list[dict[str, Any]]:
    return list(json.loads(path.read_text(encoding="utf-8"))["cells"])


def source(cell: dict[str, Any]) -> str:
    return "".join(cell["source"])


def whole_text(path: Path) -> str:
    return "\n".join(map(source, cells(path))) if path.suffix == ".ipynb" else path.read_text(encoding="utf-8")


def changes(before: str, after: str) -> tuple[list[str], list[str]]:
    """The lines that are gone and those that are new."""
    lines = list(ndiff(before.splitlines(), after.splitlines()))
    gone = [line[2:] for line in lines if line.startswith("- ")]
    return gone, [line[2:] for line in lines if line.startswith("+ ")]


def line_of(path: Path, place: dict[str, Any]) -> str:
    text = source(cells(path)[place["cell"] - 1]) if place["cell"] else path.read_text(encoding="utf-8")
    return text.splitlines()[place["location"]["row"] - 1]


def test_every_example_is_tested() -> None:
    assert {path.name for path in EXAMPLES.iterdir() if path.suffix in (".py", ".ipynb")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_exactly_the_one_error_of_the_readme(name: str, findings: Findings) -> None:
    found = findings(EXAMPLES / name)
    assert [(item["name"], item["severity"]) for item in found] == [("seq2seq-collator-no-labels", "error")]


@pytest.mark.parametrize("name", NAMES)
def test_the_error_is_at_the_collator_and_explained_by_the_map(name: str, findings: Findings) -> None:
    (finding,) = findings(EXAMPLES / name)
    assert line_of(EXAMPLES / name, finding).strip().startswith("data_collator=")
    assert any(".map(" in line_of(EXAMPLES / name, related) for related in finding["related"])


@pytest.mark.parametrize("name", NAMES)
def test_the_first_fix_is_the_one_that_fits(name: str, findings: Findings) -> None:
    (finding,) = findings(EXAMPLES / name)
    assert finding["fix"]["message"] == FIRST_FIX[name]
    assert finding["fix"]["applicability"] == "unsafe"


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_found_and_nothing_more_changes_once_it_is_fixed(
    name: str, fixed: Fixed, findings: Findings
) -> None:
    path = fixed(name)
    assert findings(path) == []
    before = path.read_bytes()
    assert main(["check", "--fix", "--unsafe-fixes", str(path)]) == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_fixed_script_is_valid_python(name: str, fixed: Fixed) -> None:
    ast.parse(fixed(name).read_text(encoding="utf-8"))


def test_the_plain_script_gets_another_collator_and_nothing_else(fixed: Fixed) -> None:
    gone, new = changes(whole_text(EXAMPLES / "plain_trainer.py"), whole_text(fixed("plain_trainer.py")))
    assert gone == ["    DataCollatorForSeq2Seq,", "    collator = DataCollatorForSeq2Seq(tokenizer, model=model)"]
    assert new == [
        "    DataCollatorForLanguageModeling,",
        "    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)",
    ]


@pytest.mark.parametrize("name", ["unsloth_sft.py", NOTEBOOK])
def test_an_unsloth_example_is_masked_by_the_markers_of_its_model_and_loses_nothing(name: str, fixed: Fixed) -> None:
    gone, new = changes(whole_text(EXAMPLES / name), whole_text(fixed(name)))
    assert gone == []
    assert sorted(new) == sorted(["from unsloth.chat_templates import train_on_responses_only", *MASKING.splitlines()])


@pytest.mark.parametrize("name", ["unsloth_sft.py", NOTEBOOK])
def test_an_unsloth_example_is_masked_between_the_trainer_and_the_training(name: str, fixed: Fixed) -> None:
    text = whole_text(fixed(name))
    assert text.index("trainer = Trainer(") < text.index(MASKING.rstrip("\n")) < text.index("trainer.train()")


def test_the_fixed_notebook_is_valid_and_differs_in_two_cells_only(fixed: Fixed) -> None:
    path = fixed(NOTEBOOK)
    decoded = decode(path.read_bytes())
    assert isinstance(decoded, Decoded)
    assert isinstance(read_notebook(str(path), decoded.text), Notebook)
    assert list(faults(path)) == []
    pairs = list(zip(cells(EXAMPLES / NOTEBOOK), cells(path), strict=True))
    assert [number for number, (before, after) in enumerate(pairs, 1) if before != after] == [3, 11]
    assert all({**before, "source": []} == {**after, "source": []} for before, after in pairs)


@pytest.mark.parametrize("fix", [False, True])
def test_the_notebook_is_written_as_jupyter_writes_it(fix: bool, fixed: Fixed) -> None:
    path = fixed(NOTEBOOK) if fix else EXAMPLES / NOTEBOOK
    text = path.read_text(encoding="utf-8")
    assert text == json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n"


def test_the_notebook_is_a_real_one() -> None:
    found, text = cells(EXAMPLES / NOTEBOOK), whole_text(EXAMPLES / NOTEBOOK)
    assert list(faults(EXAMPLES / NOTEBOOK)) == []
    assert {cell["cell_type"] for cell in found} == {"markdown", "code"}
    assert all(magic in text for magic in ("%%capture\n", "%pip install", "\n!nvidia-smi", "%time "))
    assert next(number for number, cell in enumerate(found) if "Trainer(" in source(cell)) > len(found) // 2


def faults(path: Path) -> Iterator[str]:
    """Where a notebook breaks nbformat 4.5."""
    notebook = json.loads(path.read_text(encoding="utf-8"))
    if (notebook["nbformat"], notebook["nbformat_minor"]) != (4, 5) or not isinstance(notebook["metadata"], dict):
        yield "it is not of nbformat 4.5"
    identities = [cell["id"] for cell in notebook["cells"]]
    if len(set(identities)) != len(identities) or not all(identities):
        yield "cells need ids of their own"
    for number, cell in enumerate(notebook["cells"], 1):
        needed = {"cell_type", "id", "metadata", "source"}
        if cell["cell_type"] == "code":
            needed |= {"execution_count", "outputs"}
        if set(cell) != needed:
            yield f"cell {number} has the keys {sorted(cell)}"
        lines = cell["source"]
        if not isinstance(lines, list) or not all(line.endswith("\n") for line in lines[:-1]):
            yield f"cell {number}: all lines of the source but the last end in a line feed"


@pytest.mark.parametrize("name", SCRIPTS)
def test_a_script_fits_on_a_screen_or_two(name: str) -> None:
    assert 40 <= len((EXAMPLES / name).read_text(encoding="utf-8").splitlines()) <= 70


@pytest.mark.parametrize("name", NAMES)
def test_the_data_is_there_and_has_the_columns_that_are_read(name: str) -> None:
    text = whole_text(EXAMPLES / name)
    data = EXAMPLES / text.partition('data_files="')[2].partition('"')[0]
    rows = [json.loads(line) for line in data.read_text(encoding="utf-8").splitlines()]
    columns = {column for column in ("text", "question", "answer") if f'["{column}"]' in text}
    assert rows
    assert all(set(row) == columns and all(row.values()) for row in rows)
