"""The language server: its parts put together."""

import sys
import traceback
from pathlib import Path
from typing import Any

from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcInternalError
from pygls.lsp.server import LanguageServer
from pygls.uris import to_fs_path

from lossguard import __version__
from lossguard.findings.finding import Message
from lossguard.lsp.client import Client
from lossguard.lsp.closed_files import ClosedFiles
from lossguard.lsp.documents import Change, Documents
from lossguard.lsp.environment import Environment
from lossguard.lsp.handlers import register_all
from lossguard.lsp.live import LiveChecks
from lossguard.lsp.log import Log
from lossguard.lsp.projects import ProjectProblems
from lossguard.lsp.protocol import Protocol
from lossguard.lsp.publisher import Publisher
from lossguard.lsp.releases import Releases
from lossguard.lsp.status import Status
from lossguard.lsp.transport import Input
from lossguard.lsp.worker import Task

# All cells, not only the Python ones: people count Markdown cells too.
_NOTEBOOKS = types.NotebookDocumentSyncOptions(
    notebook_selector=[types.NotebookDocumentFilterWithNotebook(notebook="*")]
)


class LossguardServer(LanguageServer):
    """Holds the parts; what it answers is in ``lossguard.lsp.handlers``, one file per feature."""

    def __init__(self) -> None:
        super().__init__(
            "lossguard",
            __version__,
            text_document_sync_kind=types.TextDocumentSyncKind.Incremental,
            notebook_document_sync=_NOTEBOOKS,
            protocol_cls=Protocol,
        )
        self.client = Client()
        self.language = "en"
        self.input: Input | None = None
        self.log = Log(self)
        self.status = Status(self.notify)
        self.documents = Documents()
        self.publisher = Publisher(self.text_document_publish_diagnostics)
        self.environment = Environment(self.log.complain)
        self.problems = ProjectProblems(self.publisher)
        self.releases = Releases(self.status, self.log, self._say, self._release_read)
        self.live = LiveChecks(
            self.documents,
            self.publisher,
            self.environment,
            self.problems,
            self.status,
            self.log,
            self._input_waits,
            self.releases.want,
        )
        self.closed_files = ClosedFiles(self.publisher, self.live, self.log, self.rpc.diagnostic, self.task)
        self.watches_sources = False
        """Whether the client has been asked to tell of every change of a script or notebook."""

    def close(self, change: Change | None) -> None:
        """A document was closed: what is shown of it from now on is what the disk says, if anything."""
        self.live.close(change)
        if change is not None and change.document.path is not None:
            self.closed_files.changed(change.document.path)

    def task(self) -> Task:
        """What a worker has to know."""
        presenter = self.live.presenter
        return Task(self.environment.editor, presenter.encoding.value, presenter.related, self.language)

    def folders(self) -> list[Path]:
        """Of the workspace, as far as they are on disk."""
        workspace = self.workspace
        uris = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
        return [Path(path) for uri in uris if (path := to_fs_path(uri))]

    @property
    def rpc(self) -> Protocol:
        assert isinstance(self.protocol, Protocol)
        return self.protocol

    def notify(self, method: str, params: Any) -> None:
        self.protocol.notify(method, params)

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Called by pygls for whatever a handler raises: into the log, with the traceback; no pop-up."""
        if source is FeatureRequestError and not isinstance(error, JsonRpcInternalError):
            return  # a refusal, which is the answer that the client gets
        self.log.error(f"{error}\n{traceback.format_exc()}" if sys.exc_info()[0] else str(error))

    def _say(self, message: Message) -> str:
        return self.live.presenter.text(message)

    def _release_read(self) -> None:
        self.live.environment_changed()
        self.closed_files.environment_changed()

    def _input_waits(self) -> bool:
        return self.input is not None and self.input.waiting


def create_server() -> LossguardServer:
    """A server with all its features, not started."""
    server = LossguardServer()
    register_all(server)
    return server
