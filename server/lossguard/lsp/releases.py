"""Reads releases of the chosen interpreter that are not shipped, in a process beside the server."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress

from lossguard.findings.finding import Message
from lossguard.libraries.readings import LONGEST, Installation, Readings
from lossguard.lsp import words
from lossguard.lsp.log import Log
from lossguard.lsp.status import Status


class Releases:
    """One at a time, each once; while one is read, nothing is found that rests on what it does."""

    def __init__(self, status: Status, log: Log, say: Callable[[Message], str], arrived: Callable[[], None]) -> None:
        """``arrived`` is called whenever one was read."""
        self._status = status
        self._log = log
        self._say = say
        self._arrived = arrived
        self._wanted: dict[Installation, None] = {}
        self._tried: set[Installation] = set()
        self._task: asyncio.Task[None] | None = None

    def want(self, installations: Iterable[Installation]) -> None:
        new = [one for one in installations if one not in self._tried]
        self._tried.update(new)
        self._wanted.update(dict.fromkeys(new))
        if self._wanted and (self._task is None or self._task.done()):
            self._task = asyncio.ensure_future(self._read_all())

    async def _read_all(self) -> None:
        readings = Readings.of_user()
        while self._wanted:
            installation = next(iter(self._wanted))
            del self._wanted[installation]
            trouble = readings.given_up(installation)
            if trouble is None:
                trouble = await self._read(readings, installation)
                if readings.find(installation) is None:
                    readings.give_up(installation, trouble)
            if readings.find(installation) is not None:
                self._log.info(f"{installation} was read.")
                self._arrived()
            else:
                self._log.warning(f"{installation} cannot be read, so what is new in it is not known: {trouble}")

    async def _read(self, readings: Readings, installation: Installation) -> str:
        """Why it has failed, if it has."""
        arguments = {"library": installation.library, "version": installation.version}
        self._status.begin(self, self._say(Message(words.READING, arguments)))
        try:
            return await _run(readings.command(installation))
        finally:
            self._status.end(self)


async def _run(command: list[str]) -> str:
    """Why it has failed, if it has."""
    try:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )
    except OSError as error:
        return str(error)
    try:
        _, errors = await asyncio.wait_for(process.communicate(), LONGEST)
    except asyncio.TimeoutError:
        return f"it took longer than {LONGEST:.0f} seconds"
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    said = errors.decode(errors="replace").strip().splitlines()
    return said[-1] if said else f"it ended with status {process.returncode}"
