"""While somebody types, only the text around the edit is looked at; the rest is when typing rests."""

import asyncio

import pytest

from tests.lsp.editor import Editor
from tests.lsp.scripts import MISTAKE, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="module")

LONG = WRONG + "".join(f"print({number}, rows)\n" for number in range(400))
QUOTES = '"""\n'


async def shown_at_rest(editor: Editor, uri: str) -> list[str]:
    """What is underlined once something is."""
    while not editor.client.diagnostics.get(uri):
        await asyncio.sleep(0.05)
    return [editor.at(uri, item.range) for item in editor.client.diagnostics[uri]]


async def test_what_a_hasty_look_did_not_see_is_found_when_typing_rests(editor: Editor) -> None:
    uri = editor.open(QUOTES + LONG + QUOTES)
    assert await editor.diagnostics(uri) == []
    end = len(editor.texts[uri])
    editor.change(uri, editor.range(uri, end - len(QUOTES), end), "")
    assert await editor.diagnostics(uri) == []
    editor.change(uri, editor.range(uri, 0, len(QUOTES)), "")
    assert await shown_at_rest(editor, uri) == [MISTAKE]


async def test_a_document_may_be_closed_before_typing_rests(editor: Editor) -> None:
    uri = editor.open(LONG)
    assert len(await editor.diagnostics(uri)) == 1
    editor.change(uri, editor.range(uri, 0, 0), QUOTES)
    await editor.settle(uri)
    editor.close(uri)
    other = editor.open(WRONG)
    await asyncio.sleep(0.5)
    assert len(await editor.diagnostics(other)) == 1
    assert not editor.client.diagnostics[uri]
