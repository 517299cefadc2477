"""A unified diff of a document before and after its fixes; of a notebook, one for each cell."""

import re
from collections.abc import Iterator, Mapping

from lossguard.cli.style import Style
from lossguard.text.document import Document, Part
from lossguard.text.visible import visible

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def diff(document: Document, before: Mapping[Part, str], style: Style, terminal: bool) -> Iterator[str]:
    """Lines without their line feeds: for a terminal made harmless, else as they are, so that they can be applied."""
    from difflib import unified_diff

    for part, old in before.items():
        name = document.path if part.cell is None else f"{document.path}:cell {part.cell}"
        lines = unified_diff(_LINE.findall(old), _LINE.findall(part.text), name, name, lineterm="\n")
        for line in lines:
            yield _paint(visible(line.rstrip("\r\n")) if terminal else line.removesuffix("\n"), style)
            if not line.endswith(("\r", "\n")):
                yield "\\ No newline at end of file"


def _paint(line: str, style: Style) -> str:
    if line.startswith(("---", "+++")):
        return style.strong(line)
    if line.startswith("@@"):
        return style.related(line)
    if line.startswith("+"):
        return style.added(line)
    return style.removed(line) if line.startswith("-") else line
