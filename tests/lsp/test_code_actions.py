"""Fixes: offered where a finding is, computed when chosen, never applied to text they were not made for."""

from collections.abc import AsyncIterator

import pytest
import pytest_lsp
from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pytest_lsp import ClientServerConfig

from tests.lsp.editor import SERVER, Client, Editor, capabilities_of
from tests.lsp.notebook import Notebook
from tests.lsp.scripts import BROKEN_TAIL, CELLS, GOOD, SAFELY_FIXED, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="module")

FIX_ALL = "source.fixAll.lossguard"
IGNORE = "Ignore seq2seq-collator-no-labels on this line"


async def offered(editor: Editor, uri: str) -> list[types.CodeAction]:
    (diagnostic,) = await editor.diagnostics(uri)
    return await editor.actions(uri, diagnostic.range)


async def test_applying_a_fix_ends_the_finding(editor: Editor) -> None:
    uri = editor.open(WRONG)
    fix = (await offered(editor, uri))[0]
    assert fix.kind == types.CodeActionKind.QuickFix
    assert list(fix.diagnostics or ()) == await editor.diagnostics(uri)
    await editor.apply(fix)
    assert await editor.diagnostics(uri) == []
    editor.close(uri)


async def test_a_fix_that_changes_training_says_so(editor: Editor) -> None:
    uri = editor.open(WRONG)
    fixes = [action for action in await offered(editor, uri) if action.title != IGNORE]
    assert all(fix.title.endswith("(changes training)") for fix in fixes)
    editor.close(uri)


async def test_edits_come_with_the_list_only_where_they_cannot_be_resolved(editor: Editor) -> None:
    uri = editor.open(WRONG)
    capabilities = editor.client.capabilities
    assert capabilities is not None
    assert capabilities.text_document is not None
    assert capabilities.text_document.code_action is not None
    resolves = capabilities.text_document.code_action.resolve_support is not None
    for action in await offered(editor, uri):
        assert (action.edit is None) == resolves
    editor.close(uri)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
async def test_ignoring_the_line(editor: Editor, line_end: str) -> None:
    uri = editor.open(WRONG.replace("\n", line_end))
    action = next(action for action in await offered(editor, uri) if action.title == IGNORE)
    assert not action.is_preferred
    await editor.apply(action)
    assert "# lossguard: ignore[seq2seq-collator-no-labels]" in editor.texts[uri]
    assert editor.texts[uri].count(line_end) == WRONG.count("\n")
    editor.close(uri)


async def test_nothing_is_offered_away_from_the_finding(editor: Editor) -> None:
    uri = editor.open(WRONG)
    assert await editor.actions(uri, editor.range(uri, 0, 4)) == []
    editor.close(uri)


async def test_nothing_is_offered_while_the_text_does_not_parse(editor: Editor) -> None:
    uri = editor.open(WRONG)
    await editor.settle(uri)
    editor.replace(uri, "trainer.train()", BROKEN_TAIL)
    everything = editor.range(uri, 0, len(editor.texts[uri]))
    assert await editor.actions(uri, everything) == []
    editor.close(uri)


async def test_only_the_kinds_that_were_asked_for(editor: Editor) -> None:
    uri = editor.open(WRONG)
    (diagnostic,) = await editor.diagnostics(uri)
    assert await editor.actions(uri, diagnostic.range, only=["refactor"]) == []
    assert await editor.actions(uri, diagnostic.range, only=["quickfix"])
    assert all(
        str(action.kind).endswith("source.fixAll.lossguard")
        for action in await editor.actions(uri, diagnostic.range, only=["source"])
    )
    editor.close(uri)


async def test_fixing_all_that_is_safe(editor: Editor) -> None:
    again = SAFELY_FIXED[SAFELY_FIXED.index("trainer =") :]
    unsafe = WRONG[WRONG.index("trainer =") :]
    uri = editor.open(SAFELY_FIXED + again + unsafe)
    assert len(await editor.diagnostics(uri)) == 3
    start = editor.range(uri, 0, 0)
    assert FIX_ALL not in [action.kind for action in await editor.actions(uri, start)]
    for only in ("source.fixAll", "source.fixAll.lossguard"):
        (action,) = await editor.actions(uri, start, only=[only])
        assert action.kind == FIX_ALL
    await editor.apply(action)
    assert editor.texts[uri] == GOOD + GOOD[GOOD.index("trainer =") :] + unsafe
    assert await editor.actions(uri, start, only=["source.fixAll"]) == []
    editor.close(uri)


async def test_the_safe_fix_is_preferred(editor: Editor) -> None:
    uri = editor.open(SAFELY_FIXED)
    actions = await offered(editor, uri)
    assert [action.is_preferred for action in actions] == [True, *[None] * (len(actions) - 1)]
    await editor.apply(actions[0])
    assert editor.texts[uri] == GOOD
    editor.close(uri)


async def test_positions_outside_the_text_and_unknown_documents(editor: Editor) -> None:
    uri = editor.open(WRONG)
    far = types.Range(types.Position(10_000, 0), types.Position(10_001, 99))
    backwards = types.Range(types.Position(12, 0), types.Position(3, 0))
    assert await editor.actions(uri, far) == []
    await editor.actions(uri, backwards)
    editor.close(uri)
    assert await editor.actions(uri, far) == []
    assert await editor.actions("file:///work/unknown.py", far) == []
    assert await editor.actions("untitled:Untitled-1", far) == []
    assert await editor.actions("", far) == []


async def test_a_fix_for_text_that_has_changed_is_refused(editor: Editor) -> None:
    uri = editor.open(WRONG)
    action = (await offered(editor, uri))[0]
    editor.replace(uri, "import", "# changed\nimport")
    with pytest.raises(JsonRpcException) as refused:
        await editor.client.code_action_resolve_async(action)
    assert refused.value.code == types.LSPErrorCodes.ContentModified
    assert not any(log.type is types.MessageType.Error for log in editor.client.log_messages)
    editor.close(uri)
    with pytest.raises(JsonRpcException):
        await editor.client.code_action_resolve_async(action)


@pytest.mark.parametrize("data", [None, 7, {}, {"uri": 3}, {"uri": "file:///x.py", "revision": 0, "kind": "fix"}])
async def test_data_that_is_not_ours_is_refused(editor: Editor, data: object) -> None:
    with pytest.raises(JsonRpcException):
        await editor.client.code_action_resolve_async(types.CodeAction(title="x", data=data))


@pytest_lsp.fixture(config=ClientServerConfig(server_command=SERVER, client_factory=Client), scope="module")
async def vscode(client: Client) -> AsyncIterator[None]:
    await client.initialize_session(types.InitializeParams(capabilities=capabilities_of("visual_studio_code")))
    yield
    await client.shutdown_session()


async def test_a_fix_in_a_notebook_edits_the_cell(vscode: Client) -> None:
    editor = Editor(vscode)
    notebook = Notebook(editor, "file:///work/fix.ipynb")
    notebook.open(CELLS, markdown=["title"])
    action = (await offered(editor, notebook.cell("train")))[0]
    resolved = await vscode.code_action_resolve_async(action)
    assert resolved.edit is not None
    (change,) = resolved.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document == types.OptionalVersionedTextDocumentIdentifier(notebook.cell("train"), 1)
    notebook.close()


async def test_fixing_all_of_a_notebook_and_of_a_cell(vscode: Client) -> None:
    """VS Code asks for the one kind once per notebook, with its first cell, for the other once per cell."""
    editor = Editor(vscode)
    notebook = Notebook(editor, "file:///work/all.ipynb")
    train = SAFELY_FIXED[SAFELY_FIXED.index("trainer =") :]
    notebook.open({**CELLS, "train": train, "again": train}, markdown=["title"])
    first = notebook.cell("imports")
    assert len(await notebook.diagnostics("again")) == 1
    nowhere = editor.range(first, 0, 0)
    assert await editor.actions(first, nowhere, only=["source.fixAll"]) == []
    (whole,) = await editor.actions(first, nowhere, only=["notebook.source.fixAll"])
    assert await edited(vscode, whole) == [notebook.cell("again"), notebook.cell("train")]
    (one,) = await editor.actions(notebook.cell("train"), nowhere, only=["source.fixAll"])
    assert await edited(vscode, one) == [notebook.cell("train")]
    notebook.close()


async def edited(client: Client, action: types.CodeAction) -> list[str]:
    """The documents that an action edits."""
    resolved = await client.code_action_resolve_async(action)
    assert resolved.edit is not None
    changes = resolved.edit.document_changes or ()
    return sorted(change.text_document.uri for change in changes if isinstance(change, types.TextDocumentEdit))
