"""Comments silence the findings they name, where they stand, and nothing else."""

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossguard.findings.comments import CommentMap
from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.findings.ignore import ignore_edit
from lossguard.findings.suppressions import Suppressions, unsuppressed
from lossguard.findings.unignore import unignore_edit
from lossguard.text.document import Document, Kind, Part
from lossguard.text.edits import edit_parts
from lossguard.text.place import Anchor, Place


def finding_at(part: Part, target: str = "HERE", name: str = "no-labels", code: str = "COL001") -> Finding:
    start = part.text.index(target)
    place = Place(Anchor(part, start), 0, len(target))
    return Finding(code, name, Severity.ERROR, Message("m"), place, Cause("k", "collator", place), "")


def is_silenced(text: str) -> bool:
    document = Document.script("x.py", text)
    return not unsuppressed(document, [finding_at(document.parts[0])])


@pytest.mark.parametrize(
    "text",
    [
        "HERE  # lossguard: ignore[no-labels]",
        "HERE  # lossguard: ignore[COL001] it is meant",
        "HERE  # lossguard:ignore[other, col001]",
        "HERE  # noqa  # lossguard: ignore[no-labels]",
        "# lossguard: ignore[no-labels]\nHERE\n",
        "# lossguard: ignore[no-labels]\r\n# why\r\nHERE\r\n",
        "if x:\n    # lossguard: ignore[no-labels]\n    HERE\n",
        "f(  # lossguard: ignore[no-labels]\n  a=HERE,\n)",
        "# lossguard: ignore[no-labels]\nf(\n  a=HERE,\n)",
        "f(\n  # lossguard: ignore[no-labels]\n  a=HERE,\n)",
        "f(\n  a=HERE,\n)  # lossguard: ignore[no-labels]",
        "f('''\n''', HERE, '''\n''')  # lossguard: ignore[no-labels]\n",
        "# lossguard: ignore[no-labels]\n@a\n@b(\n)\ndef HERE(): ...",
        "x = 1\nHERE\n# lossguard: file-ignore[no-labels]",
    ],
)
def test_a_comment_in_its_place_silences_the_finding_it_names(text: str) -> None:
    assert is_silenced(text)


@pytest.mark.parametrize(
    "text",
    [
        "HERE  # lossguard: ignore",
        "HERE  # lossguard: ignore[]",
        "HERE  # lossguard: ignore[other]",
        "HERE  # lossguard: ignored[no-labels]",
        "HERE; x = '# lossguard: ignore[no-labels]'",
        "'''\n# lossguard: ignore[no-labels]\n'''; HERE",
        "# lossguard: ignore[no-labels]\n\nHERE",
        "x  # lossguard: ignore[no-labels]\nHERE",
        "HERE\n# lossguard: ignore[no-labels]\n",
        "f(\n  HERE,\n  b,  # lossguard: ignore[no-labels]\n  c)",
    ],
)
def test_a_comment_elsewhere_does_not(text: str) -> None:
    assert not is_silenced(text)


def test_a_file_wide_comment_in_one_cell_counts_for_all_cells() -> None:
    parts = [Part("a", "!ls 'x\n# lossguard: file-ignore[no-labels]", cell=1), Part("b", "HERE", cell=2)]
    assert unsuppressed(Document("n.ipynb", Kind.NOTEBOOK, parts), [finding_at(parts[1])]) == ()


def test_it_is_known_which_comments_were_of_use() -> None:
    document = Document.script("x.py", "HERE  # lossguard: ignore[no-labels]\ny  # lossguard: ignore[no-labels]\n")
    suppressions = Suppressions(document)
    suppressions.keep([finding_at(document.parts[0])])
    assert [suppression.row for suppression in suppressions.used] == [0]
    assert [suppression.row for suppression in suppressions.all()] == [0, 1]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("HERE  # lossguard: ignore[a] it is meant\nx", "HERE\nx"),
        ("HERE  # why  # lossguard: ignore[a]\nx", "HERE  # why\nx"),
        ("HERE  # lossguard: ignore[a]  # noqa: E501\nx", "HERE  # noqa: E501\nx"),
        ("HERE  # lossguard: ignore[a, no-labels] see #12", "HERE  # lossguard: ignore[no-labels] see #12"),
        ("if x:\r\n    # lossguard: ignore[a] why\r\n    HERE\r\n", "if x:\r\n    HERE\r\n"),
        ("HERE\n# lossguard: file-ignore[a]", "HERE\n"),
    ],
)
def test_a_name_is_taken_out_of_a_comment_and_with_the_last_one_the_comment(before: str, after: str) -> None:
    part = Part("x.py", before)
    (suppression,) = CommentMap(part).suppressions
    edit_parts([unignore_edit(suppression, {"a"})])
    assert part.text == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("HERE\r\nx\r\n", "HERE  # lossguard: ignore[no-labels]\r\nx\r\n"),
        ("HERE   \nx", "HERE  # lossguard: ignore[no-labels]\nx"),
        ("HERE  # note", "HERE  # note  # lossguard: ignore[no-labels]"),
        ("HERE  # lossguard: ignore[other] why", "HERE  # lossguard: ignore[other, no-labels] why"),
        ("HERE  # lossguard: ignore", "HERE  # lossguard: ignore[no-labels]"),
        ("# lossguard: ignore[a]\nHERE", "# lossguard: ignore[a, no-labels]\nHERE"),
        ("f(\n  HERE,\n)", "f(\n  HERE,  # lossguard: ignore[no-labels]\n)"),
        ("if x:\n\tf(HERE, '''\n''')", "if x:\n\t# lossguard: ignore[no-labels]\n\tf(HERE, '''\n''')"),
        ("x = \\\r\n HERE + \\\r\n 1", "# lossguard: ignore[no-labels]\r\nx = \\\r\n HERE + \\\r\n 1"),
        (
            "# lossguard: ignore[a]\nf('''\n''', HERE, '''\n''')",
            "# lossguard: ignore[a, no-labels]\nf('''\n''', HERE, '''\n''')",
        ),
        (
            "f('''\n''', HERE)  # lossguard: ignore[a]",
            "f('''\n''', HERE)  # lossguard: ignore[a, no-labels]",
        ),
    ],
)
def test_ignoring_on_a_line_adds_one_comment(before: str, after: str) -> None:
    part = Part("x.py", before)
    edit = ignore_edit(finding_at(part))
    assert edit
    edit_parts([edit])
    assert part.text == after
    assert is_silenced(after)
    assert ignore_edit(finding_at(part)) is None


def test_a_magic_takes_no_comment_so_it_goes_above() -> None:
    part = Part("x", "x = 1\nHERE = !ls", cell=1)
    edit = ignore_edit(finding_at(part))
    assert edit
    edit_parts([edit])
    assert part.text == "x = 1\n# lossguard: ignore[no-labels]\nHERE = !ls"


STATEMENTS = [
    "x = 1",
    "f(a,\n  b)",
    "s = '''\n#'''",
    "# note",
    "if x:\n    y = 'a'  # b",
    "z = 1 + \\\n  2",
    "@d\ndef f(): ...",
]
TARGETS = ["HERE", "f(\n  HERE,\n)", "s = ('''a\n''', HERE)", "t = (HERE, '''a\n''')", "q = HERE + \\\n 2", "HERE  # c"]


@given(
    st.lists(st.sampled_from(STATEMENTS)),
    st.sampled_from(TARGETS),
    st.lists(st.sampled_from(STATEMENTS)),
    st.booleans(),
)
def test_the_edit_leaves_valid_code_that_is_silent(above: list[str], target: str, below: list[str], crlf: bool) -> None:
    text = "\n".join([*above, target, *below])
    part = Part("x.py", text.replace("\n", "\r\n") if crlf else text)
    edit = ignore_edit(finding_at(part))
    assert edit
    edit_parts([edit])
    assert ast.dump(ast.parse(part.text)) == ast.dump(ast.parse(text))
    assert is_silenced(part.text)
    assert ("\n" in part.text.replace("\r\n", "")) == (not crlf and "\n" in part.text)
