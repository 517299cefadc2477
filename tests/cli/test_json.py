"""What programs read."""

import json

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("words")


def test_a_finding_has_every_field(run: Run) -> None:
    files = {"a.py": "import torch\r\nCAUSE\r\nx = '😀', BAD\r\n"}
    result = run("check", "--output-format", "json", "--with", "trl==0.24.0", files=files)
    place = {
        "filename": "a.py",
        "cell": None,
        "location": {"row": 3, "column": 10},
        "end_location": {"row": 3, "column": 13},
    }
    fix = {"applicability": "safe", "message": "Write good", "edits": [{"content": "good", **place}]}
    assert (result.status, result.err) == (1, "")
    assert json.loads(result.out) == [
        {
            "code": "COL001",
            "name": "first-rule",
            "severity": "error",
            "message": "BAD is bad: no loss.",
            **place,
            "fix": fix,
            "fixes": [fix],
            "related": [
                {
                    "message": "this is why",
                    "filename": "a.py",
                    "cell": None,
                    "location": {"row": 2, "column": 1},
                    "end_location": {"row": 2, "column": 6},
                }
            ],
            "cause": {"kind": "no-labels", "role": "collator", **place},
            "assumed_versions": ["trl 0.24.0 (--with)"],
            "url": "https://example.org/first-rule",
        }
    ]


def test_places_in_notebooks_name_the_cell(run: Run) -> None:
    cells = [
        {"cell_type": "markdown", "source": "x"},
        {"cell_type": "code", "source": ["import torch\n", "CAUSE"]},
        {"cell_type": "code", "source": "ODD\nBAD"},
    ]
    result = run("check", "--output-format", "json", files={"n.ipynb": json.dumps({"cells": cells, "metadata": {}})})
    odd, bad = json.loads(result.out)
    assert (odd["cell"], odd["location"]["row"], odd["fix"], odd["fixes"]) == (3, 1, None, [])
    assert (bad["related"][0]["cell"], bad["fix"]["edits"][0]["cell"]) == (2, 3)


def test_no_findings_are_an_empty_list(run: Run) -> None:
    result = run("check", "--output-format", "json", files={"a.py": "torch"})
    assert (json.loads(result.out), result.status) == ([], 0)


def test_troubles_do_not_spoil_the_list(run: Run) -> None:
    result = run("check", "--output-format", "json", "a.py", "b.py", files={"a.py": b"\0", "b.py": "torch, ODD"})
    assert len(json.loads(result.out)) == 1
    assert result.err == "lossguard: a.py is binary, not text\n"
