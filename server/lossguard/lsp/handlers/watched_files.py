"""``workspace/didChangeWatchedFiles`` and ``textDocument/didSave``: what the disk says may have changed."""

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer

_PATTERN = "**/pyproject.toml"


def register(server: "LossguardServer") -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(_params: types.DidChangeWatchedFilesParams) -> None:
        _read_again(server)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def did_save(_params: types.DidSaveTextDocumentParams) -> None:
        if server.client.watches_files:
            server.live.environment_changed()  # a pip install: it costs a look at one folder
        else:
            _read_again(server)


def _read_again(server: "LossguardServer") -> None:
    server.environment.forget_projects()
    server.problems.forget()
    server.live.environment_changed()


def watch(server: "LossguardServer") -> None:
    if server.client.watches_files:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob_pattern=_PATTERN)])
        registration = types.Registration(
            id="lossguard-projects",
            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            register_options=options,
        )
        server.client_register_capability(types.RegistrationParams(registrations=[registration]))
