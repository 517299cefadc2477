"""The store's text is the editor's text, whatever is typed."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from lsprotocol import types

from lossguard.lsp.sync import OpenPart
from lossguard.text.lines import Encoding

# What has made servers fail: line ends of every kind, what str.splitlines takes for one, and
# characters that count differently in each encoding.
ALPHABET = [
    "a",
    "é",
    "漢",
    "😀",
    "\n",
    "\r",
    "\r\n",
    "\x0b",
    "\x0c",
    "\x1c",
    "\x85",
    "\u2028",
    "\u2029",
    "\ufeff",
    "(",
    '"',
]
TEXTS = st.lists(st.sampled_from(ALPHABET), max_size=12).map("".join)
UNIT_WIDTH = {
    Encoding.UTF16: lambda character: 2 if ord(character) > 0xFFFF else 1,
    Encoding.UTF8: lambda character: len(character.encode()),
    Encoding.CODE_POINTS: lambda character: 1,
}


def editor_positions(text: str, encoding: Encoding) -> dict[int, types.Position]:
    """Where an editor can put its cursor: position by offset. Between CR and LF it cannot."""
    positions: dict[int, types.Position] = {}
    row = column = 0
    for offset, character in enumerate(text):
        inside_line_end = character == "\n" and text[offset - 1 : offset] == "\r"
        if not inside_line_end:
            positions[offset] = types.Position(row, column)
        column += UNIT_WIDTH[encoding](character)
        if character == "\n" or (character == "\r" and text[offset + 1 : offset + 2] != "\n"):
            row, column = row + 1, 0
    positions[len(text)] = types.Position(row, column)
    return positions


class Typing(RuleBasedStateMachine):
    """An editor that makes random edits and tells the store of them in batches."""

    encoding = Encoding.UTF16

    def __init__(self) -> None:
        super().__init__()
        self.text = "import torch\r\nx = '😀'\r"
        self.version = 1
        self.store = OpenPart(types.TextDocumentItem("file:///a.py", "python", 1, self.text))
        self.pending: list[types.TextDocumentContentChangeEvent] = []

    @rule(data=st.data(), content=TEXTS)
    def replace(self, data: st.DataObject, content: str) -> None:
        positions = editor_positions(self.text, self.encoding)
        start, end = sorted(
            data.draw(st.tuples(st.sampled_from(sorted(positions)), st.sampled_from(sorted(positions))))
        )
        place = types.Range(positions[start], positions[end])
        self.pending.append(types.TextDocumentContentChangePartial(range=place, text=content))
        self.text = self.text[:start] + content + self.text[end:]

    @rule(data=st.data(), content=TEXTS)
    def type_at_many_cursors(self, data: st.DataObject, content: str) -> None:
        """As editors do it: one change per cursor, from the end to the start."""
        positions = editor_positions(self.text, self.encoding)
        cursors = data.draw(st.lists(st.sampled_from(sorted(positions)), max_size=4, unique=True))
        for offset in sorted(cursors, reverse=True):
            place = types.Range(positions[offset], positions[offset])
            self.pending.append(types.TextDocumentContentChangePartial(range=place, text=content))
            self.text = self.text[:offset] + content + self.text[offset:]

    @rule(content=TEXTS)
    def replace_everything(self, content: str) -> None:
        self.pending.append(types.TextDocumentContentChangeWholeDocument(text=content))
        self.text = content

    @rule(content=TEXTS)
    def append_from_beyond_the_end(self, content: str) -> None:
        """Positions outside the text mean its nearest end."""
        beyond = types.Position(10_000, 10_000)
        self.pending.append(types.TextDocumentContentChangePartial(range=types.Range(beyond, beyond), text=content))
        self.text += content

    @rule()
    def send(self) -> None:
        self.version += 1
        self.store.change(self.version, self.pending, self.encoding)
        self.pending = []

    @invariant()
    def the_texts_agree(self) -> None:
        if not self.pending:
            assert self.store.part.text == self.text
            assert self.store.version == self.version


@pytest.mark.parametrize("encoding", list(Encoding))
def test_text_follows_the_editor(encoding: Encoding) -> None:
    machine = type("Typing", (Typing,), {"encoding": encoding})
    run_state_machine_as_test(machine, settings=settings(max_examples=60, stateful_step_count=30, deadline=None))


@given(TEXTS, TEXTS)
def test_rows_above_the_topmost_touched_one_stay(before: str, after: str) -> None:
    part = OpenPart(types.TextDocumentItem("file:///a.py", "python", 1, before))
    positions = editor_positions(before, Encoding.UTF16)
    place = types.Range(positions[len(before)], positions[len(before)])
    top = part.change(2, [types.TextDocumentContentChangePartial(range=place, text=after)], Encoding.UTF16).top
    assert rows(part.part.text)[:top] == rows(before)[:top]


@given(TEXTS, st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12), TEXTS), min_size=1, max_size=4))
def test_the_splices_of_an_edit_make_the_new_text_of_the_old(before: str, edits: list[tuple[int, int, str]]) -> None:
    part = OpenPart(types.TextDocumentItem("file:///a.py", "python", 1, before))
    for version, (one, other, content) in enumerate(edits, start=2):
        text = part.part.text
        positions = editor_positions(text, Encoding.UTF16)
        offsets = sorted(positions)
        start, end = sorted((offsets[one % len(offsets)], offsets[other % len(offsets)]))
        place = types.Range(positions[start], positions[end])
        edited = part.change(
            version, [types.TextDocumentContentChangePartial(range=place, text=content)], Encoding.UTF16
        )
        (splice,) = edited.splices
        assert splice.length == len(content)
        assert text[: splice.start] + content + text[splice.end :] == part.part.text


def rows(text: str) -> list[str]:
    return re.split(r"\r\n|\n|\r", text)


def test_many_cursors_cost_one_line_index() -> None:
    """10,000 edits of one notification, each on a line of its own, take well under a second."""
    text = "learning_rate = 1e-4\n" * 10_000
    part = OpenPart(types.TextDocumentItem("file:///a.py", "python", 1, text))
    changes = [
        types.TextDocumentContentChangePartial(
            range=types.Range(types.Position(row, 0), types.Position(row, 0)), text="# "
        )
        for row in reversed(range(10_000))
    ]
    part.change(2, changes, Encoding.UTF16)
    assert part.part.text == "# learning_rate = 1e-4\n" * 10_000
