"""``notebookDocument/didOpen``, ``didChange`` and ``didClose``."""

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer


def register(server: "LossguardServer") -> None:
    documents, live = server.documents, server.live

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenNotebookDocumentParams) -> None:
        live.apply(documents.open_notebook(params))

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeNotebookDocumentParams) -> None:
        live.apply(documents.change_notebook(params))

    @server.feature(types.NOTEBOOK_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseNotebookDocumentParams) -> None:
        server.close(documents.close_notebook(params.notebook_document.uri))
