"""Messages over standard input and output.

A thread reads ahead, so that the server knows whether more input waits: a burst of edits is then
answered with one refresh. pygls' own loop reads a header line at a time through a thread pool and
learns of a message only when it asks for the next one.
"""

import asyncio
import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from threading import Thread

_CHUNK = 1 << 16


class Frames:
    """Splits a stream of bytes into message bodies; what is not a header is skipped."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._length = 0
        self._in_body = False

    def feed(self, data: bytes) -> list[bytes]:
        self._buffer += data
        bodies: list[bytes] = []
        while True:
            if not self._in_body and not self._read_headers():
                return bodies
            if len(self._buffer) < self._length:
                return bodies
            bodies.append(bytes(self._buffer[: self._length]))
            del self._buffer[: self._length]
            self._length, self._in_body = 0, False

    def _read_headers(self) -> bool:
        """Consume header lines; True once the body begins."""
        while (end := self._buffer.find(b"\n")) >= 0:
            line = bytes(self._buffer[:end]).strip()
            del self._buffer[: end + 1]
            name, _, value = line.partition(b":")
            if name.strip().lower() == b"content-length":
                self._length = _number(value.strip())
            elif not line and self._length:
                self._in_body = True
                return True
        return False


def _number(digits: bytes) -> int:
    # The limit keeps a corrupt header from asking for a body that never ends.
    return int(digits) if digits.isdigit() and len(digits) < 11 else 0


class Input:
    """The messages that have arrived; a daemon thread fills it until the stream ends."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._waiting: deque[bytes] = deque()
        self._arrived = asyncio.Event()
        self._ended = False

    def start(self) -> None:
        # A daemon, and os.read instead of a buffered reader: a read that never returns must not
        # keep the process alive, and the lock of a reader must not be held when it ends.
        loop = asyncio.get_running_loop()
        Thread(target=self._read, args=(loop,), name="input", daemon=True).start()

    @property
    def waiting(self) -> bool:
        """Whether messages have arrived that nobody has taken."""
        return bool(self._waiting)

    async def take(self) -> bytes | None:
        """The next message; None at the end."""
        while not self._waiting:
            if self._ended:
                return None
            self._arrived.clear()
            await self._arrived.wait()
        return self._waiting.popleft()

    def end(self) -> None:
        """Take nothing more: the client does not listen."""
        self._waiting.clear()
        self._ended = True
        self._arrived.set()

    def _read(self, loop: asyncio.AbstractEventLoop) -> None:
        frames = Frames()
        try:
            while data := os.read(self._descriptor, _CHUNK):
                if bodies := frames.feed(data):
                    self._waiting += bodies
                    loop.call_soon_threadsafe(self._arrived.set)
        except OSError:
            pass  # the client is gone: the same as the end of the stream
        self._ended = True
        with suppress(RuntimeError):  # the loop may have ended first
            loop.call_soon_threadsafe(self._arrived.set)


class Output:
    """Where the protocol writes; a client that is gone ends the server instead of filling the log."""

    def __init__(self, descriptor: int, gone: Callable[[], None]) -> None:
        self._descriptor = descriptor
        self._gone = gone

    def write(self, data: bytes) -> None:
        view = memoryview(data)
        try:
            while view:
                view = view[os.write(self._descriptor, view) :]
        except OSError:
            self._gone()

    def close(self) -> None:
        """Nothing is buffered; the descriptor is closed by the process's end."""


def take_standard_streams() -> tuple[int, int]:
    """Descriptors of the client's streams, moved away from 0 and 1.

    Whatever prints afterwards, here or in a child process, lands in the client's log and cannot
    corrupt the protocol; a child that reads gets the end of the file instead of the client's messages.
    """
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDONLY)
    os.dup2(nothing, 0)
    os.close(nothing)
    os.dup2(2, 1)
    return incoming, outgoing
