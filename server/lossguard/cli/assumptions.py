"""What a run assumes about a file from outside it: settings and installed versions."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from lossguard.cli.given import STDIN, Given
from lossguard.findings.finding import Message
from lossguard.libraries.environments import active_environment, likely_environment
from lossguard.libraries.installed import InstalledVersions
from lossguard.libraries.project_pins import ProjectPins
from lossguard.libraries.readings import Readings, unshipped
from lossguard.libraries.release_facts import Reading
from lossguard.libraries.resolution import RELEVANT
from lossguard.libraries.versions import Versions
from lossguard.settings.problem import SettingsProblem
from lossguard.settings.project import Projects, ProjectSettings
from lossguard.settings.settings import Settings
from lossguard.settings.words import NO_PYTHON
from lossguard.text.document import Document

if TYPE_CHECKING:
    from lossguard.check import Assumptions
    from lossguard.cli.reading import Releases


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a file from outside it."""

    settings: Settings
    installed: Versions
    pinned: Versions
    readings: tuple[Reading, ...] = ()
    """Of installed releases of which nothing is shipped."""

    @property
    def assumptions(self) -> "Assumptions":
        from lossguard.check import Assumptions

        return Assumptions(self.settings.given, self.installed, self.pinned, self.readings)


class Surroundings:
    """Settings and installed versions for each file; each trouble with them is told once."""

    def __init__(
        self,
        given: Given,
        complain: Callable[[str], None],
        report: Callable[[SettingsProblem], None] | None = None,
        remark: Callable[[str], None] | None = None,
    ) -> None:
        """``report`` is told what is wrong in settings files; without it, ``complain`` is told in words.

        ``remark`` is told what makes that less is found, and is no fault of the user.
        """
        self._given = given
        self._complain = complain
        self._remark = remark or complain
        self._report = report or (lambda problem: complain(told(problem)))
        self._projects = Projects()
        self._installed = InstalledVersions()
        self._pins = ProjectPins()
        self._by_folder: dict[tuple[Path, str | None], tuple[Versions, tuple[Reading, ...]]] = {}
        self._releases: Releases | None = None
        self._told: set[object] = set()
        self.troubled = False

    def known(self, document: Document) -> Known:
        """All of it; standard input lies in the working folder."""
        file = Path.cwd() / STDIN if document.path == STDIN else Path(document.path)
        settings = self.settings(file)
        key = (file.parent, settings.python)
        if key not in self._by_folder:
            installed = self.installed(file, settings)
            self._by_folder[key] = (installed, self._readings(installed) if _is_chosen(file, settings) else ())
        return Known(settings, self._by_folder[key][0], self._pins.of(file), self._by_folder[key][1])

    def settings(self, file: Path) -> Settings:
        project = self._projects.of(file)
        for problem in project.problems:
            self._tell(told(problem), partial(self._report, problem))
        return self._given.over(project.settings).for_file(file)

    def installed(self, file: Path, settings: Settings) -> Versions:
        """Of the chosen interpreter, else of the environment in use, else of the one that runs Lossguard."""
        if settings.python:
            return self._read(settings.python, self._projects.of(file))
        environment = likely_environment(file.absolute().parent, os.environ)
        if environment:
            return self._read(environment)
        own = self._installed.of(sys.prefix)
        known = isinstance(own, Versions) and any(own.get(package) for package in RELEVANT)
        return own if known and isinstance(own, Versions) else Versions()

    def _readings(self, installed: Versions) -> tuple[Reading, ...]:
        """What releases do that are not shipped; they are read now, if they were not before."""
        if not any(unshipped(installed)):
            return ()
        from lossguard.cli.reading import Releases

        if self._releases is None:
            self._releases = Releases(Readings.of_user(), self._remark)
        return self._releases.of(unshipped(installed))

    def _read(self, interpreter: str, project: ProjectSettings | None = None) -> Versions:
        """``project``: whose settings name the interpreter, if they do."""
        found = self._installed.of(interpreter)
        if isinstance(found, Versions):
            return found
        message = Message(NO_PYTHON, {"path": interpreter, "reason": found.message})
        problem = project.problem("python", message) if project else None
        if problem is not None:
            self._tell(interpreter, partial(self._report, problem))
        else:
            self._tell(interpreter, partial(self._complain, f"{interpreter} {found.message}"))
        return Versions()

    def _tell(self, key: object, tell: Callable[[], None]) -> None:
        if key not in self._told:
            self._told.add(key)
            self.troubled = True
            tell()


def _is_chosen(file: Path, settings: Settings) -> bool:
    """Whether the user has said which environment it is; one that lies in the project is not trusted unsaid."""
    found = likely_environment(file.absolute().parent, os.environ)
    return bool(settings.python) or found is None or found == active_environment(os.environ)


def told(problem: SettingsProblem, translate: Callable[[str], str] | None = None) -> str:
    """A problem in words, with its place."""
    return f"{shown(problem.path)}:{problem.row + 1}: {problem.message.text(translate)}"


def shown(path: str) -> str:
    """A path below the working folder in its short form."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return path
