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


@cache
def read_versions(library: str) -> tuple[str, ...]:
    """Versions of transformers or trl from which the facts come, oldest first; none of any other library."""
    return tuple(part("versions").get(library, ()))
