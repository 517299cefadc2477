"""What a run assumes about a file from outside it: settings and installed versions."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from lossguard.cli.given import STDIN, Given
from lossguard.findings.finding import Message
from lossguard.libraries.environments import likely_environment
from lossguard.libraries.installed import InstalledVersions
from lossguard.libraries.project_pins import ProjectPins
from lossguard.libraries.resolution import RELEVANT
from lossguard.libraries.versions import Versions
from lossguard.settings.problem import SettingsProblem
from lossguard.settings.project import Projects, ProjectSettings
from lossguard.settings.settings import Settings
from lossguard.settings.words import NO_PYTHON
from lossguard.text.document import Document


@dataclass(frozen=True, slots=True)
class Known:
    """What is known about a file from outside it."""

    settings: Settings
    installed: Versions
    pinned: Versions


class Surroundings:
    """Settings and installed versions for each file; each trouble with them is told once."""

    def __init__(
        self, given: Given, complain: Callable[[str], None], report: Callable[[SettingsProblem], None] | None = None
    ) -> None:
        """``report`` is told what is wrong in settings files; without it, ``complain`` is told in words."""
        self._given = given
        self._complain = complain
        self._report = report or (lambda problem: complain(told(problem)))
        self._projects = Projects()
        self._installed = InstalledVersions()
        self._pins = ProjectPins()
        self._by_folder: dict[tuple[Path, str | None], Versions] = {}
        self._told: set[object] = set()
        self.troubled = False

    def known(self, document: Document) -> Known:
        """All of it; standard input lies in the working folder."""
        file = Path.cwd() / STDIN if document.path == STDIN else Path(document.path)
        settings = self.settings(file)
        key = (file.parent, settings.python)
        if key not in self._by_folder:
            self._by_folder[key] = self.installed(file, settings)
        return Known(settings, self._by_folder[key], self.pinned(file))

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

    def pinned(self, file: Path) -> Versions:
        """What the requirements and lock files of the file's project say."""
        return self._pins.of(file)

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


def told(problem: SettingsProblem, translate: Callable[[str], str] | None = None) -> str:
    """A problem in words, with its place."""
    return f"{shown(problem.path)}:{problem.row + 1}: {problem.message.text(translate)}"


def shown(path: str) -> str:
    """A path below the working folder in its short form."""
    try:
        return str(Path(path).relative_to(Path.cwd()))
    except (ValueError, OSError):
        return path
