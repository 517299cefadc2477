"""Compact JSON in which a changed entry is a changed line."""

import json
from collections.abc import Mapping
from typing import Any

Table = Mapping[str, Any]


def render(tables: Mapping[str, Any]) -> str:
    """Top-level keys in the order given; inside a mapping or a list, one entry a line, keys sorted."""
    parts = [f"{_dump(name)}:{_block(value)}" for name, value in tables.items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _block(value: Any) -> str:
    if isinstance(value, Mapping):
        lines = [f"{_dump(key)}:{_dump(entry)}" for key, entry in sorted(value.items())]
        return "{\n" + ",\n".join(lines) + "\n}" if lines else "{}"
    if isinstance(value, list) and value and isinstance(value[0], (list, dict)):
        return "[\n" + ",\n".join(_dump(entry) for entry in value) + "\n]"
    return _dump(value)


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
