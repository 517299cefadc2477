"""What people read: excerpts with underlines, places, fixes, the summary."""

import json

import pytest

from tests.cli.conftest import Run

pytestmark = pytest.mark.usefixtures("words")


def notebook(*cells: str) -> str:
    content = [{"cell_type": "code", "metadata": {}, "outputs": [], "source": cell} for cell in cells]
    return json.dumps({"cells": content, "metadata": {}, "nbformat": 4})


def full(run: Run, text: str, name: str = "train.py") -> str:
    result = run("check", name, files={name: text})
    assert (result.status, result.err) == (1, "")
    return result.out


def test_a_finding_is_shown_with_its_source_its_reason_and_its_fix(run: Run) -> None:
    text = "import torch\n\nCAUSE = 1\nx\n\n\ny\nz = [\n    BAD,\n]\n"
    assert (
        full(run, text)
        == """\
error[COL001]: BAD is bad: no loss. (first-rule)
  --> train.py:9:5
   |
 3 | CAUSE = 1
   | ----- this is why
...
 7 | y
 8 | z = [
 9 |     BAD,
   |     ^^^
10 | ]
11 |
   |
   = fix (safe): Write good
   = docs: https://example.org/first-rule

Found 1 error in 1 file; 1 can be fixed with --fix.
"""
    )


def test_a_reason_in_another_cell_has_its_own_excerpt(run: Run) -> None:
    out = full(run, notebook("!pip install trl\nCAUSE", "%%time\nBAD"), "n.ipynb")
    assert (
        out.partition("\n  =")[0]
        == """\
error[COL001]: BAD is bad: no loss. (first-rule)
 --> n.ipynb:cell 2:2:1
  |
1 | %%time
2 | BAD
  | ^^^
  |
 ::: n.ipynb:cell 1:2:1
  |
2 | CAUSE
  | ----- this is why
  |"""
    )


def test_many_lines_are_embraced_by_a_bar(run: Run) -> None:
    out = full(run, "torch\nBAD(1,\n    2)\nlast")
    assert (
        out.partition("\n  =")[0]
        == """\
error[COL001]: BAD is bad: no loss. (first-rule)
 --> train.py:2:1
  |
1 |   torch
2 | / BAD(1,
3 | |     2)
  | |______^
4 |   last
  |"""
    )


def test_a_bar_begins_where_the_finding_does_and_leaves_out_its_middle(run: Run) -> None:
    out = full(run, "torch; x = BAD(\n" + "    1,\n" * 8 + ")  # CAUSE\n")
    assert (
        out.partition("\n   =")[0]
        == """\
error[COL001]: BAD is bad: no loss. (first-rule)
  --> train.py:1:12
   |
 1 |   torch; x = BAD(
   |  ____________^
 2 | |     1,
 3 | |     1,
...
 9 | |     1,
10 | | )  # CAUSE
   | |_^
   |        ----- this is why
11 |
   |"""
    )


def test_tabs_and_wide_characters_keep_the_underline_in_place(run: Run) -> None:
    out = full(run, "if torch:\n\tf('汉字', '😀', 'e\u0301', BAD)\n")
    assert "2 |     f('汉字', '😀', 'e\u0301', BAD)\n  |                          ^^^\n" in out


def test_a_long_line_is_cut_around_the_finding(run: Run) -> None:
    out = full(run, f"torch\nx = '{'a' * 200}', BAD, '{'b' * 200}'")
    source, underline = out.splitlines()[4:6]
    assert (source[:9], source[-3:]) == ("2 | ...aa", "...")
    assert len(source) <= 120
    assert source[underline.index("^") :].startswith("BAD, 'bbb")
    assert "train.py:2:209" in out


def test_control_characters_do_not_reach_the_terminal(run: Run) -> None:
    out = full(run, "torch  # \x1b[2J\nBAD  # \x85\u202e\n")
    assert "\x1b" not in out
    assert "1 | torch  # ␛[2J\n2 | BAD  # \ufffd\ufffd\n" in out


def test_a_reason_with_no_room_beside_it_goes_below(run: Run) -> None:
    out = full(run, f"torch\n{'x' * 105}  # CAUSE\nBAD")
    assert f"  | {' ' * 105}-----\n  | {' ' * 105}this is why\n".replace(" " * 105, " " * 109, 1) in out


def test_concise_is_one_line_a_finding(run: Run) -> None:
    files = {"a.py": "torch\nBAD; UGLY", "n.ipynb": notebook("x", "torch\n  ODD")}
    assert (
        run("check", "--output-format", "concise", files=files).out
        == """\
a.py:2:1: error COL001 [*] BAD is bad: no loss. (first-rule)
a.py:2:6: warning LBL002 UGLY is ugly. (second-rule)
n.ipynb:cell 2:2:3: info LBL002 ODD is odd. (second-rule)
Found 3 problems (1 error, 1 warning, 1 info) in 2 files; 1 can be fixed with --fix, 1 more with --unsafe-fixes.
"""
    )


def test_the_versions_a_finding_rests_on_are_named(run: Run) -> None:
    out = run("check", "--with", "trl==0.24.0", files={"a.py": "torch\nODD"}).out
    assert "  = assumed: trl 0.24.0 (--with)\n" in out


@pytest.mark.parametrize(
    ("text", "summary"),
    [
        ("torch", "No problems found in 1 file."),
        ("torch, ODD, ODD", "Found 2 infos in 1 file."),
        ("torch, UGLY", "Found 1 warning in 1 file; 1 can be fixed with --fix --unsafe-fixes."),
    ],
)
def test_the_summary_counts(run: Run, text: str, summary: str) -> None:
    assert run("check", files={"a.py": text}).out.splitlines()[-1] == summary


def test_statistics_replace_the_findings(run: Run) -> None:
    files = {"a.py": "torch, BAD, ODD, ODD", "b.py": "torch, UGLY"}
    assert (
        run("check", "--statistics", files=files).out
        == """\
3  LBL002  second-rule
1  COL001  first-rule [*]
Found 4 problems (1 error, 1 warning, 2 infos) in 2 files; 1 can be fixed with --fix, 1 more with --unsafe-fixes.
"""
    )
    assert json.loads(run("check", "--statistics", "--output-format", "json").out)[1] == {
        "code": "COL001",
        "name": "first-rule",
        "count": 1,
        "fixable": 1,
    }


def test_the_report_speaks_chinese(run: Run) -> None:
    out = run("check", "--lang", "zh-cn", files={"a.py": "torch\nBAD\nODD"}).out
    assert out.startswith("错误[COL001]: BAD is bad")
    assert out.endswith("在 1 个文件中发现 2 个问题（1 个错误、1 个提示）；其中 1 个可用 --fix 修复。\n")


@pytest.mark.parametrize(
    ("variables", "coloured"),
    [
        ({}, False),
        ({"FORCE_COLOR": "1"}, True),
        ({"FORCE_COLOR": "0"}, False),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
    ],
)
def test_colours_are_for_terminals_and_for_those_who_ask(
    run: Run, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], coloured: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    out = run("check", files={"a.py": "torch\nBAD(1,\n2)  # CAUSE"}).out
    assert ("\x1b[1;31merror[COL001]\x1b[0m" in out) == coloured
    assert ("\x1b" in out) == coloured
