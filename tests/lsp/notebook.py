"""A notebook in the test editor."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from lsprotocol import types

from tests.lsp.editor import Editor

CODE, MARKDOWN = types.NotebookCellKind.Code, types.NotebookCellKind.Markup


@dataclass
class Notebook:
    """Its cells are named by what follows ``#`` in their URIs."""

    editor: Editor
    uri: str
    cells: list[tuple[str, types.NotebookCellKind]] = field(default_factory=list[tuple[str, types.NotebookCellKind]])
    version: int = 1

    def cell(self, name: str) -> str:
        return f"vscode-notebook-cell:{self.uri.removeprefix('file:')}#{name}"

    def open(self, cells: dict[str, str], markdown: Sequence[str] = ()) -> None:
        self.cells = [(name, MARKDOWN if name in markdown else CODE) for name in cells]
        document = types.NotebookDocument(
            self.uri, "jupyter-notebook", 1, [self._described(cell) for cell in self.cells]
        )
        texts = [self._item(name, text) for name, text in cells.items()]
        self.editor.client.notebook_document_did_open(types.DidOpenNotebookDocumentParams(document, texts))

    def splice(self, start: int, delete: int, insert: dict[str, str | None], markdown: Sequence[str] = ()) -> None:
        """Remove and insert cells; None as text moves a cell that is there already."""
        new = [(name, MARKDOWN if name in markdown else CODE) for name in insert]
        removed = self.cells[start : start + delete]
        self.cells[start : start + delete] = new
        opened = [self._item(name, text) for name, text in insert.items() if text is not None]
        closed = [types.TextDocumentIdentifier(self.cell(name)) for name, _ in removed if name not in insert]
        array = types.NotebookCellArrayChange(start, delete, [self._described(cell) for cell in new])
        structure = types.NotebookDocumentCellChangeStructure(array, opened or None, closed or None)
        self._send(types.NotebookDocumentCellChanges(structure=structure))

    def retype(self, name: str, kind: types.NotebookCellKind) -> None:
        self.cells = [(each, kind if each == name else old) for each, old in self.cells]
        self._send(types.NotebookDocumentCellChanges(data=[self._described((name, kind))]))

    def replace(self, name: str, old: str, new: str) -> None:
        uri = self.cell(name)
        start = self.editor.texts[uri].index(old)
        place = self.editor.range(uri, start, start + len(old))
        identifier = self.editor.edit_text(uri, place, new)
        change = types.TextDocumentContentChangePartial(range=place, text=new)
        content = types.NotebookDocumentCellContentChanges(identifier, [change])
        self._send(types.NotebookDocumentCellChanges(text_content=[content]))

    def close(self) -> None:
        identifier = types.NotebookDocumentIdentifier(self.uri)
        cells = [types.TextDocumentIdentifier(self.cell(name)) for name, _ in self.cells]
        self.editor.client.notebook_document_did_close(types.DidCloseNotebookDocumentParams(identifier, cells))

    async def diagnostics(self, name: str) -> list[types.Diagnostic]:
        return await self.editor.diagnostics(self.cell(name))

    def _send(self, cells: types.NotebookDocumentCellChanges) -> None:
        self.version += 1
        identifier = types.VersionedNotebookDocumentIdentifier(self.version, self.uri)
        change = types.NotebookDocumentChangeEvent(cells=cells)
        self.editor.client.notebook_document_did_change(types.DidChangeNotebookDocumentParams(identifier, change))

    def _described(self, cell: tuple[str, types.NotebookCellKind]) -> types.NotebookCell:
        return types.NotebookCell(kind=cell[1], document=self.cell(cell[0]))

    def _item(self, name: str, text: str) -> types.TextDocumentItem:
        self.editor.know(self.cell(name), text)
        return types.TextDocumentItem(self.cell(name), "python", 1, text)
