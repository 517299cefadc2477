"""Magics become Python of the same length; everything else stays."""

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossguard.text.magics import mask_magics


@pytest.mark.parametrize(
    ("cell", "masked"),
    [
        ("!pip install trl", "pass            "),
        ("%matplotlib inline\nx = 1\n", "pass              \nx = 1\n"),
        ("!ls", "0  "),
        ("!", "0"),
        ("?x", "0 "),
        ("torch.nn?", "pass     "),
        ("torch.nn??  # help\n", "pass        # help\n"),
        ("!pip install \\\n  trl\nx", "pass          \n     \nx"),
        ("x = !ls", "x = _0 "),
        ("x = %time f()\r\ny", "x = _0       \r\ny"),
        ("x = !ls \\\n -l\n", "x = _0   \n   \n"),
        ("if a:\n    !ls -l\nelse:\n\t%x", "if a:\n    pass  \nelse:\n\t0 "),
        ("%%bash\necho it's\n", "      \n         \n"),
        ("\n# title\n%%time\nx = 1", "\n# title\npass  \nx = 1"),
        ("%%capture\n%%time\n!ls\nx = 1", "pass     \npass  \n0  \nx = 1"),
        ("#@title Install\n%%capture\n!ls", "#@title Install\npass     \n0  "),
        ("pip install -q trl\ncd ..\n", "pass              \npass \n"),
        (",f a b", "pass  "),
    ],
)
def test_a_magic_becomes_a_statement(cell: str, masked: str) -> None:
    assert mask_magics(cell) == masked
    ast.parse(masked)


@pytest.mark.parametrize(
    "cell",
    [
        "x = '''\n!ls\n%time\n'''\n",
        "f(a\n% b)\n",
        "x = a \\\n% b\n",
        "x = a % b\ny = a != b\nz = a == b\n",
        "print('what?')  # really?\n",
        "ls = 3\npip = ls\ncat in x\ncd = 1\n",
        "x = f'{a!r}' + f'{a = !r:>{width}}'\n",
        "# !ls\n# %%time\n",
        "s = '!ls'\n",
    ],
)
def test_python_stays_as_it_is(cell: str) -> None:
    assert mask_magics(cell) == cell


def test_fields_of_formatted_strings_may_hold_quotes_and_comments_signs() -> None:
    cell = 'x = f"{d["#"]} {"!"}"\n!ls'
    assert mask_magics(cell) == cell[:-3] + "0  "


def test_a_string_that_is_never_closed_does_not_swallow_the_magics_below() -> None:
    assert mask_magics("x = 'abc\n!ls\ny = f'{a\n!ls\n") == "x = 'abc\n0  \ny = f'{a\n0  \n"


PYTHON = ["x = 1", "f(a,\n  b)", "s = '''\n%%bash\n!x?'''", "# note?", "", "if x:\n    y = 'a'  # !b", "z = f'{x!r}'"]
MAGICS = [
    "!ls 'it",
    "%time f(",
    "x = !ls (\\\n  '",
    "?obj",
    "obj?",
    "!a \\\n b \\\n c",
    "%%x",
    "if x:\n    !ls [\nelse:\n    %y",
]
ENDS = ["\n", "\r\n", "\r"]


@given(st.lists(st.sampled_from(PYTHON + MAGICS)), st.sampled_from(ENDS), st.sampled_from(["", "%%time ("]))
def test_a_cell_of_valid_statements_and_magics_parses(lines: list[str], end: str, header: str) -> None:
    cell = "\n".join([*([header] if header else []), *lines]).replace("\n", end)
    masked = mask_magics(cell)
    assert len(masked) == len(cell)
    ast.parse(masked)


@given(st.text(st.sampled_from("ab =!%?'\"\\\n\r\t#({[]}):f,;/😀\ud800")))
def test_any_text_keeps_its_length_and_its_line_ends(cell: str) -> None:
    masked = mask_magics(cell)
    assert len(masked) == len(cell)
    assert [m.span() for m in re.finditer("[\r\n]", masked)] == [m.span() for m in re.finditer("[\r\n]", cell)]
    assert mask_magics(masked) == masked or "?" in masked


def test_strings_nested_without_end_do_not_exhaust_the_stack() -> None:
    cell = "!ls\nx = " + "f'{f\"{" * 5000
    assert len(mask_magics(cell)) == len(cell)
