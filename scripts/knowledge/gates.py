"""Whether the sources of each release read show its gates to be open, and no others (see ``libraries/gates.py``)."""

from collections.abc import Iterator

from packaging.version import Version

from lossguard.libraries.extractor.evidence import EVIDENCE, shown
from lossguard.libraries.extractor.release import read_release
from scripts.knowledge import readings, wheels


def disagreements() -> Iterator[str]:
    for library, versions in readings.READ.items():
        gates = {gate for owner, gate in EVIDENCE if owner == library}
        for version in versions:
            open_ones = set(shown(library, read_release(library, wheels.find(library, version))))
            wanted = {gate for gate in gates if Version(gate) <= Version(version)}
            for gate in sorted(open_ones ^ wanted):
                seen = "open" if gate in open_ones else "shut"
                yield f"{library} {version}: the gate of {gate} looks {seen}"
