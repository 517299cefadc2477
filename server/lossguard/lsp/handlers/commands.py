"""``workspace/executeCommand``: hands a command to the handler that has announced it."""

from typing import TYPE_CHECKING, Any

from lsprotocol import types
from pygls.exceptions import JsonRpcInvalidParams

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer


def register(server: "LossguardServer") -> None:
    @server.feature(types.WORKSPACE_EXECUTE_COMMAND)
    async def execute_command(params: types.ExecuteCommandParams) -> Any:
        # Not by way of pygls: its commands neither learn the progress token nor hear of a cancellation.
        command = server.rpc.fm.commands.get(params.command)
        if command is None:
            raise JsonRpcInvalidParams(f"There is no command {params.command!r}")
        return await command(params)
