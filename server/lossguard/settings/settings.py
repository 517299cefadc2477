"""The settings in force, resolved from wherever they were written."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from lossguard.findings.finding import Severity
from lossguard.libraries.versions import Versions

if TYPE_CHECKING:
    from lossguard.settings.file_ignores import FileIgnores


@dataclass(frozen=True, slots=True)
class Settings:
    """Precedence: command line or editor, then ``pyproject.toml``, then these defaults."""

    select: tuple[str, ...] | None = None
    """Rules to run, by code, name or category (``COL``); None for all that are on by default."""
    ignore: tuple[str, ...] = ()
    """Rules to leave out; wins over ``select``."""
    extend_select: tuple[str, ...] = ()
    """Rules to run beside those of ``select``."""
    python: str | None = None
    """Interpreter whose installed versions are assumed."""
    given: Versions = field(default_factory=Versions)
    """Versions to assume whatever is installed or pinned."""
    severity: Mapping[str, Severity] = field(default_factory=dict[str, Severity])
    """By code, name, category or ``ALL``; the most exact word decides."""
    per_file_ignores: "tuple[FileIgnores, ...]" = ()
    """Rules to leave out in some files; see ``for_file``."""
    preview: bool = False
    """Whether rules run that may still change."""

    def selects(self, code: str, name: str, preview: bool = False) -> bool:
        """Whether a rule runs; one in preview also does if it is named by itself."""
        keys = {code, name, code[:3]}
        if keys & set(self.ignore):
            return False
        asked = {*(self.select or ()), *self.extend_select}
        if preview and not self.preview and not asked & {code, name}:
            return False
        return self.select is None or "ALL" in asked or bool(keys & asked)

    def severity_of(self, code: str, name: str, own: Severity) -> Severity:
        """The severity that is set for a rule, else its own."""
        return next((self.severity[key] for key in (name, code, code[:3], "ALL") if key in self.severity), own)

    def for_file(self, path: Path) -> "Settings":
        """These settings for one file: what is ignored in it is ignored, and no patterns are left."""
        if not self.per_file_ignores:
            return self
        absolute = Path(os.path.abspath(path))  # noqa: PTH100 - resolve() follows links, absolute() keeps ".."
        ignored = (key for rule in self.per_file_ignores if rule.match(absolute) for key in rule.ignore)
        return replace(self, ignore=tuple(dict.fromkeys((*self.ignore, *ignored))), per_file_ignores=())

    def overridden(
        self,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        extend_select: tuple[str, ...] = (),
        python: str | None = None,
        given: Versions | None = None,
        severity: Mapping[str, Severity] | None = None,
        preview: bool | None = None,
    ) -> "Settings":
        """With stronger settings: what is given replaces; ``extend_select``, severities and versions are added."""
        return replace(
            self,
            select=self.select if select is None else select,
            ignore=self.ignore if ignore is None else ignore,
            extend_select=(*self.extend_select, *extend_select),
            python=python or self.python,
            given=given.over(self.given) if given else self.given,
            severity={**self.severity, **(severity or {})},
            preview=self.preview if preview is None else preview,
        )
