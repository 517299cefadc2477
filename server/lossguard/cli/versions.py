"""``lossguard versions FILE``: which versions are assumed, and why."""

import json
from pathlib import Path

from lossguard.cli.assumptions import Given, Surroundings
from lossguard.cli.console import Console
from lossguard.libraries.resolution import RELEVANT, resolve
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
    versions = resolve(source.document, settings.given, surroundings.installed(Path(file), settings))
    found = {package: versions.get(package) for package in RELEVANT}
    if output_format == "json":
        rows = {
            package: {"version": resolved.version, "source": resolved.source} if resolved else None
            for package, resolved in found.items()
        }
        console.write(json.dumps(rows, indent=2))
    else:
        width = max(map(len, RELEVANT))
        for package, resolved in found.items():
            name = console.style.strong(f"{package:<{width}}")
            if resolved:
                console.write(f"{name}  {resolved.version}  {console.style.quiet(f'({resolved.source})')}")
            else:
                console.write(f"{name}  {console.style.quiet(UNRESOLVED)}")
    return 2 if surroundings.troubled else 0
