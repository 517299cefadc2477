"""``workspace/didChangeWatchedFiles`` and ``textDocument/didSave``: what the disk says may have changed."""

from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.uris import to_fs_path

from lossguard.libraries.project_pins import WATCHED
from lossguard.settings.project import FILE

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer

_PROJECTS = f"**/{{{','.join(WATCHED)}}}"
_SOURCES = "**/*.{py,ipynb}"


def register(server: "LossguardServer") -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_WATCHED_FILES)
    def did_change_watched_files(params: types.DidChangeWatchedFilesParams) -> None:
        changed = [Path(name) for event in params.changes if (name := to_fs_path(event.uri))]
        if any(path.name == FILE for path in changed):
            _read_again(server)
        elif any(path.suffix in (".txt", ".in", ".toml", ".lock") for path in changed):
            server.live.environment_changed()
        for path in changed:
            server.live.changed_on_disk(path)
            server.closed_files.changed(path)

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


def watch_projects(server: "LossguardServer") -> None:
    _watch(server, "lossguard-projects", _PROJECTS)


def watch_sources(server: "LossguardServer") -> None:
    """From the first check of the workspace on: before, closed files do not matter."""
    if not server.watches_sources:
        server.watches_sources = True
        _watch(server, "lossguard-sources", _SOURCES)


def _watch(server: "LossguardServer", name: str, pattern: str) -> None:
    if not server.client.watches_files:
        return
    options = types.DidChangeWatchedFilesRegistrationOptions([types.FileSystemWatcher(glob_pattern=pattern)])
    registration = types.Registration(
        id=name, method=types.WORKSPACE_DID_CHANGE_WATCHED_FILES, register_options=options
    )
    server.client_register_capability(types.RegistrationParams(registrations=[registration]))
