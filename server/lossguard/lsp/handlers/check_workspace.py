"""``workspace/executeCommand`` with ``lossguard.server.checkWorkspace``."""

from typing import TYPE_CHECKING, Any

from lsprotocol import types

from lossguard.findings.finding import Message
from lossguard.lsp import words
from lossguard.lsp.handlers import watched_files
from lossguard.lsp.progress import Progress
from lossguard.lsp.workspace_check import WorkspaceCheck

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer

COMMAND = "lossguard.server.checkWorkspace"


def register(server: "LossguardServer") -> None:
    running: list[WorkspaceCheck] = []

    async def check_workspace(params: types.ExecuteCommandParams) -> dict[str, Any]:
        if running:
            running[-1].cancel()
        title = server.live.presenter.text(Message(words.CHECKING))
        progress = Progress(server, params.work_done_token, title)
        check = WorkspaceCheck(
            task=server.task(),
            folders=server.folders(),
            closed_files=server.closed_files,
            progress=progress.count,
        )
        running.append(check)
        progress.begin(check.cancel, percentage=0)
        server.status.begin(check, title)
        server.closed_files.forget()
        watched_files.watch_sources(server)
        try:
            return (await check.run()).to_json()
        finally:
            running.remove(check)
            progress.end()
            server.status.end(check)

    server.command(COMMAND)(check_workspace)
