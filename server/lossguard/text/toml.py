"""TOML, read by the standard library where it can (Python 3.11), and only when asked for."""

import re
import sys
from importlib import import_module
from typing import Any

from lossguard.text.lines import LineIndex


class TomlError(ValueError):
    """Broken TOML; ``row`` counts from 0."""

    def __init__(self, message: str, row: int) -> None:
        super().__init__(message)
        self.row = row


def load_toml(text: str) -> dict[str, Any]:
    """The tables of a TOML text; raises TomlError."""
    parser = import_module("tomllib" if sys.version_info >= (3, 11) else "tomli")
    try:
        table: dict[str, Any] = parser.loads(text)
    except ValueError as error:  # TOMLDecodeError
        place = re.search(r" \(at line (\d+), column \d+\)$", str(error))
        row = int(place.group(1)) - 1 if place else len(LineIndex(text)) - 1
        raise TomlError(re.sub(r" \(at .*\)$", "", str(error)), row) from None
    except RecursionError:
        raise TomlError("nested too deeply", 0) from None
    return table
