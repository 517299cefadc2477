"""What the command line says by itself, before any file is read."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lossguard.libraries.versions import Resolved
    from lossguard.settings.settings import Settings

STDIN = "-"
"""As a path: the standard input."""


@dataclass(frozen=True, slots=True)
class Given:
    """Rules and versions; None and empty leave them to the project."""

    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    extend_select: tuple[str, ...] = ()
    python: str | None = None
    versions: dict[str, "Resolved"] | None = None
    preview: bool | None = None

    def over(self, project: "Settings") -> "Settings":
        from lossguard.libraries.versions import Versions

        given = Versions(self.versions) if self.versions else None
        return project.overridden(
            self.select, self.ignore, self.extend_select, self.python, given, preview=self.preview
        )
