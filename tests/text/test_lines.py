"""Offsets, rows and columns convert into each other without loss, in every encoding."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from lossguard.text.lines import Encoding, LineIndex, code_points, width

CHARACTERS = "aé汉😀\u0301\u2028\x0b\x0c\x1c\x85\ud800\t \r\n"
TEXTS = st.text(st.sampled_from(CHARACTERS), max_size=30)
ENCODINGS = st.sampled_from(Encoding)


@given(TEXTS, ENCODINGS)
def test_every_offset_survives_the_way_to_a_position_and_back(text: str, encoding: Encoding) -> None:
    index = LineIndex(text)
    for offset in range(len(text) + 1):
        row, column = index.position(offset, encoding)
        expected = offset
        if text[offset - 1 : offset + 1] == "\r\n":  # the middle of a line end counts as the line's end
            expected = offset - 1
        assert index.offset(row, column, encoding) == expected


@given(TEXTS)
def test_lines_put_together_give_the_text(text: str) -> None:
    index = LineIndex(text)
    starts = [*index.starts, len(text)]
    assert "".join(text[start:end] for start, end in pairwise(starts)) == text
    assert all("\r" not in index.line(row) and "\n" not in index.line(row) for row in range(len(index)))


@given(st.text(st.sampled_from("aé汉😀\ud800")), st.integers(-2, 40), ENCODINGS)
def test_a_column_inside_a_character_rounds_down(line: str, column: int, encoding: Encoding) -> None:
    count = code_points(line, column, encoding)
    assert width(line[:count], encoding) <= max(column, 0)
    assert count == len(line) or width(line[: count + 1], encoding) > column


def test_only_the_line_ends_of_python_end_a_line() -> None:
    assert LineIndex("a\x0bb\x0cc\x1cd\x85e\u2028f\rg\r\nh\n").starts == [0, 12, 15, 17]


def test_positions_outside_the_text_are_clamped_to_it() -> None:
    index = LineIndex("ab\ncd")
    assert index.position(99) == (1, 2)
    assert index.position(-1) == (0, 0)
    assert index.offset(0, 99) == 2
    assert index.offset(9, 0) == 5
    assert index.offset(-1, 3) == 0
