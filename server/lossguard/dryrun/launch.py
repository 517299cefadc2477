"""Starts the supervisor, and listens to what the probe tells until both have ended."""

import asyncio
import contextlib
import json
import os
import shutil
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from lossguard.dryrun.environment import environment, machine_memory
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.workplace import Stopped, mirror
from lossguard.probe import protocol

OUTPUT_LIMIT = 32_000
"""Bytes of the script's output that are kept: its end."""
LINE_LIMIT = 8_000_000
"""Bytes of one message; the label view of a few long rows is a tenth of it."""
_HERE = Path(__file__).parent
_PATIENCE = 3.0
"""Seconds that a supervisor which has ended is waited for to let go of its pipes."""


@dataclass(slots=True)
class Ending:
    """How the processes ended."""

    reason: str
    """``ended``, ``timeout``, ``memory``, ``processes``, ``cancelled``, ``not-started``, ``lost``."""
    code: int | None = None
    """Exit status of the probe; negative for a signal."""
    message: str = ""
    peak_memory: int | None = None
    output: str = ""
    hidden_variables: tuple[str, ...] = ()


Tell = Callable[[dict[str, Any]], None]


class Launch:
    """One run. ``cancel`` may be called at any time, more than once."""

    def __init__(self, plan: Plan, tell: Tell) -> None:
        self._plan = plan
        self._tell = tell
        self._lifeline: asyncio.StreamWriter | None = None
        self._stop = threading.Event()
        """Set once the run is not wanted any more; the thread that copies looks at it."""

    async def run(self) -> Ending:
        if sys.platform == "win32":
            return Ending("not-started", message="a dry run needs Linux or macOS")
        scratch = Path(tempfile.mkdtemp(prefix="lossguard-"))
        try:
            return await self._run(scratch)
        finally:
            shutil.rmtree(scratch, ignore_errors=True)

    def cancel(self) -> None:
        self._stop.set()
        if self._lifeline is not None:
            self._lifeline.close()

    async def _run(self, scratch: Path) -> Ending:
        try:
            variables, hidden, work = await self._prepare(scratch)
        except Stopped:
            return Ending("cancelled")
        events, events_end = os.pipe()
        output, output_end = os.pipe()
        try:
            specification = self._specification(scratch, work, events_end, output_end)
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", "-B", str(_HERE / "supervisor.py"), str(specification)),
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                pass_fds=(events_end, output_end),
                start_new_session=True,
                env=variables,
            )
        finally:
            os.close(events_end)
            os.close(output_end)
        self._lifeline = process.stdin
        if self._stop.is_set():
            self.cancel()
        messages, printed = _Messages(self._tell), _Tail()
        async with _listening((events, messages.take), (output, printed.take)) as listeners:
            try:
                status = await _communicate(process)
            except asyncio.CancelledError:
                # The caller has gone; the processes must not outlive it.
                self.cancel()
                await process.wait()
                raise
            await asyncio.wait(listeners, timeout=_PATIENCE)
        ending = _ending(status)
        ending.output = printed.text()
        ending.hidden_variables = hidden
        return ending

    async def _prepare(self, scratch: Path) -> tuple[dict[str, str], tuple[str, ...], Path]:
        """Copy what the script may write to, in a thread; it has ended when this returns. Raises Stopped."""

        def copy() -> tuple[dict[str, str], tuple[str, ...], Path]:
            variables, hidden = environment(self._plan, scratch, os.environ, self._stop)
            return variables, hidden, mirror(self._plan.folder or Path.cwd(), scratch / "work", self._stop)

        copying = asyncio.ensure_future(asyncio.to_thread(copy))
        try:
            return await asyncio.shield(copying)
        except asyncio.CancelledError:
            # A thread cannot be interrupted: it is told and waited for, so that it writes nothing once all is removed.
            self._stop.set()
            await asyncio.wait([copying])
            raise

    def _specification(self, scratch: Path, work: Path, events: int, output: int) -> Path:
        plan = self._plan
        told = scratch / "plan.json"
        told.write_text(json.dumps(_probe_plan(plan, scratch, work)), encoding="utf-8")
        specification = scratch / "supervisor.json"
        probe = _HERE.parent / "probe" / "bootstrap.py"
        content = {
            "command": [plan.python, "-X", "utf8", "-B", str(probe), str(told), str(events)],
            "folder": str(work),
            "events": events,
            "output": output,
            "timeout": plan.timeout,
            "memory": plan.memory or machine_memory() * 3 // 4,
            "scratch": str(scratch),
        }
        specification.write_text(json.dumps(content), encoding="utf-8")
        return specification


def unit_name(plan: Plan, cell: int | None) -> str:
    """The file name under which a part of the document is compiled; frames carry it."""
    return str(plan.path) if cell is None else f"{plan.path}#cell={cell}"


def _probe_plan(plan: Plan, scratch: Path, work: Path) -> protocol.Plan:
    units: list[protocol.Unit] = [
        {"file": unit_name(plan, part.cell), "code": part.code} for part in plan.document.parts
    ]
    return {
        "script": str(plan.path),
        "units": units,
        "arguments": list(plan.arguments),
        "mode": plan.mode,
        "rows": plan.rows,
        "device": _device(plan),
        "roots": sorted({str(plan.path.parent), str((plan.folder or Path.cwd()).resolve())}),
        "scratch": str(scratch),
        "mirror": [str(work), str((plan.folder or Path.cwd()).resolve())],
        "isolate": plan.isolate,
        "processor_seconds": int(plan.timeout * (os.cpu_count() or 1)) + 1,
    }


def _device(plan: Plan) -> str:
    if plan.device == "auto":
        return "cpu" if plan.mode == "tiny" else "auto"
    return plan.device


async def _communicate(process: "asyncio.subprocess.Process") -> bytes:
    """What the supervisor prints; its standard input stays open, as that is its lifeline."""
    assert process.stdout is not None
    status = await process.stdout.read()
    await process.wait()
    return status


def _ending(status: bytes) -> Ending:
    try:
        told = json.loads(status)
    except ValueError:
        # Killed from outside: the system has ended its children with it, by the parent death signal.
        return Ending("lost")
    return Ending(told["reason"], told.get("code"), told.get("message", ""), told.get("peak_memory"))


class _Messages:
    """Cuts the stream into messages; what is none is left out."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._rest = b""

    def take(self, data: bytes) -> None:
        *lines, self._rest = (self._rest + data).split(b"\n")
        if len(self._rest) > LINE_LIMIT:
            self._rest = b""
        for line in lines:
            message = protocol.decode(line)
            if message is not None:
                self._tell(message)


class _Tail:
    """Keeps the end of what a script prints, however much that is."""

    def __init__(self) -> None:
        self._kept = b""
        self._cut = False

    def take(self, data: bytes) -> None:
        self._cut = self._cut or len(self._kept) + len(data) > OUTPUT_LIMIT
        self._kept = (self._kept + data)[-OUTPUT_LIMIT:]

    def text(self) -> str:
        text = self._kept.decode("utf-8", "replace")
        return "…" + text if self._cut else text


@contextlib.asynccontextmanager
async def _listening(*pipes: tuple[int, Callable[[bytes], None]]) -> AsyncIterator[list["asyncio.Task[None]"]]:
    """Read pipes side by side until they end; yields the tasks that do."""
    loop = asyncio.get_running_loop()
    tasks: list[asyncio.Task[None]] = []
    transports: list[asyncio.ReadTransport] = []
    for descriptor, take in pipes:
        reader = asyncio.StreamReader()
        protocol_of = partial(asyncio.StreamReaderProtocol, reader)
        transport, _ = await loop.connect_read_pipe(protocol_of, os.fdopen(descriptor, "rb", buffering=0))
        transports.append(transport)
        tasks.append(asyncio.create_task(_drain(reader, take)))
    try:
        yield tasks
    finally:
        for transport in transports:
            transport.close()
        for task in tasks:
            task.cancel()


async def _drain(reader: asyncio.StreamReader, take: Callable[[bytes], None]) -> None:
    while data := await reader.read(1 << 16):
        take(data)
