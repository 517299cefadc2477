"""Worker processes, as the server sees them."""

import asyncio
import json
import sys
from contextlib import suppress
from typing import Any

from lossguard.lsp.worker import START, Task

_LONGEST_LINE = 1 << 26


class WorkerEnded(Exception):  # noqa: N818 - it may have been killed on purpose
    """A worker ended without an answer."""


class Worker:
    """One process, started when it is first asked something; it may be asked again after it has ended."""

    def __init__(self, task: Task) -> None:
        self._task = task
        self._process: asyncio.subprocess.Process | None = None

    async def ask(self, patience: float, **request: Any) -> dict[str, Any]:
        """The answer; WorkerEnded if there is none, or none within the time."""
        process = self._process or await self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(json.dumps(request).encode() + b"\n")
            await process.stdin.drain()
            line = await asyncio.wait_for(process.stdout.readline(), patience)
        except (OSError, asyncio.TimeoutError) as error:
            await self.end()
            raise WorkerEnded(type(error).__name__) from error
        if not line:
            status = await process.wait()
            self._process = None
            raise WorkerEnded(f"it ended with status {status}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    async def end(self) -> None:
        """End the process, whatever it is doing; nothing of it is left when this returns."""
        process, self._process = self._process, None
        if process is not None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()

    async def _start(self) -> asyncio.subprocess.Process:
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            *_flags(),
            "-c",
            START,
            json.dumps([sys.path, sys.pycache_prefix, sys.dont_write_bytecode]),
            self._task.to_json(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
        )
        return self._process


def _flags() -> list[str]:
    """As isolated as the server itself."""
    flags = {"-I": sys.flags.isolated, "-S": sys.flags.no_site, "-B": sys.flags.dont_write_bytecode}
    return [flag for flag, given in flags.items() if given]
