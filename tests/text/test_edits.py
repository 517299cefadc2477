"""Edits change what they name and nothing else."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lossguard.text.document import Part
from lossguard.text.edits import Edit, OverlappingEdits, apply_edits, edit_parts


def test_edits_apply_in_order_of_place_whatever_order_they_come_in() -> None:
    part = Part("x.py", "abcdef")
    edits = [Edit(part, 4, 6, "Z"), Edit(part, 0, 1, "XX"), Edit(part, 2, 2, "-")]
    assert apply_edits(part.text, edits) == "XXb-cdZ"


def test_an_identical_edit_counts_once_and_insertions_keep_their_order() -> None:
    part = Part("x.py", "ab")
    edits = [Edit(part, 1, 1, "1"), Edit(part, 1, 1, "2"), Edit(part, 1, 1, "1")]
    assert apply_edits(part.text, edits) == "a12b"


def test_overlapping_edits_are_refused_and_change_nothing() -> None:
    part, other = Part("x.py", "abcd"), Part("y.py", "abcd")
    with pytest.raises(OverlappingEdits):
        edit_parts([Edit(other, 0, 1, ""), Edit(part, 0, 3, ""), Edit(part, 2, 4, "")])
    assert (part.text, other.text) == ("abcd", "abcd")


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_what_is_put_in_takes_the_line_ends_of_the_text(end: str) -> None:
    part = Part("x.py", f"a{end}b{end}")
    assert apply_edits(part.text, [Edit(part, 0, 0, "1\n2\n")]) == f"1{end}2{end}a{end}b{end}"


def test_a_part_forgets_what_it_knew_of_its_old_text() -> None:
    part = Part("x", "!ls\n", cell=1)
    assert (part.code, len(part.lines)) == ("0  \n", 2)
    edit_parts([Edit(part, 0, 4, "y = 1\n\n")])
    assert (part.code, len(part.lines)) == ("y = 1\n\n", 3)


@given(st.text(max_size=20), st.data())
def test_text_outside_the_edits_stays(text: str, data: st.DataObject) -> None:
    part = Part("x", text)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    assert apply_edits(text, [Edit(part, start, end, "new")]) == text[:start] + "new" + text[end:]
