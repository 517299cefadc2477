"""``lossguard versions FILE``: which versions are assumed, and why."""

import json
from dataclasses import replace
from pathlib import Path

from lossguard.cli.assumptions import Surroundings, shown
from lossguard.cli.console import Console
from lossguard.cli.given import Given
from lossguard.libraries.resolution import RELEVANT, resolve
from lossguard.libraries.versions import Source, Versions
from lossguard.text.decode import Problem
from lossguard.text.source import read_source

UNRESOLVED = "not resolved: every supported version is considered"


def run_versions(file: str, given: Given, output_format: str, console: Console) -> int:
    try:
        data = Path(file).read_bytes()
    except OSError as error:
        console.complain(f"{file} cannot be read: {error.strerror or error}")
        return 2
    source = read_source(file, data)
    if isinstance(source, Problem):
        console.complain(f"{file} {source.message}")
        return 2
    surroundings = Surroundings(given, console.complain)
    settings = surroundings.settings(Path(file))
    installed = surroundings.installed(Path(file), settings)
    versions = resolve(source.document, settings.given, installed, surroundings.pinned(Path(file)))
    if output_format == "json":
        console.write(json.dumps({package: as_json(versions, package) for package in RELEVANT}, indent=2))
    else:
        width = max(map(len, RELEVANT))
        for package in RELEVANT:
            name = console.style.strong(f"{package:<{width}}")
            version, reason = in_words(versions, package)
            told = f"{version}  {console.style.quiet(f'({reason})')}" if version else console.style.quiet(reason)
            console.write(f"{name}  {told}")
    return 2 if surroundings.troubled else 0


def in_words(versions: Versions, package: str) -> tuple[str | None, str]:
    """The version that is assumed of a package, if it is one, and why."""
    resolved, wanted = versions.get(package), versions.wants(package)
    if resolved is not None:
        return resolved.version, where(resolved.origin) if resolved.origin else resolved.source
    if wanted is None:
        return None, UNRESOLVED
    if wanted.renewed and not wanted.specifier:
        return None, f"not resolved: left open by {where(wanted.origin)}"
    return None, f"not resolved: {wanted.specifier or 'any version'} by {where(wanted.origin)}"


def where(origin: Source) -> str:
    name = shown(origin.path) if origin.path else origin.name
    return str(replace(origin, name=name))


def as_json(versions: Versions, package: str) -> dict[str, object] | None:
    """``version`` is null, and ``specifier`` what is known instead, where no version is fixed; None if nothing is."""
    resolved, wanted = versions.get(package), versions.wants(package)
    if resolved is None and wanted is None:
        return None
    origin = resolved.origin if resolved else wanted.origin if wanted else None
    return {
        "version": resolved.version if resolved else None,
        "specifier": None if resolved or wanted is None else wanted.specifier,
        "source": resolved.source if resolved else origin.name if origin else None,
        "filename": origin.path if origin else None,
        "cell": origin.cell if origin else None,
        "row": origin.row + 1 if origin and origin.row is not None else None,
    }
