"""Which folder a script is meant to run in, when nobody says."""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from lossguard.text.document import Document, Kind

_TEXT = re.compile(r"""(?<![\w\\])(["'])([^"'\\\n{}]{1,200})\1""")


def likely_folder(document: Document, path: Path, workspace: Sequence[Path]) -> Path:
    """A notebook's own folder; a script's where what it names lies, else that of the workspace.

    Editors run scripts in the folder of the workspace, people in whichever makes the relative paths right.
    """
    above = [folder for folder in workspace if path.is_relative_to(folder)]
    if document.kind is Kind.NOTEBOOK or not above:
        return path.parent
    folder = max(above, key=lambda one: len(one.parts))
    named = set(_named(document))
    here, there = (sum(_exists(one / name) for name in named) for one in (path.parent, folder))
    return path.parent if here > there else folder


def _named(document: Document) -> Iterator[str]:
    """Texts in the source that could be relative paths."""
    for part in document.parts:
        for _, text in _TEXT.findall(part.text):
            if not text.startswith(("/", "~")) and text.strip(". /"):
                yield text


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
