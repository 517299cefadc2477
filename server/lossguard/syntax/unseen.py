"""What can be said of a text that does not parse: which names it mentions, and which it may bind."""

import re

from lossguard.syntax.nodes import Unseen
from lossguard.text.place import Anchor

_NAME = re.compile(r"[^\W\d]\w*")
_ASSIGNED = re.compile(r"^(.*?)(?:[-+*/%@&|^:]|//|\*\*|<<|>>)?=(?!=)", re.MULTILINE)
"""A line up to its first ``=``: it may be an assignment, or a keyword in a call that goes on."""
_BINDING = re.compile(
    r"^.*\bimport\b(.*)|\bfor\b(.*?)\bin\b|\b(?:def|class|as|del|global|nonlocal|type|case)\b(.*)", re.MULTILINE
)
_ANYTHING = re.compile(
    r"\bimport\s*\(?\s*\*|\b(?:exec|eval|globals|locals|vars|setattr|get_ipython)\b|^\s*%(?:run|load|reset)\b",
    re.MULTILINE,
)


_RUN = re.compile(r"^[ \t]*%run\b", re.MULTILINE)


def scripts_run(anchor: Anchor, text: str) -> tuple[Unseen, ...]:
    """What stands for the scripts that the magics of a cell run."""
    if "%run" not in text or not _RUN.search(text):
        return ()
    return (Unseen(anchor, 0, 0, frozenset(), frozenset(), star=True),)


def unseen(anchor: Anchor, text: str) -> Unseen:
    """A statement that stands for a text, or for lines, that do not parse."""
    bound: set[str] = set()
    for pattern in (_ASSIGNED, _BINDING):
        for match in pattern.finditer(text):
            for group in match.groups():
                bound.update(_NAME.findall(group or ""))
    names = frozenset(_NAME.findall(text))
    return Unseen(anchor, 0, len(text), names, frozenset(bound), _ANYTHING.search(text) is not None)
