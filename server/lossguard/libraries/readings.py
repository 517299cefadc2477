"""What was read off installed releases of which nothing is shipped, kept in a folder of the user's.

Reading takes two seconds: it is done once for each version, in a process of its own (see ``extractor.worker``), and
only for an environment that the user has chosen.
"""

import json
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from time import time

from lossguard.libraries.knowledge import Standing, stands
from lossguard.libraries.knowledge.lifetimes import parsed
from lossguard.libraries.release_facts import Reading, facts_of
from lossguard.libraries.versions import Versions

LIBRARIES = ("transformers", "trl")
"""Those whose releases can be read."""
LONGEST = 120.0
"""Seconds after which reading a release is given up."""
_DAY = 24 * 3600
_START = (
    "import json, sys; "
    "sys.path[:], sys.pycache_prefix, sys.dont_write_bytecode = json.loads(sys.argv[1]); "
    "from lossguard.libraries.extractor.worker import main; main(*sys.argv[2:])"
)


@dataclass(frozen=True, slots=True)
class Installation:
    """A release whose sources lie in a ``site-packages`` folder."""

    library: str
    version: str
    folder: str

    def __str__(self) -> str:
        return f"{self.library} {self.version} in {self.folder}"


class Readings:
    """The folder with all of them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @classmethod
    def of_user(cls) -> "Readings":
        from platformdirs import user_cache_path

        return cls(user_cache_path("lossguard", appauthor=False) / "readings")

    def find(self, installation: Installation) -> Reading | None:
        """What was read before; None if nothing was, or it cannot be used."""
        path = self._path(installation)
        try:
            reading = Reading(installation.library, installation.version, str(path), path.stat().st_mtime_ns)
        except OSError:
            return None
        return reading if facts_of(reading) is not None else None

    def given_up(self, installation: Installation) -> str | None:
        """Why reading it failed less than a day ago, if it did; it is not to be tried at every run."""
        note = self._note(installation)
        try:
            if time() - note.stat().st_mtime > _DAY:
                return None
            stamp, _, trouble = note.read_text(encoding="utf-8", errors="replace").partition("\n")
        except OSError:
            return None
        return trouble if stamp == _stamp(installation) else None

    def give_up(self, installation: Installation, trouble: str) -> None:
        with suppress(OSError):
            note = self._note(installation)
            note.parent.mkdir(parents=True, exist_ok=True)
            note.write_text(f"{_stamp(installation)}\n{trouble}", encoding="utf-8", errors="replace")

    def command(self, installation: Installation) -> list[str]:
        """Reads a release, in a process that is as isolated as this one."""
        flags = {"-I": sys.flags.isolated, "-S": sys.flags.no_site, "-B": sys.flags.dont_write_bytecode}
        imports = json.dumps([sys.path, sys.pycache_prefix, sys.dont_write_bytecode])
        target = str(self._path(installation))
        what = (installation.library, installation.folder, target)
        return [sys.executable, *(flag for flag, given in flags.items() if given), "-c", _START, imports, *what]

    def _note(self, installation: Installation) -> Path:
        return self._path(installation).with_suffix(".failed")

    def _path(self, installation: Installation) -> Path:
        name = f"{installation.library}-{installation.version}-{_extractor()}"
        if parsed(installation.version).is_devrelease:  # one version, many contents
            name += f"-{_stamp(installation)}"
        return self._folder / f"{name}.json"


def unshipped(installed: Versions) -> Iterator[Installation]:
    """Installed releases of which nothing is shipped, and whose sources are there to be read."""
    for library in LIBRARIES:
        resolved = installed.get(library)
        if resolved is None or resolved.folder is None or stands(library, resolved.version) is Standing.READ:
            continue
        if (Path(resolved.folder) / library / "__init__.py").is_file():
            yield Installation(library, resolved.version, resolved.folder)


def _stamp(installation: Installation) -> str:
    """Changes when a package is installed anew."""
    try:
        status = (Path(installation.folder) / installation.library / "__init__.py").stat()
    except OSError:
        return ""
    return f"{status.st_mtime_ns:x}"


@cache
def _extractor() -> str:
    """Changes when another extractor would read the sources."""
    from hashlib import sha256

    digest = sha256(str(sys.version_info[:2]).encode())
    for path in sorted((Path(__file__).parent / "extractor").glob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]
