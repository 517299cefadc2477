"""Rules that are left out in some files: ``[tool.lossguard.per-file-ignores]``."""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lossguard.findings.finding import Message
from lossguard.settings import words

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


@dataclass(frozen=True)
class FileIgnores:
    """One entry. Not slotted: the compiled pattern is kept beside it."""

    pattern: str
    """As in ``.gitignore``: ``tests/`` is a folder, ``*.ipynb`` a name anywhere, ``/train.py`` one file."""
    folder: Path
    """Where the settings file lies, which patterns are relative to."""
    ignore: tuple[str, ...]
    """Codes, names, categories or ``ALL``."""

    @cached_property
    def _spec(self) -> "GitIgnoreSpec":
        from pathspec import GitIgnoreSpec

        return GitIgnoreSpec.from_lines([self.pattern])

    def match(self, path: Path) -> bool:
        """Whether an absolute path is meant; a file outside of the folder never is."""
        return path.is_relative_to(self.folder) and self._spec.match_file(path.relative_to(self.folder).as_posix())

    def complaint(self) -> Message | None:
        """What is wrong with the pattern; None if nothing is."""
        if self.pattern.startswith(("!", "#")) or not self.pattern.strip():
            return Message(words.NO_FILE, {"pattern": repr(self.pattern)})
        try:
            self._spec  # noqa: B018 - compiles it
        except ValueError as error:
            return Message(words.NO_PATTERN, {"pattern": repr(self.pattern), "reason": str(error)})
        return None
