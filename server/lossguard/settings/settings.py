"""The settings in force, resolved from wherever they were written."""

from dataclasses import dataclass, field

from lossguard.libraries.versions import Versions


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

    def selects(self, code: str, name: str) -> bool:
        keys = {code, name, code[:3]}
        if keys & set(self.ignore):
            return False
        return self.select is None or "ALL" in self.select or bool(keys & {*self.select, *self.extend_select})

    def overridden(
        self,
        select: tuple[str, ...] | None = None,
        ignore: tuple[str, ...] | None = None,
        extend_select: tuple[str, ...] = (),
        python: str | None = None,
        given: Versions | None = None,
    ) -> "Settings":
        """With stronger settings: what is given replaces, ``extend_select`` and versions are added."""
        return Settings(
            select=self.select if select is None else select,
            ignore=self.ignore if ignore is None else ignore,
            extend_select=(*self.extend_select, *extend_select),
            python=python or self.python,
            given=given.over(self.given) if given else self.given,
        )
