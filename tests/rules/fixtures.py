"""Fixtures: scripts and notebooks with ``# expect: <rule>`` on the line of each finding.

``# expect: <rule> [info]`` names a severity that differs from the rule's own. A line ``# versions: trl==1.16.0 …``
gives the versions under which the file is read. A file without an expectation must be silent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from lossguard.check import Analysis, Assumptions
from lossguard.findings.finding import Finding
from lossguard.libraries.versions import Resolved, Versions, normalise
from lossguard.text.decode import Decoded, decode
from lossguard.text.document import Document, Part
from lossguard.text.notebook import Notebook, read_notebook

FOLDER = Path(__file__).parent
_EXPECT = re.compile(r"#\s*expect:\s*([\w-]+)(?:\s*\[(\w+)\])?")
_VERSIONS = re.compile(r"#\s*versions:\s*(.+)")


@dataclass(frozen=True, slots=True)
class Fixture:
    path: Path

    @property
    def id(self) -> str:
        return str(self.path.relative_to(FOLDER))

    @property
    def rule(self) -> str:
        return self.path.parent.name

    def document(self) -> Document:
        decoded = decode(self.path.read_bytes())
        assert isinstance(decoded, Decoded)
        if self.path.suffix == ".py":
            return Document.script(str(self.path), decoded.text)
        notebook = read_notebook(str(self.path), decoded.text)
        assert isinstance(notebook, Notebook)
        return notebook.document

    def analysis(self, document: Document | None = None) -> Analysis:
        document = document or self.document()
        return Analysis(document, assumptions=Assumptions(given=versions_of(document)))


def versions_of(document: Document) -> Versions:
    found: dict[str, Resolved] = {}
    for part in document.parts:
        for line in _VERSIONS.findall(part.text):
            for pin in line.split():
                name, _, version = pin.partition("==")
                found[normalise(name)] = Resolved(version, "fixture")
    return Versions(found)


def expected(document: Document) -> set[tuple[int | None, int, str, str | None]]:
    """Cell, row, rule and severity of every expectation."""
    found: set[tuple[int | None, int, str, str | None]] = set()
    for part in document.parts:
        for row in range(len(part.lines)):
            for name, severity in _EXPECT.findall(part.lines.line(row)):
                found.add((part.cell, row, name, severity or None))
    return found


def place_of(finding: Finding) -> tuple[Part, int]:
    part = finding.place.part
    return part, part.lines.position(finding.place.span[0])[0]


def all_fixtures() -> list[Fixture]:
    return [Fixture(path) for path in sorted(_files())]


def _files() -> Iterator[Path]:
    for pattern in ("*/*/*.py", "*/*/*.ipynb"):
        yield from FOLDER.glob(pattern)
