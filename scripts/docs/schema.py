"""The JSON schema of ``[tool.lossguard]``, from the keys that the reader knows and the rules that there are.

Draft 7, as SchemaStore wants its schemas; ``x-taplo`` is what Even Better TOML shows beside the words that it offers.
"""

import json
import re
from typing import Any

from lossguard.findings.finding import Severity
from lossguard.libraries.resolution import RELEVANT
from lossguard.rules.rule import Rule
from lossguard.settings.keys import KEYS, Kind
from scripts.docs.categories import CATEGORIES

URL = "https://raw.githubusercontent.com/lossguard/lossguard/main/docs/lossguard.schema.json"
SETTINGS = "https://github.com/lossguard/lossguard/blob/main/docs/settings.md"
VERSION = r"^(==)?\s*[vV]?\d[0-9A-Za-z.!+_-]*\s*$"
PATTERN = r"^(?![!#]).*\S"
"""A pattern of ``.gitignore`` that can match a file."""


def schema(rules: tuple[Rule, ...]) -> str:
    words = _words(rules)
    content = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "$id": URL,
        "title": "Lossguard",
        "description": "The table `[tool.lossguard]` in `pyproject.toml`.",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            key.name: {"description": key.description, **_shape(key.kind, words), "examples": [key.example]}
            for key in KEYS
        },
        "definitions": {
            "rule": {
                "description": "A rule by name or code, a category, or `ALL`.",
                "type": "string",
                "enum": list(words),
                "x-taplo": {"docs": {"enumValues": list(words.values())}},
            },
            "rules": {"type": "array", "items": {"$ref": "#/definitions/rule"}},
            "level": {"type": "string", "enum": [level.value for level in Severity]},
        },
        "x-taplo": {"links": {"key": SETTINGS}},
    }
    return json.dumps(content, indent=2) + "\n"


def _words(rules: tuple[Rule, ...]) -> dict[str, str]:
    """Every word for rules, with what it stands for."""
    words = {"ALL": "All rules"}
    words |= {rule.code[:3]: CATEGORIES[rule.code[:3]] for rule in rules}
    for rule in rules:
        words |= {rule.code: f"{rule.name}: {rule.summary}", rule.name: f"{rule.code}: {rule.summary}"}
    return words


def _shape(kind: Kind, words: dict[str, str]) -> dict[str, Any]:
    match kind:
        case Kind.RULES:
            return {"allOf": [{"$ref": "#/definitions/rules"}]}  # draft 7 reads nothing beside a `$ref`
        case Kind.RULES_BY_PATTERN:
            return _table({"propertyNames": {"pattern": PATTERN}}, others={"$ref": "#/definitions/rules"})
        case Kind.LEVEL_BY_RULE:
            levels = {
                word: {"description": meaning, "allOf": [{"$ref": "#/definitions/level"}]}
                for word, meaning in words.items()
            }
            return _table({"properties": levels}, others=False)
        case Kind.SWITCH:
            return {"type": "boolean", "default": False}
        case Kind.PYTHON:
            return {"type": "string", "minLength": 1}
        case Kind.VERSION_BY_LIBRARY:
            version = {"type": "string", "pattern": VERSION}
            names = {_any_spelling(name): version for name in RELEVANT if re.search("[-_.]", name)}
            versions: dict[str, Any] = {"properties": dict.fromkeys(RELEVANT, version), "patternProperties": names}
            return _table(versions, others=False)


def _table(members: dict[str, Any], others: Any) -> dict[str, Any]:
    return {"type": "object", **members, "additionalProperties": others}


def _any_spelling(distribution: str) -> str:
    """A name of a distribution with any of the dashes that mean the same."""
    return f"^{re.sub('[-_.]+', '[-_.]+', distribution)}$"
