"""What a dry run is to do."""

from dataclasses import dataclass
from pathlib import Path

from lossguard.text.document import Document

MODES = ("tiny", "full")
DEVICES = ("auto", "cpu", "cuda")


@dataclass(frozen=True, slots=True)
class Plan:
    document: Document
    """The source as it is now, unsaved changes included. It must not change during the run: places count in it."""
    path: Path
    """Where the script lies: its `__file__`, and the folder that its imports come from."""
    python: str
    """The interpreter that the user trains with."""
    arguments: tuple[str, ...] = ()
    """The script's own command line."""
    folder: Path | None = None
    """The working folder; the present one if None."""
    mode: str = "tiny"
    rows: int = 64
    """How many rows of each dataset are used."""
    device: str = "auto"
    """In full mode ``auto`` is CUDA where there is some; tiny mode runs on the CPU unless told otherwise."""
    timeout: float = 300.0
    """Seconds of wall clock."""
    memory: int | None = None
    """Bytes that all processes of the run may hold together; None: three quarters of the machine's."""
    isolate: bool = True
    """Forbid writing outside a scratch folder and the network, as far as the system can."""
