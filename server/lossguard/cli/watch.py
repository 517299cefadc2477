"""``lossguard check --watch``: check again whenever a file that is checked, or that says how, has changed.

Files are looked at twice a second, by their times and sizes. That finds every change on every system and disk, and
costs a hundredth of what a check does; results of files that did not change come from the cache.
"""

import gc
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from fnmatch import fnmatch
from pathlib import Path

from lossguard.cli.check import CheckOptions, run_check
from lossguard.cli.console import Console
from lossguard.cli.words import FILES, WATCHING, Words
from lossguard.libraries.project_pins import WATCHED
from lossguard.locales import translations
from lossguard.settings.discover import discover

INTERVAL = 0.5
"""Seconds."""


def watch(options: CheckOptions, console: Console) -> int:
    """Check until somebody interrupts it; raises KeyboardInterrupt then."""
    gc.enable()  # this process does not end soon; see `load_engine`
    words = Words(translations(options.language))
    while True:
        # Looked at before the check: what changes while it runs is checked again.
        before = _stamps(options.paths)
        run_check(options, console)
        console.out.flush()
        console.remark(words.say(WATCHING, files=words.count(FILES, len(before))))
        while _stamps(options.paths) == before:
            time.sleep(INTERVAL)


def _stamps(paths: Sequence[str]) -> dict[str, tuple[int, int]]:
    """Times and sizes of all files that a check may depend on, as far as they are there."""
    stamps: dict[str, tuple[int, int]] = {}
    for path in _files(paths):
        with suppress(OSError):
            found = path.stat()
            stamps[str(path)] = (found.st_mtime_ns, found.st_size)
    return stamps


def _files(paths: Sequence[str]) -> Iterator[Path]:
    seen: set[str] = set()
    folders: dict[Path, None] = {}
    for name in paths:
        for file in discover(Path(name), seen) if Path(name).exists() else ():
            folders |= dict.fromkeys(file.absolute().parents)
            yield file
    for folder in folders:
        with suppress(OSError), os.scandir(folder) as entries:
            yield from (Path(entry.path) for entry in entries if any(fnmatch(entry.name, name) for name in WATCHED))
