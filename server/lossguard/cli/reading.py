"""Reads releases that the chosen interpreter has and that are not shipped, before the first check rests on them."""

import subprocess
from collections.abc import Callable, Iterable

from lossguard.libraries.readings import LONGEST, Installation, Readings
from lossguard.libraries.release_facts import Reading


class Releases:
    def __init__(self, readings: Readings, remark: Callable[[str], None]) -> None:
        self._readings = readings
        self._remark = remark
        self._known: dict[Installation, Reading | None] = {}

    def of(self, installations: Iterable[Installation]) -> tuple[Reading, ...]:
        """What is known of each; of one that cannot be read, that is said once, and nothing is known."""
        found = map(self._of, installations)
        return tuple(reading for reading in found if reading is not None)

    def _of(self, installation: Installation) -> Reading | None:
        if installation not in self._known:
            self._known[installation] = self._readings.find(installation) or self._read(installation)
        return self._known[installation]

    def _read(self, installation: Installation) -> Reading | None:
        trouble = self._readings.given_up(installation)
        if trouble is None:
            trouble = _run(self._readings.command(installation))
            if (found := self._readings.find(installation)) is not None:
                return found
            self._readings.give_up(installation, trouble)
        self._remark(f"{installation} cannot be read, so what is new in it is not known: {trouble}")
        return None


def _run(command: list[str]) -> str:
    """Why it has failed, if it has."""
    try:
        ended = subprocess.run(
            command, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=LONGEST, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = ended.stderr.strip().splitlines()
    return said[-1] if said else f"it ended with status {ended.returncode}"
