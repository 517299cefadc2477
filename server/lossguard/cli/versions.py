"""``lossguard versions FILE``: which versions are assumed, and why."""

import json
from dataclasses import replace
from pathlib import Path

from lossguard.cli.assumptions import Surroundings, shown
from lossguard.cli.console import Console
from lossguard.cli.given import Given
from lossguard.libraries.eras import Eras, Knowledge
from lossguard.libraries.resolution import RELEVANT, resolve
from lossguard.libraries.versions import Source
from lossguard.text.decode import Problem
from lossguard.text.source import read_source

UNRESOLVED = "not resolved: every supported version is considered"
KNOWLEDGE = {
    Knowledge.SHIPPED: "what it does is known",
    Knowledge.NEIGHBOURS: "what it does is known where the releases before and after it agree",
    Knowledge.READ: "what it does was read from its sources",
    Knowledge.UNKNOWN: "what it does is known where no release differs: its sources were not read",
}


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
    known = surroundings.known(source.document)
    versions = resolve(source.document, known.settings.given, known.installed, known.pinned)
    eras = Eras(versions, readings=known.readings)
    if output_format == "json":
        console.write(json.dumps({package: as_json(eras, package) for package in RELEVANT}, indent=2))
    else:
        width = max(map(len, RELEVANT))
        for package in RELEVANT:
            name = console.style.strong(f"{package:<{width}}")
            version, reason = in_words(eras, package)
            told = f"{version}  {console.style.quiet(f'({reason})')}" if version else console.style.quiet(reason)
            console.write(f"{name}  {told}")
    return 2 if surroundings.troubled else 0


def in_words(eras: Eras, package: str) -> tuple[str | None, str]:
    """The version that is assumed of a package, if it is one, and why."""
    resolved, wanted = eras.versions.get(package), eras.versions.wants(package)
    if resolved is not None:
        origin, source = eras.knowledge(package), where(resolved.origin) if resolved.origin else resolved.source
        return resolved.version, source if origin is None else f"{source}; {KNOWLEDGE[origin]}"
    if wanted is None:
        return None, UNRESOLVED
    if wanted.renewed and not wanted.specifier:
        return None, f"not resolved: left open by {where(wanted.origin)}"
    return None, f"not resolved: {wanted.specifier or 'any version'} by {where(wanted.origin)}"


def where(origin: Source) -> str:
    name = shown(origin.path) if origin.path else origin.name
    return str(replace(origin, name=name))


def as_json(eras: Eras, package: str) -> dict[str, object] | None:
    """``version`` is null, and ``specifier`` what is known instead, where no version is fixed; None if nothing is.

    ``facts`` says where that comes from which is known of the version.
    """
    resolved, wanted = eras.versions.get(package), eras.versions.wants(package)
    knowledge = eras.knowledge(package)
    if resolved is None and wanted is None:
        return None
    origin = resolved.origin if resolved else wanted.origin if wanted else None
    return {
        "version": resolved.version if resolved else None,
        "specifier": None if resolved or wanted is None else wanted.specifier,
        "facts": knowledge.value if knowledge else None,
        "source": resolved.source if resolved else origin.name if origin else None,
        "filename": origin.path if origin else None,
        "cell": origin.cell if origin else None,
        "row": origin.row + 1 if origin and origin.row is not None else None,
    }
