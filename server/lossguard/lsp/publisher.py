"""The one place from which diagnostics reach the client."""

from collections.abc import Callable, Sequence

from lsprotocol import types

Send = Callable[[types.PublishDiagnosticsParams], None]


class Publisher:
    """Remembers what the client shows, so that only changes are sent and nothing stale stays behind."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._shown: dict[str, Sequence[types.Diagnostic]] = {}
        self._stale: set[str] = set()

    def shown(self, uri: str) -> Sequence[types.Diagnostic]:
        return self._shown.get(uri, ())

    def touched(self, uri: str, row: int) -> None:
        """The text from a row on has changed.

        Editors move what they show along with the text, and collapse it where text is replaced, even by
        the same text. So diagnostics that reach the change are sent again, also if none has moved.
        """
        if any(diagnostic.range.end.line >= row for diagnostic in self.shown(uri)):
            self._stale.add(uri)

    def publish(self, uri: str, diagnostics: Sequence[types.Diagnostic], version: int | None = None) -> None:
        if diagnostics == self._shown.get(uri, []) and uri not in self._stale:
            return
        self._stale.discard(uri)
        if diagnostics:
            self._shown[uri] = diagnostics
        else:
            self._shown.pop(uri, None)
        self._send(types.PublishDiagnosticsParams(uri=uri, diagnostics=diagnostics, version=version))

    def clear(self, uri: str) -> None:
        self.publish(uri, [])
