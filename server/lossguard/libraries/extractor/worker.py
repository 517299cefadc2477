"""Reads an installed release in a process of its own: what its sources do to the parser, they do here only."""

import gc
import json
import os
import sys
import time
from contextlib import suppress
from pathlib import Path

from lossguard.libraries.extractor.installed import Installed
from lossguard.libraries.extractor.release import read_facts

_OLD = 90 * 24 * 3600
"""Seconds after which a reading is removed; whoever still needs it has it made again."""


def main(library: str, folder: str, target: str) -> None:
    """Write what was read to a file, which is moved into place when it is complete."""
    with suppress(OSError, AttributeError):
        os.nice(5)  # typing comes first
    # Syntax trees are acyclic and many: collecting takes time and frees nothing.
    gc.disable()
    try:
        facts = read_facts(library, Installed(Path(folder), library))
        path = Path(target)
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f"{path.name}.{os.getpid()}")
        temporary.write_text(json.dumps(facts, separators=(",", ":")), encoding="utf-8")
        temporary.replace(path)
    except (OSError, SyntaxError) as error:
        sys.exit(f"{type(error).__name__}: {error}")  # no release that we know how to read
    _remove_old(path.parent)


def _remove_old(folder: Path) -> None:
    with suppress(OSError):
        for path in folder.iterdir():
            if time.time() - path.stat().st_mtime > _OLD:
                path.unlink()
