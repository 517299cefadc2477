"""What is known about a document from outside it: settings and library versions."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lossguard.findings.finding import Severity
from lossguard.lsp.configuration import SECTION, EditorSettings
from lossguard.settings.project import Projects, ProjectSettings
from lossguard.settings.rule_keys import RuleKeys
from lossguard.settings.settings import Settings

if TYPE_CHECKING:
    from lossguard.check import Assumptions
    from lossguard.libraries.installed import InstalledVersions
    from lossguard.libraries.project_pins import ProjectPins
    from lossguard.libraries.readings import Installation, Readings
    from lossguard.libraries.release_facts import Reading
    from lossguard.libraries.versions import Versions


@dataclass(frozen=True, slots=True)
class Known:
    settings: Settings
    assumptions: "Assumptions"
    project: ProjectSettings
    python: str | None = None
    """The interpreter, or the folder of the environment, that the file is run with; None if nobody says."""
    unread: "tuple[Installation, ...]" = ()
    """Releases in the chosen environment that are not shipped and were not read yet."""


class Environment:
    """The editor's settings over those of the project that a file lies in."""

    def __init__(self, complain: Callable[[str], None]) -> None:
        self._complain = complain
        self._projects = Projects()
        self._reader: InstalledVersions | None = None
        self._pins: ProjectPins | None = None
        self._readings: Readings | None = None
        self.editor = EditorSettings()
        self.is_configured = False
        """Whether the client has sent settings, so that they need not be asked for."""

    def of(self, path: Path | None) -> Known:
        """Files are read when they are first needed; installed versions also when they have changed."""
        from lossguard.check import Assumptions
        from lossguard.libraries.environments import active_environment, likely_environment

        project = self._projects.of(path) if path else ProjectSettings()
        editor = self.editor
        settings = project.settings.overridden(
            select=self._rules("select", editor.select),
            ignore=self._rules("ignore", editor.ignore),
            extend_select=self._rules("extendSelect", editor.extend_select) or (),
            python=editor.interpreter,
            severity=self._levels(editor.severity),
            preview=editor.preview,
        )
        settings = settings.for_file(path) if path else settings
        python = settings.python or (likely_environment(path.parent, os.environ) if path else None)
        installed = self._installed(python)
        # An environment that lies in the workspace is not trusted unsaid.
        chosen = settings.python is not None or python == active_environment(os.environ)
        readings, unread = self._read(installed) if chosen else ((), ())
        assumptions = Assumptions(settings.given, installed, self._pinned(path), readings)
        return Known(settings, assumptions, project, python, unread)

    def forget_projects(self) -> None:
        """Read the projects' settings again when they are next needed."""
        self._projects.forget()

    def _rules(self, key: str, names: tuple[str, ...] | None) -> tuple[str, ...] | None:
        return None if names is None else tuple(filter(None, (self._rule(key, name) for name in names)))

    def _levels(self, levels: Mapping[str, Severity]) -> dict[str, Severity]:
        return {rule: level for name, level in levels.items() if (rule := self._rule("severity", name))}

    def _rule(self, key: str, name: str) -> str | None:
        """A word for rules as the settings want it; None, with a complaint, if no rule has it."""
        keys = RuleKeys()
        resolved = keys.resolve(name)
        if resolved is None:
            self._complain(keys.complaint(name, f"{SECTION}.{key}").text())
        return resolved

    def _pinned(self, path: Path | None) -> "Versions":
        from lossguard.libraries.project_pins import ProjectPins
        from lossguard.libraries.versions import Versions

        if path is None:
            return Versions()
        if self._pins is None:
            self._pins = ProjectPins()
        return self._pins.of(path)

    def _read(self, installed: "Versions") -> "tuple[tuple[Reading, ...], tuple[Installation, ...]]":
        from lossguard.libraries.readings import Readings, unshipped

        releases = list(unshipped(installed))
        if not releases:
            return (), ()
        if self._readings is None:
            self._readings = Readings.of_user()
        found = [(release, self._readings.find(release)) for release in releases]
        readings = tuple(reading for _, reading in found if reading is not None)
        return readings, tuple(release for release, reading in found if reading is None)

    def _installed(self, python: str | None) -> "Versions":
        from lossguard.libraries.installed import InstalledVersions
        from lossguard.libraries.versions import Versions
        from lossguard.text.decode import Problem

        if python is None:
            return Versions()
        if self._reader is None:
            self._reader = InstalledVersions()
        found = self._reader.of(python)
        if isinstance(found, Problem):
            self._complain(f"{python} {found.message}")
            return Versions()
        return found
