"""What is known about a document from outside it: settings and library versions."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lossguard.lsp.configuration import EditorSettings
from lossguard.settings.settings import Settings

if TYPE_CHECKING:
    from lossguard.check import Assumptions


@dataclass(frozen=True, slots=True)
class Known:
    settings: Settings
    assumptions: "Assumptions"


class Environment:
    """The editor's settings over those of the project that a file lies in."""

    def __init__(self) -> None:
        self.editor = EditorSettings()
        self.is_configured = False
        """Whether the client has sent settings, so that they need not be asked for."""

    def of(self, path: Path | None) -> Known:  # noqa: ARG002 - the project of the path comes next
        from lossguard.check import Assumptions

        return Known(self._over(Settings()), Assumptions())

    def forget_projects(self) -> None:
        """Read the projects' settings again when they are next needed."""

    def _over(self, project: Settings) -> Settings:
        editor = self.editor
        return Settings(
            select=project.select if editor.select is None else editor.select,
            ignore=project.ignore if editor.ignore is None else editor.ignore,
        )
