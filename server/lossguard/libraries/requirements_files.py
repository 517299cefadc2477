"""The requirements files that the cells of a notebook install, as they lie beside it."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from lossguard.libraries.project_files import read_requirements
from lossguard.libraries.requirement import Asked, may_apply
from lossguard.libraries.versions import Source
from lossguard.text import files

_MAX_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class Named:
    """A requirement and where it is written."""

    asked: Asked
    origin: Source


class RequirementsFiles:
    """Reads files that are named relative to a notebook; each again only when its size or time has changed."""

    def __init__(self, notebook: str) -> None:
        self._notebook = Path(notebook)
        self._texts: dict[Path, tuple[files.Stamp, str | None]] = {}

    @property
    def looked_for(self) -> Mapping[Path, files.Stamp]:
        """All files that had a say, those that are not there among them."""
        return {path: state for path, (state, _) in self._texts.items()}

    def read(self, name: str, written: Mapping[str, str]) -> list[Named] | None:
        """What a file asks for; ``written``: texts of files that the notebook writes. None if it cannot be read."""
        missing: list[str] = []

        def text_of(inner: str) -> str | None:
            text = written[inner] if inner in written else self._text(self._notebook.parent / inner)
            if text is None:
                missing.append(inner)
            return text

        text = text_of(name)
        if text is None:
            return None
        path = str(self._notebook.parent / name)
        statements = read_requirements(name, text, text_of)
        if missing:
            return None
        return [
            Named(one.asked, Source(Path(name).name, path, row=one.row))
            for one in statements
            if may_apply(one.asked.marker)
        ]

    def _text(self, path: Path) -> str | None:
        if not self._notebook.is_file():
            return None
        state = files.stamp(path)
        known = self._texts.get(path)
        if known is None or known[0] != state:
            known = self._texts[path] = (state, files.text_of(path) if state and state[1] <= _MAX_BYTES else None)
        return known[1]
