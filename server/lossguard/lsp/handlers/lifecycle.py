"""``initialize`` and ``initialized``: who the client is, and getting ready for the first document."""

import asyncio
import gc
from typing import TYPE_CHECKING

from lsprotocol import types

from lossguard.lsp.client import Client, negotiated_encoding
from lossguard.lsp.present import Presenter

if TYPE_CHECKING:
    from lossguard.lsp.server import LossguardServer


def register(server: "LossguardServer") -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.client = Client.of(params.capabilities)
        encoding = negotiated_encoding(params.capabilities)
        server.documents.encoding = encoding
        server.live.presenter = Presenter(encoding, None, server.client.related_information)

    @server.feature(types.INITIALIZED)
    def initialized(_params: types.InitializedParams) -> None:
        server.status.update()
        # Not while the client waits: it sends the first document soon.
        asyncio.get_running_loop().call_soon(_warm_up, server)


def _warm_up(server: "LossguardServer") -> None:  # noqa: ARG001
    """Import and generate what the first diagnostics need, and keep it out of garbage collection."""
    gc.freeze()
