"""Notebooks: one program in many cells that come, go and move."""

from collections.abc import AsyncIterator
from itertools import count

import pytest
import pytest_asyncio
import pytest_lsp
from lsprotocol import types
from pytest_lsp import ClientServerConfig

from tests.lsp.editor import SERVER, Client, Editor, capabilities_of
from tests.lsp.notebook import CODE, MARKDOWN, Notebook
from tests.lsp.scripts import BROKEN_TAIL, CELLS, CORRECTION, MISTAKE, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="module")

_numbers = count(1)


@pytest_lsp.fixture(config=ClientServerConfig(server_command=SERVER, client_factory=Client), scope="module")
async def client(client: Client) -> AsyncIterator[None]:
    await client.initialize_session(types.InitializeParams(capabilities=capabilities_of("visual_studio_code")))
    yield
    await client.shutdown_session()


@pytest_asyncio.fixture(loop_scope="module")
async def notebook(editor: Editor) -> AsyncIterator[Notebook]:
    """An open notebook whose last cell shows the mistake."""
    notebook = Notebook(editor, f"file:///work/train{next(_numbers)}.ipynb")
    notebook.open(CELLS, markdown=["title"])
    assert len(await notebook.diagnostics("train")) == 1
    yield notebook
    notebook.close()
    await editor.settle(notebook.cell("train"))
    assert not any(editor.client.diagnostics.get(notebook.cell(name)) for name in CELLS)


async def test_all_cells_are_synchronised(client: Client, notebook: Notebook) -> None:
    """Also Markdown cells: people count them."""
    (diagnostic,) = await notebook.diagnostics("train")
    assert notebook.editor.at(notebook.cell("train"), diagnostic.range).startswith("DataCollatorForSeq2Seq")
    for name in ("title", "imports", "data"):
        assert await notebook.diagnostics(name) == []


async def test_editing_the_cell(notebook: Notebook) -> None:
    notebook.replace("train", "# 😀\n", "# 😀 😀\n\n")
    (moved,) = await notebook.diagnostics("train")
    assert notebook.editor.at(notebook.cell("train"), moved.range).startswith("DataCollatorForSeq2Seq")
    notebook.replace("train", MISTAKE, CORRECTION)
    assert await notebook.diagnostics("train") == []
    notebook.replace("train", CORRECTION, MISTAKE)
    assert len(await notebook.diagnostics("train")) == 1


async def test_editing_on_the_same_line_twice_in_one_notification(notebook: Notebook) -> None:
    """A ranged change must not be taken for the whole cell."""
    notebook.replace("train", "trainer = ", "the_trainer = ")
    notebook.replace("train", "trainer.train()", "the_trainer.train()")
    (diagnostic,) = await notebook.diagnostics("train")
    assert notebook.editor.at(notebook.cell("train"), diagnostic.range).startswith("DataCollatorForSeq2Seq")


async def test_deleting_the_cell_clears_it(notebook: Notebook) -> None:
    notebook.splice(3, 1, {})
    assert await notebook.diagnostics("train") == []


async def test_inserting_a_cell_above(notebook: Notebook) -> None:
    (before,) = await notebook.diagnostics("train")
    notebook.splice(0, 0, {"first": "print('hello')\n"})
    (after,) = await notebook.diagnostics("train")
    assert after.range == before.range


async def test_reordering_cells(notebook: Notebook) -> None:
    """Moved in one notification, as VS Code does: the cell neither closes nor opens."""
    notebook.splice(1, 3, {"train": None, "imports": None, "data": None})
    await notebook.diagnostics("train")
    notebook.splice(1, 3, {"imports": None, "data": None, "train": None})
    (diagnostic,) = await notebook.diagnostics("train")
    assert notebook.editor.at(notebook.cell("train"), diagnostic.range).startswith("DataCollatorForSeq2Seq")


async def test_a_cell_that_becomes_markdown_is_cleared(notebook: Notebook) -> None:
    notebook.retype("train", MARKDOWN)
    assert await notebook.diagnostics("train") == []
    notebook.replace("train", "# 😀", "# Train 😀")
    notebook.retype("train", CODE)
    (diagnostic,) = await notebook.diagnostics("train")
    assert notebook.editor.at(notebook.cell("train"), diagnostic.range).startswith("DataCollatorForSeq2Seq")


async def test_a_cell_of_another_language_is_not_checked(notebook: Notebook) -> None:
    editor, uri = notebook.editor, notebook.cell("train")
    identifier = types.VersionedNotebookDocumentIdentifier(2, notebook.uri)
    reopened = types.TextDocumentItem(uri, "julia", 2, editor.texts[uri])
    array = types.NotebookCellArrayChange(3, 1, [types.NotebookCell(CODE, uri)])
    structure = types.NotebookDocumentCellChangeStructure(array, [reopened])
    change = types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(structure=structure))
    editor.client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(identifier, change))
    assert await notebook.diagnostics("train") == []


async def test_a_broken_cell_leaves_the_others_alone(notebook: Notebook) -> None:
    notebook.splice(4, 0, {"scratch": BROKEN_TAIL})
    assert len(await notebook.diagnostics("train")) == 1


async def test_a_cell_announced_as_a_text_document_too_is_checked_once(notebook: Notebook) -> None:
    uri = notebook.cell("train")
    notebook.editor.open(WRONG, uri=uri)
    notebook.editor.know(uri, CELLS["train"])
    (diagnostic,) = await notebook.diagnostics("train")
    assert notebook.editor.at(uri, diagnostic.range).startswith("DataCollatorForSeq2Seq")
    notebook.editor.close(uri)
    assert len(await notebook.diagnostics("train")) == 1


async def test_nonsense_about_cells_is_survived(notebook: Notebook) -> None:
    notebook.splice(99, 99, {"far": "x = 1\n"})
    stranger = types.VersionedNotebookDocumentIdentifier(1, "file:///work/unknown.ipynb")
    nothing = types.NotebookDocumentChangeEvent()
    notebook.editor.client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(stranger, nothing))
    unknown = types.VersionedTextDocumentIdentifier(1, "cell:unknown")
    content = types.NotebookDocumentCellContentChanges(unknown, [types.TextDocumentContentChangeWholeDocument("x")])
    change = types.NotebookDocumentChangeEvent(cells=types.NotebookDocumentCellChanges(text_content=[content]))
    known = types.VersionedNotebookDocumentIdentifier(9, notebook.uri)
    notebook.editor.client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(known, change))
    assert len(await notebook.diagnostics("train")) == 1


async def test_what_is_known_comes_from_all_cells(client: Client, notebook: Notebook) -> None:
    uri = notebook.cell("train")
    start = notebook.editor.texts[uri].index("Trainer(")
    position = notebook.editor.range(uri, start, start).start
    answer = await client.text_document_hover_async(types.HoverParams(types.TextDocumentIdentifier(uri), position))
    assert answer is not None
    assert isinstance(answer.contents, types.MarkupContent)
    assert "loaded from 'Qwen/Qwen2.5-0.5B' (cell 3, line 1)" in answer.contents.value
