"""A server spoken to byte by byte, for what no well-behaved client sends."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

from tests.lsp.editor import SERVER


@dataclass
class Raw:
    process: subprocess.Popen[bytes]

    def write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def send(self, **message: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()
        self.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))

    def read(self) -> dict[str, Any] | None:
        """The next message; None at the end."""
        assert self.process.stdout is not None
        length = 0
        while (line := self.process.stdout.readline().strip()) or not length:
            if not line and self.process.poll() is not None:
                return None
            name, _, value = line.partition(b":")
            length = int(value) if name.lower() == b"content-length" else length
        message: dict[str, Any] = json.loads(self.process.stdout.read(length))
        return message

    def answer(self, identity: int | str | None) -> dict[str, Any]:
        """The response to a request; what the server says in between is skipped."""
        while (message := self.read()) is not None:
            if "method" not in message and message.get("id") == identity:
                return message
        raise AssertionError(f"the server ended without an answer to {identity!r}")

    def initialize(self, **parameters: Any) -> dict[str, Any]:
        self.send(
            id="initialize",
            method="initialize",
            params={"processId": None, "rootUri": None, "capabilities": {}, **parameters},
        )
        answer = self.answer("initialize")
        self.send(method="initialized", params={})
        return answer

    def end(self) -> int:
        """Shut down in good order; returns the exit status."""
        self.send(id="shutdown", method="shutdown")
        assert self.answer("shutdown")["result"] is None
        self.send(method="exit")
        return self.process.wait(20)


@contextmanager
def server() -> Iterator[Raw]:
    process = subprocess.Popen(SERVER, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        yield Raw(process)
    finally:
        process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            with suppress(BrokenPipeError):
                stream.close()
