"""Scripts, from opening to closing, with what each of the editors can do."""

import pytest
from lsprotocol import types

from tests.lsp.editor import Editor
from tests.lsp.scripts import BROKEN_TAIL, CORRECTION, GOOD, MISTAKE, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="module")

RULE = "seq2seq-collator-no-labels"


async def test_a_mistake_is_shown_and_vanishes_when_corrected(editor: Editor) -> None:
    uri = editor.open(WRONG)
    (diagnostic,) = await editor.diagnostics(uri)
    assert diagnostic.code == RULE
    assert diagnostic.source == "Lossguard"
    assert diagnostic.severity is types.DiagnosticSeverity.Error
    assert diagnostic.code_description is not None
    assert diagnostic.code_description.href.endswith(f"{RULE}.md")
    editor.replace(uri, MISTAKE, CORRECTION)
    assert await editor.diagnostics(uri) == []
    editor.close(uri)


async def test_nothing_is_shown_for_a_correct_script(editor: Editor) -> None:
    uri = editor.open(GOOD)
    assert await editor.diagnostics(uri) == []
    assert not any(params.uri == uri for params in editor.client.published)
    editor.close(uri)


async def test_closing_clears(editor: Editor) -> None:
    uri = editor.open(WRONG)
    assert await editor.diagnostics(uri)
    editor.close(uri)
    assert await editor.diagnostics(uri) == []


async def test_closing_at_once_shows_nothing(editor: Editor) -> None:
    uri = editor.open(WRONG)
    editor.close(uri)
    assert await editor.diagnostics(uri) == []


async def test_other_languages_are_left_alone(editor: Editor) -> None:
    uri = editor.open(WRONG, language="markdown")
    editor.replace(uri, "notes", "rows")
    assert await editor.diagnostics(uri) == []
    editor.close(uri)


async def test_a_second_open_replaces_the_first(editor: Editor) -> None:
    uri = editor.open(WRONG)
    editor.open(GOOD, uri=uri)
    assert await editor.diagnostics(uri) == []
    editor.close(uri)


@pytest.mark.parametrize(
    "before", ["# 😀 漢 é\n", "\r\n# x\r", "s = '\u2028\u2029\x85'\n", "\x0c\n", "s = '\x0b\x1c\x1d\x1e'\n"]
)
async def test_diagnostics_are_where_the_editor_counts(editor: Editor, before: str) -> None:
    uri = editor.open(f"{before}{WRONG}")
    (first,) = await editor.diagnostics(uri)
    marked = editor.at(uri, first.range)
    assert marked.startswith("DataCollatorForSeq2Seq")
    # The same again for a text that was typed, and beside an astral character on the line itself.
    editor.replace(uri, "tokenizer = ", "smile = '😀'; tokenizer = ")
    editor.replace(uri, "data_collator=", "compute_metrics=lambda _: '😀', data_collator=")
    (moved,) = await editor.diagnostics(uri)
    assert editor.at(uri, moved.range) == marked
    editor.close(uri)


async def test_unchanged_diagnostics_are_not_sent_again_but_touched_ones_are(editor: Editor) -> None:
    uri = editor.open(f"{WRONG}\n\nprint('done')\n")

    async def sent() -> int:
        await editor.settle(uri)
        return sum(params.uri == uri for params in editor.client.published)

    assert await sent() == 1
    editor.replace(uri, "done", "well done")
    assert await sent() == 1
    # An editor collapses a mark when the text under it is replaced, even by the same text.
    editor.replace(uri, MISTAKE, MISTAKE)
    assert await sent() == 2
    editor.replace(uri, "import", "# moved\nimport")
    assert await sent() == 3
    assert editor.client.published[-1].version == editor.versions[uri]
    editor.close(uri)


async def test_broken_text_keeps_what_is_known_at_its_moved_place(editor: Editor) -> None:
    uri = editor.open(WRONG)
    (first,) = await editor.diagnostics(uri)
    editor.replace(uri, "import", f"{BROKEN_TAIL}\nimport")
    (kept,) = await editor.diagnostics(uri)
    assert kept.range.start.line == first.range.start.line + 1
    editor.replace(uri, f"{BROKEN_TAIL}\n", "")
    assert await editor.diagnostics(uri) == [first]
    editor.close(uri)


async def test_a_burst_of_edits_ends_right(editor: Editor) -> None:
    uri = editor.open("")
    for character in WRONG:
        end = editor.range(uri, len(editor.texts[uri]), len(editor.texts[uri]))
        editor.change(uri, end, character)
    (diagnostic,) = await editor.diagnostics(uri)
    assert editor.at(uri, diagnostic.range).startswith("DataCollatorForSeq2Seq")
    last = [params for params in editor.client.published if params.uri == uri][-1]
    assert last.version is not None
    editor.close(uri)
