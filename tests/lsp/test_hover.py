"""The hover tells what a rule is about."""

import pytest
from lsprotocol import types

from tests.lsp.editor import Editor
from tests.lsp.scripts import MISTAKE, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="module")

RULE = "seq2seq-collator-no-labels"


async def hover(editor: Editor, uri: str, text: str) -> str | None:
    start = editor.texts[uri].index(text)
    position = editor.range(uri, start + 1, start + 1).start
    params = types.HoverParams(types.TextDocumentIdentifier(uri), position)
    answer = await editor.client.text_document_hover_async(params)
    if answer is None:
        return None
    assert isinstance(answer.contents, types.MarkupContent)
    return answer.contents.value


async def test_on_a_finding(editor: Editor) -> None:
    uri = editor.open(WRONG)
    text = await hover(editor, uri, MISTAKE)
    assert text is not None
    assert RULE in text
    assert "makes none" in text
    assert "```" not in text
    assert await hover(editor, uri, "model=model") is None
    editor.close(uri)
    assert await hover(editor, uri, MISTAKE) is None


async def test_on_the_comment_that_silences_it(editor: Editor) -> None:
    uri = editor.open(WRONG.replace(f"{MISTAKE},", f"{MISTAKE},  # lossguard: ignore[COL001, no-such-rule]"))
    assert await editor.diagnostics(uri) == []
    text = await hover(editor, uri, "lossguard: ignore")
    assert text is not None
    assert text.startswith(f"**{RULE}**")
    editor.close(uri)


async def test_far_outside_the_text(editor: Editor) -> None:
    uri = editor.open("")
    params = types.HoverParams(types.TextDocumentIdentifier(uri), types.Position(10_000, 10_000))
    assert await editor.client.text_document_hover_async(params) is None
    editor.close(uri)
