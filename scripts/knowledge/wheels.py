"""Published wheels: fetched once into a folder, read as zip files, never unpacked or imported."""

import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

CACHE = Path(".cache/knowledge/wheels")


@dataclass(frozen=True, slots=True)
class Wheel:
    """The Python sources of one release."""

    distribution: str
    version: str
    path: Path

    def text(self, member: str) -> str:
        with zipfile.ZipFile(self.path) as archive:
            return archive.read(member).decode("utf-8")

    def sources(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
        """(member, text) of every wanted member, in a fixed order."""
        with zipfile.ZipFile(self.path) as archive:
            for member in sorted(archive.namelist()):
                if member.endswith(".py") and wanted(member):
                    yield member, archive.read(member).decode("utf-8")


def find(distribution: str, version: str, cache: Path = CACHE) -> Wheel:
    """The wheel in the cache, or an error that says how to get it."""
    paths = sorted(cache.glob(f"{distribution}-{version}-*.whl"))
    if not paths:
        raise FileNotFoundError(f"{distribution} {version} is not in {cache}: run `python -m scripts.knowledge fetch`")
    return Wheel(distribution, version, paths[0])


def fetch(distribution: str, version: str, cache: Path = CACHE) -> bool:
    """Download one wheel unless it is there. Returns whether anything was downloaded."""
    if any(cache.glob(f"{distribution}-{version}-*.whl")):
        return False
    cache.mkdir(parents=True, exist_ok=True)
    requirement = f"{distribution}=={version}"
    options = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
    # Without the flag, pip would refuse releases that do not support the Python that runs this.
    options.append("--ignore-requires-python")
    command = [sys.executable, "-m", "pip", "download", *options, "--dest", str(cache), requirement]
    subprocess.run(command, check=True)
    return True
