"""Findings of a run follow the text: each stands on its line as it was, or is gone."""

from hypothesis import given
from hypothesis import strategies as st
from lsprotocol import types

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.lsp.documents import Change, Documents, OpenDocument
from lossguard.lsp.run_findings import RunFindings
from lossguard.text.document import Part
from lossguard.text.place import Anchor, Place

URI = "file:///train.py"
LINES = st.lists(st.sampled_from(["a = 1", "  b(2)", "", "# c", "😀 = 'é'"]), min_size=1, max_size=6)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])
CONTENT = st.sampled_from(["", "x", "\n", "\r\n", "y\n", "\nz", "# first\n# second\n", "  "])


def finding(part: Part, start: int, end: int) -> Finding:
    place = Place(Anchor(part, start), 0, end - start)
    cause = Cause("exception", "script", place)
    return Finding("DRY001", "script-fails", Severity.ERROR, Message("it fails"), place, cause, "https://example.org")


def edit(documents: Documents, start: int, end: int, content: str) -> Change:
    document = documents.get(URI)
    assert isinstance(document, OpenDocument)
    shown = document.open_parts[URI]
    lines = shown.part.lines
    positions = [types.Position(*lines.position(offset, documents.encoding)) for offset in (start, end)]
    change = types.TextDocumentContentChangePartial(range=types.Range(*positions), text=content)
    identifier = types.VersionedTextDocumentIdentifier(version=shown.version + 1, uri=URI)
    changed = documents.change_script(types.DidChangeTextDocumentParams(identifier, [change]))
    assert changed is not None
    return changed


def line_at(text: str, offset: int) -> str:
    return Part(URI, text).lines.line(Part(URI, text).lines.position(offset)[0]).rstrip("\r\n")


@given(st.data(), LINES, ENDS)
def test_what_stands_stands_on_the_same_line_of_text(data: st.DataObject, lines: list[str], end: str) -> None:
    documents, ran = Documents(), RunFindings()
    text = end.join(lines)
    documents.open_script(types.TextDocumentItem(URI, "python", 1, text))
    document = documents.get(URI)
    assert document is not None
    row = data.draw(st.integers(0, len(lines) - 1))
    begin = len(end.join([*lines[:row], ""]))
    snapshot = ran.snapshot(document)
    found = finding(snapshot.document.parts[0], begin, begin + len(lines[row]))
    edits_before_the_end = data.draw(st.integers(0, 3))
    for number in range(6):
        if number == edits_before_the_end:  # the run ends
            ran.put(URI, list(snapshot.pins([found])))
            ran.release(snapshot)
        now = document.open_parts[URI].part.text
        first = data.draw(st.integers(0, len(now)))
        last = data.draw(st.integers(first, min(len(now), first + 4)))
        ran.changed(edit(documents, first, last, data.draw(CONTENT)))
        for one in ran.of(document):
            assert one.place.source == lines[row]
            assert line_at(one.place.part.text, one.place.span[0]) == lines[row]


def test_edits_elsewhere_leave_it_and_an_edit_of_its_line_takes_it_away() -> None:
    documents, ran = Documents(), RunFindings()
    documents.open_script(types.TextDocumentItem(URI, "python", 1, "a = 1\nb()\nc = 3\n"))
    document = documents.get(URI)
    assert document is not None
    snapshot = ran.snapshot(document)
    ran.put(URI, list(snapshot.pins([finding(snapshot.document.parts[0], 6, 9)])))
    ran.changed(edit(documents, 0, 0, "# first\n"))
    ran.changed(edit(documents, 18, 23, ""))
    assert [one.place.source for one in ran.of(document)] == ["b()"]
    ran.changed(edit(documents, 16, 16, " # why"))
    assert ran.of(document) == []
