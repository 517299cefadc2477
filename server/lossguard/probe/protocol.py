"""What the probe is told and what it tells: one JSON object a line, over a private file descriptor.

The reader must take every line for the work of a hostile script: a script can write to any descriptor.
"""

import json
from typing import Any, Optional, TypedDict

VERSION = 1
"""Raised with every change that the other side would not understand."""


class Unit(TypedDict):
    """A piece of source that is compiled by itself: the script, or a cell of a notebook."""

    file: str
    """Name under which it is compiled; frames carry it."""
    code: str


class Plan(TypedDict):
    """What to run and how. Handed over as a JSON file."""

    script: str
    """Absolute path: `__file__` and `sys.argv[0]` of the script."""
    units: list[Unit]
    arguments: list[str]
    mode: str
    """``tiny``: a weight-free miniature on the CPU; ``full``: the real model."""
    rows: int
    """How many rows of each dataset are used."""
    device: str
    """``cpu`` or ``cuda``."""
    roots: list[str]
    """Folders whose files are the user's own code."""
    scratch: str
    """The only folder that may be written to."""
    mirror: list[str]
    """The working folder, and the user's own that it stands for: places are told in the latter."""
    isolate: bool
    """Whether the operating system is asked to enforce that."""
    processor_seconds: int
    """Limit of processor time, of one process."""


class Site(TypedDict, total=False):
    """A range of the user's source, as the interpreter knows it."""

    file: str
    line: int
    """From 1."""
    column: Optional[int]
    """UTF-8 bytes from 0; None before Python 3.11, which knows lines only."""
    end_line: Optional[int]
    end_column: Optional[int]
    function: str
    """Name of the code object that the frame ran."""
    kind: str
    """``call`` (an expression), ``assignment`` (its target), or ``function`` (the first line of a definition)."""
    argument: str
    """Narrows a call to one of its keyword arguments, if it is there."""
    role: str
    """What this is in the training: collator, model, map, arguments, … It chooses the words for the site."""


class Event(TypedDict, total=False):
    """The fields that every message has; the others depend on ``event``."""

    event: str
    time: float
    """Seconds since the probe began."""


def encode(event: str, time: float, fields: dict[str, Any]) -> bytes:
    """A message as a line. NaN and infinity become strings, which JSON has no numbers for."""
    return (json.dumps(_plain({"event": event, "time": round(time, 3), **fields})) + "\n").encode()


def decode(line: bytes) -> Optional[dict[str, Any]]:
    """The message of a line; None if it is none."""
    try:
        message = json.loads(line)
    except (ValueError, RecursionError):
        return None
    if not isinstance(message, dict) or not isinstance(message.get("event"), str):
        return None
    return message


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (bool, int)):
        return value
    if isinstance(value, float):
        return value if value - value == 0 else str(value)
    # A lone surrogate is no text, and a terminal or an editor would choke on it.
    return str(value).encode("utf-8", "replace").decode()
