"""The one place from which diagnostics reach the client."""

from collections.abc import Callable, Sequence
from pathlib import Path

from lsprotocol import types

Send = Callable[[types.PublishDiagnosticsParams], None]


class Publisher:
    """Remembers what the client shows, so that only changes are sent and nothing stale stays behind."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._shown: dict[str, Sequence[types.Diagnostic]] = {}
        self._stale: set[str] = set()
        self._closed: dict[Path, str] = {}
        """URIs under which diagnostics of closed files are shown; clients do not spell them all alike."""
        self._checked: dict[Path, Sequence[types.Diagnostic]] = {}
        self._ran: dict[Path, Sequence[types.Diagnostic]] = {}
        """Of closed files: what a check of the workspace has found, and what a dry run has."""

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

    def publish_closed(self, path: Path, diagnostics: Sequence[types.Diagnostic]) -> None:
        """Diagnostics of a file that is not open: the result of a check of the workspace."""
        self._checked[path] = diagnostics
        self._publish_closed(path)

    def publish_ran(self, path: Path, diagnostics: Sequence[types.Diagnostic]) -> None:
        """What a dry run has found in a file that is not open."""
        self._ran[path] = diagnostics
        self._publish_closed(path)

    def _publish_closed(self, path: Path) -> None:
        self._closed[path] = path.as_uri()
        self.publish(self._closed[path], [*self._checked.get(path, ()), *self._ran.get(path, ())])

    def opened(self, path: Path, uri: str) -> None:
        """What is open is shown as it stands in the editor, and under the editor's URI."""
        self._ran.pop(path, None)
        shown = self._closed.pop(path, None)
        if shown is not None and shown != uri:
            self.clear(shown)

    def forget_closed(self) -> None:
        self._checked.clear()
        for path in list(self._closed):
            self._publish_closed(path)
