"""Files that something rests on beside its document: what they hold, and whether they have changed."""

from pathlib import Path

from lossguard.text.decode import Decoded, decode

Stamp = tuple[int, int] | None
"""Time of the last change in nanoseconds and size of a file; None where there is none."""


def stamp(path: Path) -> Stamp:
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return (found.st_mtime_ns, found.st_size)


def text_of(path: Path) -> str | None:
    """The text of a file; None if it cannot be read or is none."""
    try:
        decoded = decode(path.read_bytes())
    except OSError:
        return None
    return decoded.text if isinstance(decoded, Decoded) else None
