"""How a version of a library lies to those from which the shipped facts come."""

from functools import lru_cache

from packaging.version import InvalidVersion

from lossguard.libraries.knowledge.lifetimes import Standing, standing
from lossguard.libraries.knowledge.loading import read_versions


@lru_cache(maxsize=256)
def stands(library: str, version: str) -> Standing:
    """How a version lies to those that are shipped. Of a library without a history all are alike."""
    read = read_versions(library)
    try:
        return standing(read, version) if read else Standing.READ
    except InvalidVersion:
        return Standing.READ
