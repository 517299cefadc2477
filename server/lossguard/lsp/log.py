"""The server's log in the client: ``window/logMessage``, and messages that pop up."""

from lsprotocol import types
from pygls.lsp.server import LanguageServer


class Log:
    def __init__(self, server: LanguageServer) -> None:
        self._server = server
        self._shown: set[str] = set()

    def error(self, text: str) -> None:
        self._write(types.MessageType.Error, text)

    def warning(self, text: str) -> None:
        self._write(types.MessageType.Warning, text)

    def info(self, text: str) -> None:
        self._write(types.MessageType.Info, text)

    def complain(self, text: str) -> None:
        """Something the user has to put right: it pops up and is logged once, however often it is met."""
        if text not in self._shown:
            self._shown.add(text)
            self.warning(text)
            warning = types.ShowMessageParams(type=types.MessageType.Warning, message=f"Lossguard: {text}")
            self._server.window_show_message(warning)

    def _write(self, level: types.MessageType, text: str) -> None:
        self._server.window_log_message(types.LogMessageParams(type=level, message=text))
