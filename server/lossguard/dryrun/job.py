"""One dry run from a plan to its result."""

import time
from collections.abc import Callable
from typing import Any

from lossguard.dryrun.attribution import Attribution
from lossguard.dryrun.conclusion import conclude
from lossguard.dryrun.launch import Launch
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Phase, Progress, Result

Tell = Callable[[Progress], None]


class DryRun:
    def __init__(self, plan: Plan, on_progress: Tell | None = None) -> None:
        self._plan = plan
        self._on_progress = on_progress
        self._messages: list[dict[str, Any]] = []
        self._begin = time.monotonic()
        self._launch = Launch(plan, self._hear)

    async def run(self) -> Result:
        """Start the run and wait for its end. Does not raise for anything that the script does.

        Cancelling the task that awaits this kills the run, too.
        """
        self._begin = time.monotonic()
        self._tell(Phase.STARTING)
        ending = await self._launch.run()
        seconds = time.monotonic() - self._begin
        self._tell(Phase.DONE)
        return conclude(self._plan, self._messages, ending, Attribution(self._plan), seconds)

    def cancel(self) -> None:
        """Kill all processes of the run; `run` then returns a result that says so."""
        self._launch.cancel()

    def _hear(self, message: dict[str, Any]) -> None:
        self._messages.append(message)
        phase = _PHASES.get(str(message.get("phase")))
        if message["event"] == "phase" and phase is not None:
            self._tell(phase, str(message.get("detail", "")))

    def _tell(self, phase: Phase, detail: str = "") -> None:
        if self._on_progress is not None:
            self._on_progress(Progress(phase, time.monotonic() - self._begin, detail))


_PHASES = {phase.value: phase for phase in Phase}
