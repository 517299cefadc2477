"""The sources of an installed release."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Installed:
    """A package in a ``site-packages`` folder."""

    folder: Path
    package: str

    def text(self, member: str) -> str:
        return (self.folder / member).read_text(encoding="utf-8", errors="replace")

    def sources(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
        members = (os.path.relpath(path, self.folder).replace(os.sep, "/") for path in self._files())
        for member in sorted(filter(wanted, members)):
            if (self.folder / member).is_file():  # a pipe would never end
                yield member, self.text(member)

    def _files(self) -> Iterator[str]:
        for folder, _, names in os.walk(self.folder / self.package):
            yield from (os.path.join(folder, name) for name in names if name.endswith(".py"))  # noqa: PTH118 - many
