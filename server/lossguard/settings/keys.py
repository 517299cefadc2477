"""The keys of ``[tool.lossguard]``: what each is for and may hold. The reader and the JSON schema go by these."""

from dataclasses import dataclass
from enum import Enum

from lossguard.settings import words


class Kind(Enum):
    """What a key holds, as what is said where it holds something else."""

    RULES = words.RULES
    RULES_BY_PATTERN = words.RULES_BY_PATTERN
    LEVEL_BY_RULE = words.LEVEL_BY_RULE
    SWITCH = words.SWITCH
    PYTHON = words.PYTHON
    VERSION_BY_LIBRARY = words.VERSION_BY_LIBRARY


@dataclass(frozen=True, slots=True)
class Key:
    name: str
    kind: Kind
    description: str
    """For editors; Markdown."""
    example: object


KEYS = (
    Key(
        "select",
        Kind.RULES,
        "Run only these rules, by name, code, category or `ALL`. Not set: all rules that are on by default.",
        ["COL", "labels-copy-pad-not-masked"],
    ),
    Key("extend-select", Kind.RULES, "Run these rules, too: added to those of `select`.", ["TOK001"]),
    Key("ignore", Kind.RULES, "Never run these rules. Wins over `select` and `extend-select`.", ["TPL003"]),
    Key(
        "per-file-ignores",
        Kind.RULES_BY_PATTERN,
        "Never run these rules in the files of a pattern. Patterns are as in `.gitignore`, relative to this file.",
        {"tests/": ["ALL"], "*.ipynb": ["COL001"]},
    ),
    Key(
        "severity",
        Kind.LEVEL_BY_RULE,
        "How grave a rule is. A name wins over a code, that over a category, and that over `ALL`.",
        {"TOK001": "info"},
    ),
    Key("preview", Kind.SWITCH, "Run rules that may still change, too.", True),
    Key(
        "python",
        Kind.PYTHON,
        "The interpreter or environment whose installed versions are assumed; relative to this file. It is read, not"
        " started.",
        ".venv",
    ),
    Key(
        "with",
        Kind.VERSION_BY_LIBRARY,
        "Exact versions to assume: stronger than pins and than what is installed.",
        {"trl": "0.24.0"},
    ),
)
