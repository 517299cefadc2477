"""When documents are checked: at once, but never while input waits; and thoroughly when typing rests."""

import asyncio
from collections.abc import Callable
from time import monotonic

from lossguard.lsp.documents import OpenDocument

_PATIENCE = 0.1
"""Seconds after which a document is checked although input keeps coming."""
_REST = 0.3
"""Seconds without a change after which a document is looked at thoroughly: longer than between two keystrokes."""


class Refresher:
    """Checks changed documents one by one, the last changed first.

    Between two of them, and before the first, waiting messages are handled: the changes of a burst
    are answered with one check, and opening ten files does not keep the first keystroke waiting.
    A check of a change is hasty: ``refresh`` is told so, and tells whether it left anything for later.
    """

    def __init__(self, refresh: Callable[[OpenDocument, bool], bool], input_waits: Callable[[], bool]) -> None:
        self._refresh = refresh
        self._input_waits = input_waits
        self._changed: dict[OpenDocument, float] = {}
        self._unsettled: dict[OpenDocument, asyncio.TimerHandle] = {}
        self._scheduled = False

    def changed(self, document: OpenDocument) -> None:
        self._forget_rest(document)
        since = self._changed.pop(document, None)
        self._changed[document] = monotonic() if since is None else since
        self._schedule()

    def closed(self, document: OpenDocument) -> None:
        self._forget_rest(document)
        self._changed.pop(document, None)

    def settle(self, document: OpenDocument) -> None:
        """Bring a document up to date now: a request about it has arrived."""
        if self._changed.pop(document, None) is not None:
            self._check(document)

    def _check(self, document: OpenDocument) -> None:
        if not self._refresh(document, True):
            self._wait_for_rest(document)

    def _wait_for_rest(self, document: OpenDocument) -> None:
        self._forget_rest(document)
        self._unsettled[document] = asyncio.get_running_loop().call_later(_REST, self._rest, document)

    def _forget_rest(self, document: OpenDocument) -> None:
        waiting = self._unsettled.pop(document, None)
        if waiting is not None:
            waiting.cancel()

    def _rest(self, document: OpenDocument) -> None:
        if self._input_waits():
            self._wait_for_rest(document)
        else:
            self._forget_rest(document)
            self._refresh(document, False)

    def _schedule(self) -> None:
        if not self._scheduled:
            self._scheduled = True
            asyncio.get_running_loop().call_soon(self._run)

    def _run(self) -> None:
        self._scheduled = False
        if not self._changed:
            return
        oldest = min(self._changed.values())
        if not self._input_waits() or monotonic() - oldest > _PATIENCE:
            document, _ = self._changed.popitem()
            self._check(document)
        if self._changed:
            self._schedule()
