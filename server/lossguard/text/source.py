"""A file's bytes as a document, and the edited document as bytes again."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Optional

from lossguard.text.decode import Decoded, Problem, decode
from lossguard.text.document import Document

if TYPE_CHECKING:
    from lossguard.text.notebook import Notebook


@dataclass(frozen=True, slots=True)
class Source:
    document: Document
    decoded: Decoded
    notebook: Optional["Notebook"] = None

    def text(self) -> str:
        """The whole file's present text: of a notebook its JSON."""
        return self.notebook.render() if self.notebook else self.document.parts[0].text

    def encode(self) -> bytes | Problem:
        """The file's bytes with the present texts of its parts."""
        return self.decoded.encode(self.text())


def read_source(path: str, data: bytes) -> Source | Problem:
    """What the bytes of a script or notebook hold, or why they cannot be checked; ``path`` is only shown."""
    decoded = decode(data)
    if isinstance(decoded, Problem):
        return decoded
    if not path.lower().endswith(".ipynb"):
        return Source(Document.script(path, decoded.text), decoded)
    from lossguard.text.notebook import read_notebook

    notebook = read_notebook(path, decoded.text)
    return notebook if isinstance(notebook, Problem) else Source(notebook.document, decoded, notebook)
