"""``initialize`` and ``initialized``: who the client is, and getting ready for the first document."""

import asyncio
import gc
from collections.abc import Mapping
from typing import TYPE_CHECKING

from lsprotocol import types

from lossguard.locales import translations
from lossguard.lsp.client import Client, language_of, negotiated_encoding
from lossguard.lsp.handlers import configuration, watched_files
from lossguard.lsp.present import Presenter
from lossguard.text.document import Document

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer


def register(server: "LossguardServer") -> None:
    @server.feature(types.INITIALIZE)
    def initialize(params: types.InitializeParams) -> None:
        server.client = Client.of(params.capabilities)
        encoding = negotiated_encoding(params.capabilities)
        server.language = language_of(params.locale)
        server.documents.encoding = encoding
        server.live.presenter = Presenter(encoding, translations(server.language), server.client.related_information)
        options = params.initialization_options
        if isinstance(options, Mapping) and "settings" in options:
            server.environment.is_configured = True
            configuration.adopt(server, options["settings"])

    @server.feature(types.INITIALIZED)
    def initialized(_params: types.InitializedParams) -> None:
        server.status.start()
        if not server.environment.is_configured:
            configuration.ask(server)
        watched_files.watch_projects(server)
        # Not while the client waits: it sends the first document soon.
        asyncio.get_running_loop().call_soon(_warm_up, server)


def _warm_up(server: "LossguardServer") -> None:
    """Load and generate what the first diagnostics need, and keep it out of garbage collection."""
    from lossguard.check import check

    check(Document.script("", ""))  # imports the rules
    server.rpc.warm_up()
    gc.freeze()
