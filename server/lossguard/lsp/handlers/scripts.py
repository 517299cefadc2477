"""``textDocument/didOpen``, ``didChange`` and ``didClose``."""

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer


def register(server: "LossguardServer") -> None:
    documents, live = server.documents, server.live

    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def did_open(params: types.DidOpenTextDocumentParams) -> None:
        live.apply(documents.open_script(params.text_document))

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def did_change(params: types.DidChangeTextDocumentParams) -> None:
        live.apply(documents.change_script(params))

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def did_close(params: types.DidCloseTextDocumentParams) -> None:
        server.close(documents.close_script(params.text_document.uri))
