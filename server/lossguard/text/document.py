"""A document: a script is one part, a notebook is a part for each of its Python cells."""

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property

from lossguard.text.decode import parseable
from lossguard.text.lines import LineIndex


class Part:
    """One piece of source that an editor edits by itself: a script, or a code cell of a notebook.

    ``code`` is what the parser sees: as long as ``text``, with IPython magics blanked out in cells and
    lone surrogates replaced.
    """

    def __init__(self, key: str, text: str, cell: int | None = None) -> None:
        self.key = key
        """Path or URI by which an editor or the command line knows the part."""
        self.cell = cell
        """1-based number among all cells of the notebook, Markdown cells included; None for a script."""
        self._text = text

    @property
    def text(self) -> str:
        return self._text

    @text.setter
    def text(self, text: str) -> None:
        self._text = text
        self.__dict__.pop("code", None)
        self.__dict__.pop("lines", None)

    @cached_property
    def code(self) -> str:
        if self.cell is None:
            return parseable(self._text)
        from lossguard.text.magics import mask_magics  # not at start-up: most runs see no notebook

        return parseable(mask_magics(self._text))

    @cached_property
    def lines(self) -> LineIndex:
        return LineIndex(self._text)

    def __repr__(self) -> str:
        return f"Part({self.key!r}, cell={self.cell})"


class Kind(Enum):
    SCRIPT = "script"
    NOTEBOOK = "notebook"


@dataclass(slots=True, eq=False)
class Document:
    """What is checked as one program: parts in document order."""

    path: str
    """Path as it is shown; ``-`` or a URI where there is no file."""
    kind: Kind
    parts: list[Part] = field(default_factory=list[Part])

    @classmethod
    def script(cls, path: str, text: str) -> "Document":
        return cls(path, Kind.SCRIPT, [Part(path, text)])
