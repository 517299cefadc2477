"""The documents that are open in the editor: scripts and notebooks."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from lossguard.lsp.sync import Edited, OpenPart
from lossguard.text.document import Document, Kind
from lossguard.text.lines import Encoding

if TYPE_CHECKING:
    from lossguard.check import Analysis, Report
    from lossguard.lsp.environment import Known

PYTHON = "python"


@dataclass(slots=True, eq=False)
class Cell:
    shown: OpenPart
    kind: types.NotebookCellKind

    @property
    def is_python(self) -> bool:
        return self.kind is types.NotebookCellKind.Code and self.shown.language == PYTHON


@dataclass(slots=True, eq=False)
class OpenDocument:
    """A document in the editor with its standing analysis."""

    uri: str
    document: Document
    cells: list[Cell] | None
    """All cells of a notebook, Markdown included; None for a script."""
    open_parts: dict[str, OpenPart] = field(default_factory=dict[str, OpenPart])
    """What is checked, by URI; as ``document.parts``."""
    known: "Known | None" = None
    """What the analysis was made with; None before the first check."""
    analysis: "Analysis | None" = None
    report: "Report | None" = None
    """Of the last refresh; None while the places in it may be wrong: before the first, after a fault."""
    revision: int = 0
    """Counts the changes, of whichever part."""
    path: Path | None = None
    """None for what is not a file."""

    def __post_init__(self) -> None:
        name = to_fs_path(self.uri)
        self.path = Path(name) if name else None

    def renumber(self) -> None:
        """Bring the parts of a notebook in line with its cells."""
        assert self.cells is not None
        for number, cell in enumerate(self.cells, start=1):
            cell.shown.part.cell = number
        self.open_parts = {cell.shown.uri: cell.shown for cell in self.cells if cell.is_python}
        self.document.parts = [part.part for part in self.open_parts.values()]


@dataclass(frozen=True, slots=True)
class Change:
    """What a notification did to a document."""

    document: OpenDocument
    edits: dict[str, Edited] = field(default_factory=dict[str, Edited])
    """What was touched, by the URI of the part."""
    closed: tuple[str, ...] = ()
    """Parts that are not checked any more."""


class Documents:
    """All open documents. Notifications about unknown ones are ignored: the answer is None."""

    def __init__(self) -> None:
        self.encoding = Encoding.UTF16
        self._documents: dict[str, OpenDocument] = {}
        self._by_part: dict[str, OpenDocument] = {}

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(list(self._documents.values()))

    def get(self, uri: str) -> OpenDocument | None:
        """The document of a script's, cell's or notebook's URI."""
        return self._by_part.get(uri) or self._documents.get(uri)

    # --- scripts ---

    def open_script(self, item: types.TextDocumentItem) -> Change | None:
        if item.language_id != PYTHON or self._is_cell(item.uri):
            return None
        part = OpenPart(item)
        document = Document(to_fs_path(item.uri) or item.uri, Kind.SCRIPT, [part.part])
        return self._add(OpenDocument(item.uri, document, None, {item.uri: part}))

    def change_script(self, params: types.DidChangeTextDocumentParams) -> Change | None:
        identifier = params.text_document
        found = self._documents.get(identifier.uri)
        if found is None or found.cells is not None:
            return None
        found.revision += 1
        edited = found.open_parts[found.uri].change(identifier.version, params.content_changes, self.encoding)
        return Change(found, {found.uri: edited})

    def close_script(self, uri: str) -> Change | None:
        found = self._documents.get(uri)
        return self._remove(uri) if found is not None and found.cells is None else None

    def _is_cell(self, uri: str) -> bool:
        # A client that knows notebooks may still announce a cell as a text document of its own.
        return any(cell.shown.uri == uri for document in self for cell in document.cells or ())

    # --- notebooks ---

    def open_notebook(self, params: types.DidOpenNotebookDocumentParams) -> Change | None:
        uri = params.notebook_document.uri
        texts = {item.uri: item for item in params.cell_text_documents}
        cells = [_cell(cell, texts) for cell in params.notebook_document.cells]
        document = Document(to_fs_path(uri) or uri, Kind.NOTEBOOK)
        notebook = OpenDocument(uri, document, cells)
        notebook.renumber()
        return self._add(notebook)

    def change_notebook(self, params: types.DidChangeNotebookDocumentParams) -> Change | None:
        found = self._documents.get(params.notebook_document.uri)
        changes = params.change.cells
        if found is None or found.cells is None or changes is None:
            return None
        found.revision += 1
        before = set(found.open_parts)
        edits: dict[str, Edited] = {}
        if changes.structure is not None:
            _restructure(found.cells, changes.structure)
            edits |= {item.uri: Edited() for item in changes.structure.did_open or ()}
        for data in changes.data or ():
            for cell in found.cells:
                if cell.shown.uri == data.document:
                    cell.kind = types.NotebookCellKind(data.kind)
        edits |= self._change_texts(found.cells, changes.text_content or ())
        found.renumber()
        closed = tuple(sorted(before - set(found.open_parts)))
        self._index(found, closed)
        return Change(found, edits, closed)

    def close_notebook(self, uri: str) -> Change | None:
        found = self._documents.get(uri)
        return self._remove(uri) if found is not None and found.cells is not None else None

    def _change_texts(
        self, cells: list[Cell], contents: Sequence[types.NotebookDocumentCellContentChanges]
    ) -> dict[str, Edited]:
        by_uri = {cell.shown.uri: cell.shown for cell in cells}
        return {
            content.document.uri: part.change(content.document.version, content.changes, self.encoding)
            for content in contents
            if (part := by_uri.get(content.document.uri)) is not None
        }

    # --- both ---

    def _add(self, document: OpenDocument) -> Change:
        # A second "open" without a "close" replaces the document.
        replaced = self._remove(document.uri)
        self._documents[document.uri] = document
        self._index(document, ())
        closed = set(replaced.closed if replaced else ()) - set(document.open_parts)
        return Change(document, dict.fromkeys(document.open_parts, Edited()), tuple(sorted(closed)))

    def _remove(self, uri: str) -> Change | None:
        document = self._documents.pop(uri, None)
        if document is None:
            return None
        closed = tuple(document.open_parts)
        self._index(document, closed)
        document.open_parts = {}
        return Change(document, closed=closed)

    def _index(self, document: OpenDocument, closed: tuple[str, ...]) -> None:
        for uri in closed:
            self._by_part.pop(uri, None)
        self._by_part.update(dict.fromkeys(document.open_parts, document))


def _cell(cell: types.NotebookCell, texts: dict[str, types.TextDocumentItem]) -> Cell:
    # A cell without a text is not a valid message; an empty one keeps the numbers of the others right.
    item = texts.get(cell.document) or types.TextDocumentItem(cell.document, "", 0, "")
    return Cell(OpenPart(item, cell=0), types.NotebookCellKind(cell.kind))


def _restructure(cells: list[Cell], structure: types.NotebookDocumentCellChangeStructure) -> None:
    """Insert, remove and move cells; one that only moves keeps its part and with it what is known of it."""
    array = structure.array
    start = min(array.start, len(cells))
    known = {cell.shown.uri: cell for cell in cells}
    texts = {item.uri: item for item in structure.did_open or ()}
    inserted: list[Cell] = []
    for cell in array.cells or ():
        kept = known.get(cell.document) or _cell(cell, texts)
        kept.kind = types.NotebookCellKind(cell.kind)
        inserted.append(kept)
    cells[start : start + array.delete_count] = inserted
    # A cell whose language changes stays where it is and is opened again.
    for place in cells:
        if (item := texts.get(place.shown.uri)) is not None and place.shown.uri in known:
            place.shown = OpenPart(item, cell=0)
