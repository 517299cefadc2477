"""Values, names and columns out of the words in which a statement tells them."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

_NAME = re.compile(r"`([^`]+)`( \(perhaps\))?")
_UNSEEN = "columns that the script does not name"


def is_value(text: str, truth: Any) -> bool | None:
    """Whether one of the values in a text is the true one; None if the text holds none that can be compared."""
    answers = [_is_one(part, truth) for part in text.split(" or ")]
    return True if True in answers else (None if None in answers else False)


def _is_one(text: str, truth: Any) -> bool | None:
    try:
        value = ast.literal_eval(text)
    except (ValueError, SyntaxError):
        return None
    if isinstance(value, str) and value.endswith("…"):
        return None
    if isinstance(truth, list) and not isinstance(value, list | tuple):
        truth = truth[0] if len(truth) == 1 else truth  # Some arguments are kept as lists of one.
    if isinstance(truth, str) and not isinstance(value, str):
        return str(value) == truth
    return bool(value == truth or (isinstance(value, tuple) and list(value) == truth))


@dataclass(frozen=True, slots=True)
class Said:
    """Names that are said to be there."""

    certain: frozenset[str]
    perhaps: frozenset[str]
    missing: frozenset[str]
    closed: bool
    """Whether there are no others."""

    def holds(self, truth: Iterable[str]) -> bool:
        names = frozenset(truth)
        fits = self.certain <= names and not names & self.missing
        return fits and (not self.closed or names <= self.certain | self.perhaps)


def said(text: str) -> Said:
    """Reads `a`, `b` (perhaps) and columns that the script does not name (not `c`)."""
    named, unseen, without = text.partition(_UNSEEN)
    found = _NAME.findall(named)
    return Said(
        frozenset(name for name, perhaps in found if not perhaps),
        frozenset(name for name, perhaps in found if perhaps),
        frozenset(name for name, _ in _NAME.findall(without)),
        not unseen and " and more" not in named,
    )
