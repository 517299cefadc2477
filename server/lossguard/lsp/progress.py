"""Work-done progress of a command."""

from concurrent.futures import Future
from time import monotonic
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from lsprotocol import types

if TYPE_CHECKING:
    from collections.abc import Callable

    from lossguard.lsp.language_server import LossguardServer

_PAUSE = 0.1
"""Seconds between two counts."""


class Progress:
    """Under the client's token, else under one made here, else none."""

    def __init__(self, server: "LossguardServer", token: types.ProgressToken | None, title: str) -> None:
        self._server = server
        self._given = token
        self._title = title
        self._token: types.ProgressToken | None = None
        self._ended = False
        self._counted = 0.0

    def begin(self, cancel: "Callable[[], None]", percentage: int | None = None) -> None:
        """``cancel`` is called when the client asks for the end; ``percentage`` 0 announces that there will be some."""

        def start(token: types.ProgressToken) -> None:
            if not self._ended:
                self._start(token, cancel, percentage)

        if self._given is not None:
            start(self._given)
        elif self._server.client.progress:
            token = f"lossguard-{uuid4()}"
            # By callback: nothing may wait for a client inside what can be cancelled (pygls#621).
            self._server.work_done_progress.create(token, lambda _: start(token))

    def count(self, done: int, total: int) -> None:
        now = monotonic()
        if now - self._counted >= _PAUSE:
            self._counted = now
            self._report(f"{done}/{total}", 100 * done // max(total, 1))

    def say(self, message: str) -> None:
        self._report(message, None)

    def end(self) -> None:
        self._ended = True
        if self._token is not None:
            self._server.work_done_progress.end(self._token, types.WorkDoneProgressEnd())
            self._server.work_done_progress.tokens.pop(self._token, None)

    def _report(self, message: str, percentage: int | None) -> None:
        if self._token is not None:
            value = types.WorkDoneProgressReport(message=message, percentage=percentage)
            self._server.work_done_progress.report(self._token, value)

    def _start(self, token: types.ProgressToken, cancel: "Callable[[], None]", percentage: int | None) -> None:
        self._token = token
        begin = types.WorkDoneProgressBegin(title=self._title, cancellable=True, percentage=percentage)
        self._server.work_done_progress.begin(token, begin)
        future: Future[Any] = self._server.work_done_progress.tokens[token]
        future.add_done_callback(lambda future: cancel() if future.cancelled() else None)
