"""The keys of ``[tool.lossguard]``: what each is for and may hold. The reader and the JSON schema go by these."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What a key holds, in the words for somebody who wrote something else."""

    RULES = "a list of rules"
    RULES_BY_PATTERN = 'a table such as { "tests/" = ["COL"] }'
    LEVEL_BY_RULE = 'a table such as { COL001 = "warning" }'
    SWITCH = "true or false"
    PYTHON = "the path of a Python interpreter or environment"
    VERSION_BY_LIBRARY = 'a table such as { trl = "0.24.0" }'


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
