"""The markers between which the user and the assistant speak, by chat template and by checkpoint."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from lossguard.libraries.knowledge.loading import part


@dataclass(frozen=True, slots=True)
class ChatParts:
    """What ``train_on_responses_only`` needs for one chat template."""

    template: str
    instruction: str
    response: str
    samples: tuple[str, ...]
    """Conversations as the format renders them; families differ in spaces, hence several."""

    source: str

    def occurs(self, marker: str) -> bool:
        """Whether a marker would be found in a conversation of this format.

        Several spellings are right (with or without the trailing newline), so a marker is judged
        by what is rendered and not by equality with ``response``.
        """
        return any(marker in sample for sample in self.samples)


def parts_for_template(name: str) -> ChatParts | None:
    """By the name given to ``get_chat_template(..., chat_template=name)``."""
    loaded = part("chat_parts")
    wanted = name.lower()
    wanted = loaded["aliases"].get(wanted, wanted)
    row = loaded["templates"].get(wanted)
    if row is None:
        return None
    samples = tuple(loaded["formats"][row["format"]])
    source = row.get("source", loaded["source"])
    return ChatParts(wanted, row["instruction"], row["response"], samples, source)


def parts_for_checkpoint(name: str) -> ChatParts | None:
    """By a literal checkpoint name; ``None`` for base models and for families that are not known."""
    wanted = name.lower()
    for row in part("chat_parts")["families"]:
        if _pattern(tuple(row["patterns"])).fullmatch(wanted):
            return parts_for_template(row["template"])
    return None


def template_names() -> frozenset[str]:
    """Every template name whose markers are known."""
    loaded: dict[str, Any] = part("chat_parts")
    return frozenset(loaded["templates"]) | frozenset(loaded["aliases"])


@cache
def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
