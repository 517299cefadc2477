"""The settings in force, resolved from wherever they were written."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Settings:
    select: tuple[str, ...] | None = None
    """Rules to run, by code, name or category (``COL``); None for all that are on by default."""
    ignore: tuple[str, ...] = ()
    """Rules to leave out; wins over ``select``."""

    def selects(self, code: str, name: str) -> bool:
        keys = {code, name, code[:3]}
        if keys & set(self.ignore):
            return False
        return self.select is None or "ALL" in self.select or bool(keys & set(self.select))
