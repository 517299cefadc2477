"""What the tokenizer of a checkpoint family ships with. Hand-written, small, and silent where unsure."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lossguard.libraries.knowledge.lifetimes import Standing, within
from lossguard.libraries.knowledge.loading import part
from lossguard.libraries.knowledge.standing import stands


@dataclass(frozen=True, slots=True)
class TokenizerFamily:
    """Every fact is three-valued; ``None``: not known."""

    name: str
    ships_pad: bool | None
    """Whether the tokenizer has a pad token as loaded. ``False``: padding raises until one is set."""

    adds_bos: bool | None
    adds_eos: bool | None
    """Whether encoding puts these tokens there by itself."""

    source: str


def tokenizer_family(checkpoint: str, transformers: str | None = None) -> TokenizerFamily | None:
    """The family of a literal checkpoint name; ``None`` if no family is known.

    Some answers hold on one side of a transformers release only. Without a version these are
    unknown, and in one that was not looked at: whoever considers several versions asks once for each.
    """
    rows = _rows(checkpoint.lower())
    if transformers is not None and stands("transformers", transformers) in (Standing.OLDER, Standing.NEWER):
        transformers = None
    if transformers is not None:
        rows = [row for row in rows if within(row.get("since"), row.get("before"), transformers)]
    if not rows:
        return None
    row = rows[0]
    if transformers is None and ("since" in row or "before" in row):
        return TokenizerFamily(row["name"], None, None, None, row["source"])
    return TokenizerFamily(row["name"], row.get("ships_pad"), row.get("adds_bos"), row.get("adds_eos"), row["source"])


def _rows(name: str) -> list[dict[str, Any]]:
    families: list[dict[str, Any]] = part("tokenizer_families")["families"]
    return [row for row in families if _pattern(tuple(row["patterns"])).fullmatch(name)]


@cache
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
