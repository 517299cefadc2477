"""``workspace/didChangeWatchedFiles``: a project's settings have changed on disk."""

from typing import TYPE_CHECKING

from lsprotocol import types

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer

_PATTERN = "**/pyproject.toml"


def register(server: "LossguardServer") -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(_params: types.DidChangeWatchedFilesParams) -> None:
        server.environment.forget_projects()
        server.live.restart()


def watch(server: "LossguardServer") -> None:
    if server.client.watches_files:
        options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob_pattern=_PATTERN)])
        registration = types.Registration(
            id="lossguard-projects",
            method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
            register_options=options,
        )
        server.client_register_capability(types.RegistrationParams(registrations=[registration]))
