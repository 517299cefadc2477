"""The editor's settings: at the start, when they change, and asked for from clients that wait to be asked."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from lossguard.lsp.configuration import SECTION, parse

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer


def register(server: "LossguardServer") -> None:
    @server.feature(types.WORKSPACE_DID_CHANGE_CONFIGURATION)
    def did_change_configuration(params: types.DidChangeConfigurationParams) -> None:
        given = params.settings
        if isinstance(given, Mapping) and SECTION in given:
            adopt(server, given[SECTION])
        else:
            # Clients of the pull model send nothing but the news.
            ask(server)


def adopt(server: "LossguardServer", value: Any) -> None:
    """Take over settings that were sent; only a change costs a new check."""
    settings, problems = parse(value)
    for problem in problems:
        server.log.complain(f"{problem}; the default is used.")
    if settings != server.environment.editor:
        server.environment.editor = settings
        server.status.interpreter = settings.interpreter
        server.status.update()
        server.live.restart()


def ask(server: "LossguardServer") -> None:
    """Request the settings; the answer comes by a callback, as nothing may wait for a client (pygls#621)."""
    if not server.client.pulls_configuration:
        return

    def answered(values: Any) -> None:
        adopt(server, values[0] if values else None)

    item = types.ConfigurationItem(section=SECTION)
    server.workspace_configuration(types.ConfigurationParams(items=[item]), answered)
