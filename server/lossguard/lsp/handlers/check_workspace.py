"""``workspace/executeCommand`` with ``lossguard.server.checkWorkspace``."""

from concurrent.futures import Future
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams
from pygls.uris import to_fs_path

from lossguard.findings.finding import Message
from lossguard.lsp import words
from lossguard.lsp.handlers import watched_files
from lossguard.lsp.workspace_check import WorkspaceCheck

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer

COMMAND = "lossguard.server.checkWorkspace"
_PAUSE = 0.1
"""Seconds between two reports of progress."""


def register(server: "LossguardServer") -> None:
    running: list[WorkspaceCheck] = []

    async def check_workspace(params: types.ExecuteCommandParams) -> dict[str, Any]:
        if running:
            running[-1].cancel()
        report = Progress(server, params.work_done_token)
        check = WorkspaceCheck(
            task=server.task(),
            folders=_folders(server),
            closed_files=server.closed_files,
            progress=report.update,
        )
        running.append(check)
        report.begin(check.cancel)
        server.status.begin(check, server.live.presenter.text(Message(words.CHECKING)))
        server.closed_files.forget()
        watched_files.watch_sources(server)
        try:
            return (await check.run()).to_json()
        finally:
            running.remove(check)
            report.end()
            server.status.end(check)

    server.command(COMMAND)(check_workspace)

    @server.feature(types.WORKSPACE_EXECUTE_COMMAND)
    async def execute_command(params: types.ExecuteCommandParams) -> Any:
        # Not by way of pygls: its commands neither learn the progress token nor hear of a cancellation.
        if params.command != COMMAND:
            raise JsonRpcInvalidParams(f"There is no command {params.command!r}")
        return await check_workspace(params)


def _folders(server: "LossguardServer") -> list[Path]:
    workspace = server.workspace
    uris = [folder.uri for folder in workspace.folders.values()] or [workspace.root_uri or ""]
    return [Path(path) for uri in uris if (path := to_fs_path(uri))]


class Progress:
    """Work-done progress under the client's token, else under one made here, else none."""

    def __init__(self, server: "LossguardServer", token: types.ProgressToken | None) -> None:
        self._server = server
        self._given = token
        self._token: types.ProgressToken | None = None
        self._ended = False
        self._reported = 0.0

    def begin(self, cancel: Any) -> None:
        if self._given is not None:
            self._start(self._given, cancel)
        elif self._server.client.progress:
            token = f"lossguard-{uuid4()}"
            # By callback: nothing may wait for a client inside what can be cancelled (pygls#621).
            self._server.work_done_progress.create(token, lambda _: self._start(token, cancel))

    def update(self, done: int, total: int) -> None:
        now = monotonic()
        if self._token is not None and now - self._reported >= _PAUSE:
            self._reported = now
            percentage = 100 * done // max(total, 1)
            value = types.WorkDoneProgressReport(message=f"{done}/{total}", percentage=percentage)
            self._server.work_done_progress.report(self._token, value)

    def end(self) -> None:
        self._ended = True
        if self._token is not None:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
            self._server.work_done_progress.tokens.pop(self._token, None)

    def _start(self, token: types.ProgressToken, cancel: Any) -> None:
        if self._ended:
            return
        self._token = token
        title = self._server.live.presenter.text(Message(words.CHECKING))
        begin = types.WorkDoneProgressBegin(title=title, cancellable=True, percentage=0)
        self._server.work_done_progress.begin(token, begin)
        future: Future[Any] = self._server.work_done_progress.tokens[token]
        future.add_done_callback(lambda future: cancel() if future.cancelled() else None)
