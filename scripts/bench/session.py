"""A session with the real server over stdio, timed from the edit to the diagnostics of its version."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from scripts.bench.edits import Edit

URI = "file:///lossguard-bench/train.py"


class Session:
    def __init__(self) -> None:
        self.started = time.perf_counter()
        command = [str(Path(sys.executable).with_name("lossguard")), "server", "--stdio"]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.version = 1
        self.number = 1
        """Of the last request."""
        self.send("initialize", {"processId": None, "rootUri": None, "capabilities": {}}, number=1)
        self.until(lambda message: message.get("id") == 1)
        self.initialized = time.perf_counter() - self.started
        self.send("initialized", {})

    def send(self, method: str, params: dict[str, Any], number: int | None = None) -> None:
        message = {"jsonrpc": "2.0", "method": method, "params": params} | ({"id": number} if number else {})
        body = json.dumps(message).encode()
        assert self.process.stdin is not None
        self.process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(body) + body)
        self.process.stdin.flush()

    def until(self, wanted: Any) -> None:
        """Read messages up to one that is wanted."""
        assert self.process.stdout is not None
        while True:
            length = 0
            while (line := self.process.stdout.readline()) not in (b"\r\n", b""):
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            if not length:
                raise SystemExit("the server ended")
            if wanted(json.loads(self.process.stdout.read(length))):
                return

    def open(self, text: str, uri: str = URI) -> float:
        """Seconds from the start of the server until a text is checked."""
        document = {"uri": uri, "languageId": "python", "version": self.version, "text": text}
        self.send("textDocument/didOpen", {"textDocument": document})
        self._checked(uri)
        return time.perf_counter() - self.started

    def edit(self, edit: Edit) -> float:
        """Seconds until an edit is checked and what it changed is published."""
        self.version += 1
        (row, column), (last, end) = edit.start, edit.end
        place = {"start": {"line": row, "character": column}, "end": {"line": last, "character": end}}
        params = {
            "textDocument": {"uri": URI, "version": self.version},
            "contentChanges": [{"range": place, "text": edit.text}],
        }
        before = time.perf_counter()
        self.send("textDocument/didChange", params)
        self._checked(URI)
        return time.perf_counter() - before

    def _checked(self, uri: str) -> None:
        """Wait for the answer to a request about a document: it comes behind the diagnostics, if there are any."""
        self.number += 1
        number, top = self.number, {"line": 0, "character": 0}
        params = {"textDocument": {"uri": uri}, "range": {"start": top, "end": top}, "context": {"diagnostics": []}}
        self.send("textDocument/codeAction", params, number)
        self.until(lambda message: message.get("id") == number)

    def resident(self) -> int:
        """Bytes of the server that are in memory; Linux only, elsewhere 0."""
        found = Path(f"/proc/{self.process.pid}/statm")
        return int(found.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") if found.exists() else 0

    def cpu(self) -> float:
        """CPU seconds of the server so far; Linux only, elsewhere 0."""
        stat = Path(f"/proc/{self.process.pid}/stat")
        if not stat.exists():
            return 0.0
        fields = stat.read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
