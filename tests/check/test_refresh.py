"""The standing analysis of a document: what it says after each edit."""

from itertools import permutations

import pytest

import lossguard.check as check
from lossguard.check import Analysis, Assumptions, Report
from lossguard.findings.finding import Finding
from lossguard.libraries.versions import Resolved, Versions
from lossguard.rules.context import Context
from lossguard.text.document import Document, Kind, Part

SEED = "seq2seq-collator-no-labels"
IMPORTS = """\
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments
"""
LOAD = """\
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="a.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)
"""
BUILD = """\
collator = DataCollatorForSeq2Seq(tokenizer)
args = TrainingArguments("out")
trainer = Trainer(model=model, args=args, train_dataset=data, data_collator=collator)
"""
TRAIN = "trainer.train()\n"
SCRIPT = IMPORTS + LOAD + BUILD + TRAIN


def notebook(*cells: str) -> Document:
    return Document("a.ipynb", Kind.NOTEBOOK, [Part(f"c{n}", text, n + 1) for n, text in enumerate(cells)])


def names(report: Report) -> list[str]:
    return [finding.name for finding in report.findings]


def sources(report: Report) -> list[str]:
    return [finding.place.source for finding in report.findings]


def versions(**pins: str) -> Versions:
    return Versions({name: Resolved(version, "test") for name, version in pins.items()})


# A script


def test_a_script_is_found_wrong() -> None:
    assert names(Analysis(Document.script("a.py", SCRIPT)).refresh()) == [SEED]


def test_nothing_changes_where_nothing_was_edited() -> None:
    analysis = Analysis(Document.script("a.py", SCRIPT))
    assert analysis.refresh().findings == analysis.refresh().findings


def test_an_edit_that_cures_it_silences() -> None:
    document = Document.script("a.py", SCRIPT)
    analysis = Analysis(document)
    analysis.refresh()
    document.parts[0].text = SCRIPT.replace("DataCollatorForSeq2Seq(tokenizer)", "lambda rows: rows")
    assert names(analysis.refresh()) == []


def test_findings_move_with_their_text() -> None:
    document = Document.script("a.py", SCRIPT)
    analysis = Analysis(document)
    before = sources(analysis.refresh())
    document.parts[0].text = "# one more line\n\n" + SCRIPT
    assert sources(analysis.refresh()) == before


def test_while_the_text_is_broken_findings_stay_at_their_moved_places_without_fixes() -> None:
    document = Document.script("a.py", SCRIPT)
    analysis = Analysis(document)
    before = sources(analysis.refresh())
    document.parts[0].text = "x = (\n" + SCRIPT
    report = analysis.refresh()
    assert list(report.broken) == document.parts
    assert sources(report) == before
    assert [finding.fixes for finding in report.findings] == [()]


def test_a_finding_that_the_broken_edit_touches_is_dropped() -> None:
    document = Document.script("a.py", SCRIPT)
    analysis = Analysis(document)
    (finding,) = analysis.refresh().findings
    start, _ = finding.place.span
    document.parts[0].text = SCRIPT[: start + 1] + "(" + SCRIPT[start + 1 :]
    report = analysis.refresh()
    assert report.broken
    assert names(report) == []


def test_what_comes_back_is_found_again_with_its_fixes() -> None:
    document = Document.script("a.py", SCRIPT)
    analysis = Analysis(document)
    before = analysis.refresh()
    document.parts[0].text = SCRIPT + "x = ("
    analysis.refresh()
    document.parts[0].text = SCRIPT
    report = analysis.refresh()
    assert names(report) == names(before)
    assert report.findings[0].fixes
    assert not report.broken


BROKEN = {
    "a call that is being typed": ("x = f(\n", [SEED]),
    "a bracket too many": ("f(1))\n", [SEED]),
    "a text that is not closed": ("x = 'abc\n", [SEED]),
    "a head without a body": ("if x:\n", [SEED]),
    "a function that is being typed": ("def f(a,\n", [SEED]),
    "lines that were pasted": ("x = 1\n  y = 2\n    z = 3)\n", [SEED]),
    "it may bind the collator": ("collator = (\n", []),
    "it may label the data": ("data = data.map(\n", []),
    "it may hand on the trainer": ("watch(trainer.\n", []),
    "it may do anything": ("exec(\n", []),
}


@pytest.mark.parametrize(("lines", "expected"), BROKEN.values(), ids=BROKEN)
def test_lines_that_do_not_parse_are_only_what_they_may_bind_and_change(lines: str, expected: list[str]) -> None:
    code = IMPORTS + LOAD + BUILD + lines + TRAIN
    report = Analysis(Document.script("a.py", code)).refresh()
    assert report.broken
    assert names(report) == expected
    assert not any(finding.fixes for finding in report.findings)
    document = Document.script("a.py", SCRIPT)
    analysis = Analysis(document)
    analysis.refresh()
    document.parts[0].text = code
    assert names(analysis.refresh()) == expected
    document.parts[0].text = SCRIPT
    assert names(analysis.refresh()) == [SEED]


def test_while_lines_do_not_parse_edits_elsewhere_count() -> None:
    document = Document.script("a.py", IMPORTS + LOAD + BUILD + "x = f(\n" + TRAIN)
    analysis = Analysis(document)
    assert names(analysis.refresh()) == [SEED]
    document.parts[0].text = document.parts[0].text.replace("DataCollatorForSeq2Seq(tokenizer)", "lambda rows: rows")
    assert names(analysis.refresh()) == []
    document.parts[0].text = document.parts[0].text.replace("lambda rows: rows", "DataCollatorForSeq2Seq(tokenizer)")
    report = analysis.refresh()
    assert names(report) == [SEED]
    assert list(report.broken.values()) == ["line 11 is not valid Python"]


def test_a_function_of_which_a_line_does_not_parse_is_not_known() -> None:
    collate = "def collate(rows):\n    batch = stack(rows)\n    batch[\n    return batch\n"
    train = "Trainer(model=model, args=args, train_dataset=data, data_collator=collate).train()\n"
    code = IMPORTS + LOAD + "args = TrainingArguments('out')\n"
    whole = Analysis(Document.script("a.py", code + collate.replace("    batch[\n", "") + train)).refresh()
    torn = Analysis(Document.script("a.py", code + collate + train)).refresh()
    assert torn.broken
    assert names(torn) == []
    assert not whole.broken


def test_a_loop_of_which_a_line_does_not_parse_is_not_judged() -> None:
    loop = """\
import torch
from transformers import AutoModelForCausalLM

model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.AdamW(model.parameters())
for batch in torch.load("batches.pt"):
    loss = model(**batch).loss
    loss.backward()
    optimizer.step()
"""
    assert names(Analysis(Document.script("a.py", loop)).refresh()) == ["raw-missing-zero-grad"]
    torn = Analysis(Document.script("a.py", loop + "    optimizer.zero_\n    f(\n")).refresh()
    assert torn.broken
    assert names(torn) == []


def test_two_trainers_are_two_findings() -> None:
    second = BUILD.replace("trainer", "other").replace("collator =", "second =").replace("=collator", "=second")
    code = IMPORTS + LOAD + BUILD + second + "trainer.train()\nother.train()\n"
    assert names(Analysis(Document.script("a.py", code)).refresh()) == [SEED, SEED]


def test_a_good_trainer_does_not_excuse_a_bad_one() -> None:
    good = "good = Trainer(model=model, args=args, train_dataset=raw)\ngood.train()\n"
    assert names(Analysis(Document.script("a.py", SCRIPT + good)).refresh()) == [SEED]


def test_it_always_says_the_same() -> None:
    reports = [Analysis(Document.script("a.py", SCRIPT)).refresh() for _ in range(3)]
    shown = [[(f.name, f.place.span, f.message.text(), f.assumed) for f in report.findings] for report in reports]
    assert shown[0] == shown[1] == shown[2]


def test_a_fault_of_a_rule_is_raised(monkeypatch: pytest.MonkeyPatch) -> None:
    class Faulty:
        code, name, preview = "COL001", "faulty-rule", False

        def check(self, context: Context) -> list[Finding]:
            raise ZeroDivisionError

    monkeypatch.setattr(check, "all_rules", lambda: [Faulty()])
    with pytest.raises(ZeroDivisionError):
        Analysis(Document.script("a.py", SCRIPT)).refresh()


# Versions


PINNED = '# /// script\n# dependencies = ["trl==0.19.0"]\n# ///\n' + SCRIPT


def test_an_exact_pin_wins_over_what_is_installed() -> None:
    assumptions = Assumptions(installed=versions(trl="1.16.0"))
    report = Analysis(Document.script("a.py", PINNED), assumptions=assumptions).refresh()
    assert report.versions.get("trl") is not None
    assert report.versions.get("trl").version == "0.19.0"  # type: ignore[union-attr]


def test_what_is_given_wins_over_an_exact_pin() -> None:
    assumptions = Assumptions(given=versions(trl="1.6.0"), installed=versions(trl="1.16.0"))
    report = Analysis(Document.script("a.py", PINNED), assumptions=assumptions).refresh()
    assert report.versions.get("trl").version == "1.6.0"  # type: ignore[union-attr]


def test_what_is_installed_counts_where_nothing_else_does() -> None:
    report = Analysis(
        Document.script("a.py", SCRIPT), assumptions=Assumptions(installed=versions(trl="1.16.0"))
    ).refresh()
    assert report.versions.get("trl").version == "1.16.0"  # type: ignore[union-attr]


def test_another_version_judges_anew() -> None:
    document = Document.script("a.py", SCRIPT)
    analysis = Analysis(document, assumptions=Assumptions(installed=versions(trl="1.16.0")))
    analysis.refresh()
    analysis.assumptions = Assumptions(given=versions(trl="0.19.0"))
    assert analysis.refresh().versions.get("trl").version == "0.19.0"  # type: ignore[union-attr]


# Notebooks


def test_cells_are_one_program() -> None:
    report = Analysis(notebook(IMPORTS, LOAD, BUILD, TRAIN)).refresh()
    assert names(report) == [SEED]
    assert report.findings[0].place.part.cell == 3


def test_cells_count_in_their_order() -> None:
    cured = "collator = None\n"
    cells = [IMPORTS + LOAD, "collator = DataCollatorForSeq2Seq(tokenizer)\n", cured]
    build = 'Trainer(model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=collator).train()\n'
    wrong = {
        order: names(Analysis(notebook(*(cells[i] for i in (0, *order)), build)).refresh())
        for order in permutations((1, 2))
    }
    assert SEED in wrong[2, 1]
    assert SEED not in wrong[1, 2]


def test_a_cell_that_moves_changes_the_program() -> None:
    document = notebook(
        IMPORTS + LOAD,
        "collator = DataCollatorForSeq2Seq(tokenizer)",
        "collator = print",
        BUILD.partition("\n")[2],
        TRAIN,
    )
    analysis = Analysis(document)
    assert names(analysis.refresh()) == []
    parts = document.parts
    document.parts = [parts[0], parts[2], parts[1], *parts[3:]]
    assert names(analysis.refresh()) == [SEED]


def test_a_cell_that_is_put_in_counts() -> None:
    document = notebook(IMPORTS, LOAD, BUILD, TRAIN)
    analysis = Analysis(document)
    assert names(analysis.refresh()) == [SEED]
    document.parts.insert(2, Part("new", 'data = data.map(lambda row: {"labels": row["input_ids"]})', 9))
    assert names(analysis.refresh()) == []


def test_a_cell_that_is_gone_counts_no_more() -> None:
    document = notebook(IMPORTS, LOAD, 'data = data.map(lambda row: {"labels": row["input_ids"]})', BUILD, TRAIN)
    analysis = Analysis(document)
    assert names(analysis.refresh()) == []
    del document.parts[2]
    assert names(analysis.refresh()) == [SEED]


def test_the_findings_of_a_cell_go_with_it_even_while_another_one_is_broken() -> None:
    document = notebook(IMPORTS, LOAD, BUILD, TRAIN)
    analysis = Analysis(document)
    analysis.refresh()
    document.parts[1].text = LOAD + "x = ("
    assert names(analysis.refresh()) == [SEED]
    del document.parts[2]
    assert names(analysis.refresh()) == []


def test_while_one_cell_is_broken_the_findings_of_another_move_with_its_text() -> None:
    document = notebook(IMPORTS, LOAD, BUILD, TRAIN)
    analysis = Analysis(document)
    before = sources(analysis.refresh())
    document.parts[1].text = LOAD + "x = ("
    document.parts[2].text = "# a remark\nx = 1\n" + BUILD
    assert sources(analysis.refresh()) == before


def test_while_one_cell_is_broken_a_statement_of_another_that_is_edited_loses_its_findings() -> None:
    document = notebook(IMPORTS, LOAD, BUILD, TRAIN)
    analysis = Analysis(document)
    analysis.refresh()
    document.parts[1].text = LOAD + "x = ("
    document.parts[2].text = BUILD.replace("DataCollatorForSeq2Seq(tokenizer)", "print").replace(
        "data_collator=", "data_collator= "
    )
    assert names(analysis.refresh()) == []


def test_a_script_that_a_magic_runs_may_bind_any_name() -> None:
    assert names(Analysis(notebook(IMPORTS, LOAD, BUILD, "%run prepare.py", TRAIN)).refresh()) == []
    assert names(Analysis(notebook("%run prepare.py", IMPORTS, LOAD, BUILD, TRAIN)).refresh()) == [SEED]
    assert names(Analysis(notebook(IMPORTS, "%run prepare.py", LOAD, BUILD, TRAIN)).refresh()) == [SEED]


# Cells that never parsed


HAVOC = {
    "it assigns the data": "data = label(data\n",
    "it assigns the collator": "collator = (",
    "it masks the trainer": "trainer = train_on_responses_only(trainer,\n",
    "it changes the data in place": "prepare(data\n",
    "it calls a method of the trainer": "trainer.data_collator.fix(\n",
    "it sets an attribute": "trainer.data_collator = (\n",
    "it unpacks": "trainer, model = prepare(\n",
    "it loops": "for trainer in trainers\n    print(1)\n",
    "it imports": "from lib import (Trainer, trainer\n",
    "it imports everything": "from lib import *\n)",
    "it may run anything": "exec(open('x').read()\n",
    "it runs another script": "%run prepare.py\nx = (",
    "it is Python 2": "print 'training', trainer",
    "it calls a function that does it": "repair(\n",
}


@pytest.mark.parametrize("cell", HAVOC.values(), ids=HAVOC.keys())
def test_a_cell_that_never_parsed_may_do_anything_to_what_it_mentions(cell: str) -> None:
    repair = "def repair():\n    trainer.data_collator = None\n"
    assert names(Analysis(notebook(IMPORTS, LOAD, BUILD, repair, TRAIN)).refresh()) == [SEED]
    assert names(Analysis(notebook(IMPORTS, LOAD, BUILD, repair, cell, TRAIN)).refresh()) == []


HARMLESS = {
    "it mentions something else": "plot(history\n",
    "it comes behind": None,
    "a shell command": "!pip install -q 'x'\ny = (",
}


@pytest.mark.parametrize("cell", HARMLESS.values(), ids=HARMLESS.keys())
def test_a_cell_that_never_parsed_does_not_silence_the_others(cell: str | None) -> None:
    cells = [IMPORTS, LOAD, BUILD, TRAIN] if cell is None else [IMPORTS, LOAD, BUILD, cell, TRAIN]
    assert names(Analysis(notebook(*cells, *(["trainer.save_model(\n"] if cell is None else []))).refresh()) == [SEED]


def test_typing_in_a_cell_that_never_parsed_is_taken_in() -> None:
    document = notebook(IMPORTS, LOAD, BUILD, "x = (", TRAIN)
    analysis = Analysis(document)
    assert names(analysis.refresh()) == [SEED]
    document.parts[3].text = "data = (data, trainer"
    assert names(analysis.refresh()) == []
    document.parts[3].text = "x = 1"
    assert names(analysis.refresh()) == [SEED]


FILTERED = """\
from datasets import Dataset
from transformers import Trainer
data = Dataset.from_dict({"labels": [[1], [2]]})
data = data.filter(lambda row: (  # len(row) == 1
    row["labels"]
))
Trainer(model=model, train_dataset=data).train()
"""


def test_comments_mean_nothing() -> None:
    (part,) = (document := Document.script("a.py", FILTERED)).parts
    analysis = Analysis(document)
    analysis.refresh()
    (before,) = analysis.context().trainings
    part.text = FILTERED.replace("  # len(row) == 1", "")
    analysis.refresh()
    (after,) = analysis.context().trainings
    fresh = Analysis(Document.script("a.py", part.text))
    fresh.refresh()
    (expected,) = fresh.context().trainings
    assert before.columns == after.columns == expected.columns
