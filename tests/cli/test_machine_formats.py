"""SARIF, GitHub annotations and the baseline say the same as the report, in the words of their readers."""

import json

import pytest

from tests.cli.conftest import Run

SCRIPT = """\
from datasets import Dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = Dataset.from_dict({"text": ["é"]}).map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
trainer = Trainer(model=model, train_dataset=rows, data_collator=DataCollatorForSeq2Seq(tokenizer))
trainer.train()
"""
UNUSED = "import torch\n\nx = torch.ones(3)  # lossguard: ignore[COL001]\n"
NOTEBOOK = json.dumps(
    {
        "cells": [{"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": SCRIPT}],
        "metadata": {"language_info": {"name": "python"}},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
)


def test_sarif_names_rules_places_causes_and_safe_fixes(run: Run) -> None:
    files = {"a b/train.py": SCRIPT, "unused.py": UNUSED}
    result = run("check", "--output-format", "sarif", files=files)
    log = json.loads(result.out)
    (analysis,) = log["runs"]
    assert (log["version"], analysis["columnKind"], result.status) == ("2.1.0", "unicodeCodePoints", 1)
    rules = analysis["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["COL001", "SUP001"]
    seq2seq, unused = analysis["results"]
    assert (seq2seq["ruleId"], seq2seq["level"], unused["ruleId"], unused["level"]) == (
        "COL001",
        "error",
        "SUP001",
        "note",
    )
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in analysis["results"])
    place = seq2seq["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "a%20b/train.py"
    assert (place["region"]["startLine"], place["region"]["startColumn"]) == (7, 66)
    assert seq2seq["relatedLocations"][0]["physicalLocation"]["region"]["startLine"] == 6
    assert len(seq2seq["partialFingerprints"]["lossguardCause/v1"]) == 16
    (change,) = unused["fixes"][0]["artifactChanges"]
    (replacement,) = change["replacements"]
    assert replacement["deletedRegion"] == {"startLine": 3, "startColumn": 18, "endLine": 3, "endColumn": 47}
    assert replacement["insertedContent"] == {"text": ""}


def test_sarif_of_nothing_is_a_run_without_results(run: Run) -> None:
    result = run("check", "--output-format", "sarif", files={"a.py": "import torch\n"})
    assert (json.loads(result.out)["runs"][0]["results"], result.status) == ([], 0)


SETTINGS = '[tool.lossguard]\n  selct = []\nignore = ["seq2seq-collator-no-label"]\n'


def test_what_is_wrong_in_settings_is_a_result_on_its_line(run: Run) -> None:
    files = {"a.py": "import torch\n", "pyproject.toml": SETTINGS}
    result = run("check", "--output-format", "sarif", files=files)
    (analysis,) = json.loads(result.out)["runs"]
    assert (result.status, result.err) == (2, "")
    (rule,) = analysis["tool"]["driver"]["rules"]
    assert rule["id"] == "SET001"
    first, second = analysis["results"]
    assert (first["ruleId"], first["ruleIndex"], first["level"]) == ("SET001", 0, "error")
    place = first["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "pyproject.toml"
    assert place["region"] == {"startLine": 2, "startColumn": 3, "endLine": 2, "endColumn": 13}
    assert (
        second["message"]["text"]
        == "`ignore`: there is no rule 'seq2seq-collator-no-label'; did you mean 'seq2seq-collator-no-labels'?"
    )


def test_what_is_wrong_in_settings_is_an_annotation(run: Run) -> None:
    files = {"a.py": "import torch\n", "pyproject.toml": SETTINGS}
    first, second = run("check", "--output-format", "github", files=files).out.splitlines()
    assert first == (
        "::error title=SET001 (invalid-setting),file=pyproject.toml,line=2,endLine=2,col=3,endColumn=13"
        "::unknown key `selct`; did you mean 'select'?"
    )
    assert ",line=3," in second


def test_what_is_wrong_in_settings_is_an_object(run: Run) -> None:
    files = {"a.py": "import torch\n", "pyproject.toml": "[tool.lossguard\n"}
    (found,) = json.loads(run("check", "--output-format", "json", files=files).out)
    assert (found["code"], found["name"], found["severity"]) == ("SET001", "invalid-setting", "error")
    assert (found["filename"], found["location"], found["fix"]) == ("pyproject.toml", {"row": 1, "column": 1}, None)
    assert found["message"].startswith("`pyproject.toml` is not valid TOML: ")


def test_in_a_notebook_the_message_says_where(run: Run) -> None:
    files = {"train.ipynb": NOTEBOOK}
    (result,) = json.loads(run("check", "--output-format", "sarif", files=files).out)["runs"][0]["results"]
    assert result["message"]["text"].startswith("cell 1:7:66: ")
    assert "region" not in result["locations"][0]["physicalLocation"]
    line = run("check", "--output-format", "github").out
    assert line.startswith(
        "::error title=COL001 (seq2seq-collator-no-labels),file=train.ipynb::cell 1:7:66: `DataCollatorForSeq2Seq`"
    )


def test_github_gets_one_command_a_finding_and_nothing_else(run: Run) -> None:
    files = {"a,b.py": SCRIPT.replace("DataCollatorForSeq2Seq(tokenizer)", "DataCollatorForSeq2Seq(\n tokenizer)")}
    result = run("check", "--output-format", "github", files=files)
    (line,) = result.out.splitlines()
    assert line.startswith("::error title=COL001 (seq2seq-collator-no-labels),file=a%2Cb.py,line=7,endLine=8::")
    single = run("check", "--output-format", "github", files={"a,b.py": SCRIPT}).out
    assert ",line=7,endLine=7,col=66,endColumn=99::" in single


def test_what_a_baseline_notes_is_left_out_wherever_it_moves(run: Run) -> None:
    written = run("check", "--baseline", "known.json", "--write-baseline", files={"p/train.py": SCRIPT})
    assert (written.status, written.out) == (0, "Noted 1 problem in known.json.\n")
    moved = {"p/train.py": "# a new line\n" + SCRIPT}
    assert run("check", "--baseline", "known.json", files=moved).status == 0
    second = SCRIPT.partition("trainer = ")[2].replace("trainer", "other")
    twice = {"p/train.py": SCRIPT + "trainer = " + second.replace("other.train", "trainer.train")}
    result = run("check", "--baseline", "known.json", "--output-format", "concise", files=twice)
    assert result.status == 1
    assert result.out.splitlines()[-1].startswith("Found 1 error in 1 file")


def test_a_known_problem_of_one_file_is_new_in_another(run: Run) -> None:
    run("check", "--baseline", "known.json", "--write-baseline", files={"a.py": SCRIPT})
    result = run("check", "--baseline", "known.json", "--output-format", "concise", files={"b.py": SCRIPT})
    assert [line.partition(":")[0] for line in result.out.splitlines()[:-1]] == ["b.py"]


@pytest.mark.parametrize(
    ("arguments", "content", "message"),
    [
        (
            ["--baseline", "no.json"],
            None,
            "no.json cannot be read: No such file or directory; --write-baseline makes it",
        ),
        (["--baseline", "b.json"], "[1]", "b.json is no baseline that Lossguard wrote"),
        (["--baseline", "b.json"], '{"files": {"a.py": [{}]}}', "b.json is no baseline that Lossguard wrote"),
        (["--write-baseline"], None, "--write-baseline does nothing without --baseline FILE"),
        (["--baseline", "b.json", "--fix"], None, "--baseline does nothing with --fix or --diff"),
        (
            ["--baseline", "no/b.json", "--write-baseline"],
            None,
            "no/b.json cannot be written: No such file or directory",
        ),
    ],
)
def test_a_baseline_that_is_of_no_use_is_wrong_usage(
    run: Run, arguments: list[str], content: str | None, message: str
) -> None:
    files = {"a.py": SCRIPT} | ({"b.json": content} if content else {})
    result = run("check", *arguments, files=files)
    assert (result.status, result.err) == (2, f"lossguard: {message}\n")
