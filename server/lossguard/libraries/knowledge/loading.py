"""Reads one part from its file, on first use."""

import json
from functools import cache
from pathlib import Path
from typing import Any


@cache
def part(name: str) -> dict[str, Any]:
    """The parsed file; callers turn its rows into their own types and never change it."""
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name(f"{name}.json").read_bytes())
    return loaded
