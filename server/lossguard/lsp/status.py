"""What the status item of the editor says: ``lossguard/status``."""

from collections.abc import Callable
from typing import Any

METHOD = "lossguard/status"


class Status:
    """Combines what goes on into one state; sent only when it changes."""

    def __init__(self, send: Callable[[str, dict[str, Any]], None]) -> None:
        self._send = send
        self._started = False
        self._sent: dict[str, Any] | None = None
        self._problems: dict[object, str] = {}
        self._work: dict[object, str] = {}
        self.interpreter: str | None = None

    def start(self) -> None:
        """The client may be told from now on: not before it has the answer to ``initialize``."""
        self._started = True
        self.update()

    def problem(self, source: object, message: str) -> None:
        self._problems[source] = message
        self.update()

    def works(self, source: object) -> None:
        """A source of a problem is well again, or gone."""
        if self._problems.pop(source, None) is not None:
            self.update()

    def begin(self, work: object, message: str) -> None:
        self._work[work] = message
        self.update()

    def end(self, work: object) -> None:
        self._work.pop(work, None)
        self.update()

    def update(self) -> None:
        if self._problems:
            state, messages = "problem", self._problems
        else:
            state, messages = ("checking" if self._work else "ready"), self._work
        message = next(reversed(messages.values()), "")
        status = {"state": state, "message": message, "interpreter": self.interpreter}
        if self._started and status != self._sent:
            self._sent = status
            self._send(METHOD, status)
