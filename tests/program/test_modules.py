"""Modules of the workspace that a script imports: what they make is known, and only where Python finds them."""

import os
from pathlib import Path

import pytest

from lossguard.check import Analysis, Report
from lossguard.program.modules import ParsedFiles, WorkspaceModules
from lossguard.rules.training_view import TrainingView
from lossguard.text.document import Document

HELPERS = """
from transformers import DataCollatorForSeq2Seq, DefaultDataCollator
NAME = "Qwen/Qwen2.5-0.5B"
COUNT = 0
def encode(tokenizer):
    return lambda row: tokenizer(row["text"])
def make(tokenizer):
    return DataCollatorForSeq2Seq(tokenizer)
def other(tokenizer):
    return DefaultDataCollator()
def count():
    global COUNT
    COUNT = "counted"
class Collator(DataCollatorForSeq2Seq):
    pass
class Labelled:
    def __call__(self, rows):
        return {"labels": rows}
if __name__ == "__main__":
    make = other
"""
SCRIPT = """
from datasets import load_dataset
from transformers import *
{imports}
tokenizer = AutoTokenizer.from_pretrained({name})
model = AutoModelForCausalLM.from_pretrained({name})
raw = load_dataset("json", data_files="a.jsonl", split="train")
data = raw.map({encode}, remove_columns=raw.column_names)
trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator={collator})
trainer.train()
"""
FOUND = ["seq2seq-collator-no-labels"]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "helpers.py").write_text(HELPERS)
    package = tmp_path / "pkg"
    package.mkdir()
    (package / "__init__.py").write_text("from .inner import *\nfrom . import inner\n")
    (package / "inner.py").write_text("from helpers import make, encode, NAME\n")
    return tmp_path


def analysis(script: Path, imports: str, prefix: str = "", **parts: str) -> Analysis:
    parts = {
        "name": f"{prefix}NAME",
        "encode": f"{prefix}encode(tokenizer)",
        "collator": f"{prefix}make(tokenizer)",
    } | parts
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text(SCRIPT.format(imports=imports, **parts))
    return Analysis(Document.script(str(script), script.read_text()))


def names(report: Report) -> list[str]:
    assert not report.broken
    return [finding.name for finding in report.findings]


def view(analysis: Analysis) -> TrainingView:
    analysis.refresh()
    (view,) = analysis.context().trainings
    return view


IMPORTS = {
    "names": ("from helpers import make, encode, NAME", ""),
    "a star": ("from helpers import *", ""),
    "a module": ("import helpers", "helpers."),
    "an alias": ("import helpers as h", "h."),
    "a package": ("from pkg import make, encode, NAME", ""),
    "a module of a package": ("from pkg.inner import make, encode, NAME", ""),
    "a module of a package by its path": ("import pkg.inner", "pkg.inner."),
    "a module as a name": ("from pkg import inner", "inner."),
    "the script's own package": ("from .helpers import make, encode, NAME", ""),
    "inside a function": ("def load():\n    from helpers import make, encode, NAME\n    return make, encode, NAME\n"
                          "make, encode, NAME = load()", ""),
    "an attempt": ("try:\n    from helpers import make, encode, NAME\nexcept ImportError:\n    raise", ""),
}  # fmt: skip


@pytest.mark.parametrize(("imports", "prefix"), IMPORTS.values(), ids=IMPORTS)
def test_functions_and_constants_of_a_module_are_followed(project: Path, imports: str, prefix: str) -> None:
    assert names(analysis(project / "train.py", imports, prefix).refresh()) == FOUND


@pytest.mark.parametrize("folder", ["scripts", "scripts/deep", "src"])
def test_the_root_of_the_project_is_found_from_a_folder_in_it(project: Path, folder: str) -> None:
    assert names(analysis(project / folder / "train.py", "from helpers import *").refresh()) == FOUND


def test_a_module_below_src_is_found(project: Path) -> None:
    (project / "src").mkdir()
    (project / "helpers.py").rename(project / "src" / "helpers.py")
    assert names(analysis(project / "scripts" / "train.py", "from helpers import *").refresh()) == FOUND


def test_a_class_of_a_module_is_known(project: Path) -> None:
    imports = "from helpers import *"
    assert names(analysis(project / "train.py", imports, collator="Collator(tokenizer)").refresh()) == FOUND
    assert names(analysis(project / "train.py", imports, collator="Labelled()").refresh()) == []


def test_a_collator_of_a_module_is_run(project: Path) -> None:
    training = view(analysis(project / "train.py", "from helpers import *", collator="Labelled()"))
    assert training.batch is not None
    assert list(training.batch.fields) == ["labels"]


def test_what_is_bound_global_in_a_module_is_its_own(project: Path) -> None:
    imports = "from helpers import *\nimport helpers\nCOUNT = 1\ncount()"
    name = "NAME if COUNT == 1 and helpers.COUNT == 'counted' else None"
    assert view(analysis(project / "train.py", imports, name=name)).checkpoint == "Qwen/Qwen2.5-0.5B"


def test_findings_in_a_module_are_no_findings_of_the_script(project: Path) -> None:
    loss = """# pip install transformers==5.23.0
from transformers import Trainer
class Mine(Trainer):
    def compute_loss(self, model, inputs):
        pass
Mine().train()
"""
    (project / "losses.py").write_text(loss)
    code = "from losses import Mine\nMine().train()\n"
    (project / "train.py").write_text(code)
    assert names(Analysis(Document.script(str(project / "train.py"), code)).refresh()) == []


def test_places_in_a_module_are_related_and_its_text_is_not_edited(project: Path) -> None:
    report = analysis(project / "train.py", "from helpers import *").refresh()
    (finding,) = report.findings
    files = {related.place.part.key for related in finding.related}
    assert str(project / "helpers.py") in files
    assert all(edit.part.key == str(project / "train.py") for fix in finding.fixes for edit in fix.build())


def test_a_module_that_changes_is_read_again(project: Path) -> None:
    standing = analysis(project / "train.py", "from helpers import *")
    assert names(standing.refresh()) == FOUND
    helpers = project / "helpers.py"
    helpers.write_text(HELPERS.replace("return DataCollatorForSeq2Seq(tokenizer)", "return Labelled()"))
    assert names(standing.refresh()) == []
    helpers.unlink()
    assert names(standing.refresh()) == []
    helpers.write_text(HELPERS)
    assert names(standing.refresh()) == FOUND


def test_a_module_is_parsed_once(project: Path) -> None:
    modules = WorkspaceModules(str(project / "train.py"))
    (project / "train.py").write_text("")
    one = modules.find("helpers", 0, None)
    assert one is not None
    modules.forget()
    other = modules.find("helpers", 0, None)
    assert other is not None
    assert other.statements is one.statements
    os.utime(project / "helpers.py", ns=(1, 1))
    assert modules.changed()


def test_modules_that_are_imported_no_more_take_no_room(project: Path) -> None:
    modules = WorkspaceModules(str(project / "train.py"))
    (project / "train.py").write_text("")
    for count in range(50):
        modules.forget()
        (project / f"module_{count}.py").write_text("x = 1\n")
        assert modules.find(f"module_{count}", 0, None) is not None


def test_a_module_that_several_scripts_import_is_parsed_once(project: Path) -> None:
    files = ParsedFiles()
    found = []
    for name in ("train.py", "evaluate.py"):
        (project / name).write_text("")
        found.append(WorkspaceModules(str(project / name), parsed=files).find("helpers", 0, None))
    one, other = found
    assert one is not None
    assert other is not None
    assert other.statements is one.statements
    os.utime(project / "helpers.py", ns=(1, 1))
    anew = WorkspaceModules(str(project / "train.py"), parsed=files).find("helpers", 0, None)
    assert anew is not None
    assert anew.statements is not one.statements


UNKNOWN = {
    "it does not parse": "def make(:\n",
    "it has no such name": "NAME = 'Qwen/Qwen2.5-0.5B'\n",
    "it is very large": HELPERS + "#" * 300_000,
    "it raises": HELPERS + "raise RuntimeError\n",
    "it executes something": HELPERS + "exec(open('x').read())\n",
}


@pytest.mark.parametrize("text", UNKNOWN.values(), ids=UNKNOWN)
def test_a_module_that_is_not_understood_silences(project: Path, text: str) -> None:
    (project / "helpers.py").write_text(text)
    assert names(analysis(project / "train.py", "from helpers import make, encode, NAME").refresh()) == []


@pytest.mark.parametrize(
    ("imports", "found"),
    [("from .. import helpers", FOUND), ("from ... import helpers", []), ("from . import helpers", [])],
)
def test_relative_imports_may_lead_to_the_working_folder_and_out_of_it(
    project: Path, monkeypatch: pytest.MonkeyPatch, imports: str, found: list[str]
) -> None:
    monkeypatch.chdir(project)
    (project / "scripts").mkdir()
    script = Path("scripts/train.py")
    assert names(analysis(script, imports, prefix="helpers.").refresh()) == found


def test_relative_imports_count_from_the_file_in_which_they_are_written(project: Path) -> None:
    (project / "pkg" / "late.py").write_text(
        "def make(tokenizer):\n    from .inner import make\n    return make(tokenizer)\n"
    )
    script = analysis(
        project / "train.py", "from helpers import *\nfrom pkg import late", collator="late.make(tokenizer)"
    )
    assert names(script.refresh()) == FOUND


def test_a_module_with_newer_syntax_is_followed(project: Path) -> None:
    (project / "helpers.py").write_text(HELPERS + "TEMPLATE = t'{NAME}'\n")  # of Python 3.14
    assert names(analysis(project / "train.py", "from helpers import *").refresh()) == FOUND


def test_modules_that_import_each_other_end(project: Path) -> None:
    (project / "helpers.py").write_text("import pkg\n" + HELPERS + "from pkg import inner\n")
    assert names(analysis(project / "train.py", "from pkg.inner import make, encode, NAME").refresh()) == FOUND


def test_a_library_is_no_module_of_the_workspace(project: Path) -> None:
    (project / "transformers.py").write_text("Trainer = None\n")
    assert names(analysis(project / "scripts" / "train.py", "from helpers import *").refresh()) == FOUND


@pytest.mark.parametrize("module", ["helpers", ".helpers"])
def test_a_text_that_lies_nowhere_imports_nothing(project: Path, module: str) -> None:
    parts = {"name": "NAME", "encode": "encode(tokenizer)", "collator": "make(tokenizer)"}
    code = SCRIPT.format(imports=f"from {module} import *", **parts)
    assert names(Analysis(Document.script(str(project / "not saved.py"), code)).refresh()) == []
