"""Fixtures: scripts and notebooks that are annotated with what Lossguard has to say about them.

``# expect: <rule>`` stands on the line where a finding begins. More may be said about it:

    # expect: a-rule [info]          its severity, where it is not the rule's own
    # expect: a-rule @unsafe         the applicability of its first fix (``@none``: it has no fix)
    # expect[trl<1.7]: a-rule        only under such versions
    # expect-later: a-rule           a mistake that is not found yet; the rule has to be silent

A line ``# versions: trl==1.16.0 …`` makes the file a fixture under those versions, several lines make several;
``# versions:`` alone means that nothing is known. Without such a line a script is read with nothing known and
under current versions, a notebook under what it installs. A file without an expectation must be silent.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from packaging.specifiers import SpecifierSet

from lossguard.check import Analysis, Assumptions
from lossguard.findings.finding import Finding
from lossguard.libraries.versions import Resolved, Versions, normalise
from lossguard.text.decode import Decoded, decode
from lossguard.text.document import Document, Part
from lossguard.text.notebook import Notebook, read_notebook

FOLDER = Path(__file__).parent
CURRENT = "transformers==5.23.0 trl==1.16.0"
_EXPECT = re.compile(
    r"#\s*expect(?P<later>-later)?(?:\[(?P<package>[\w-]+)(?P<specifier>[^\]]+)\])?:\s*(?P<rule>[\w-]+)"
    r"(?:\s*\[(?P<severity>\w+)\])?(?:\s*@(?P<fix>[\w-]+))?"
)
_VERSIONS = re.compile(r"^#[ \t]*versions:(.*)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Expectation:
    cell: int | None
    row: int
    rule: str
    severity: str | None
    fix: str | None
    later: bool


@dataclass(frozen=True, slots=True)
class Fixture:
    path: Path
    pins: str

    @property
    def id(self) -> str:
        return f"{self.path.relative_to(FOLDER)} {self.pins}".strip()

    @property
    def rule(self) -> str:
        return self.path.parent.name

    @property
    def versions(self) -> Versions:
        pins = (pin.partition("==") for pin in self.pins.split())
        return Versions({normalise(name): Resolved(version, "fixture") for name, _, version in pins})

    def document(self) -> Document:
        return _document(self.path)

    def analysis(self, document: Document | None = None) -> Analysis:
        return Analysis(document or self.document(), assumptions=Assumptions(given=self.versions))

    def expected(self) -> list[Expectation]:
        """What has to be found under these versions, and with ``later`` what should be but is not."""
        document = self.document()
        return [
            Expectation(part.cell, row, *(match["rule"], match["severity"], match["fix"]), bool(match["later"]))
            for part in document.parts
            for row in range(len(part.lines))
            for match in _EXPECT.finditer(part.lines.line(row))
            if self._applies(match["package"], match["specifier"])
        ]

    @property
    def defective(self) -> bool:
        return any(not expectation.later for expectation in self.expected())

    def _applies(self, package: str | None, specifier: str | None) -> bool:
        if package is None:
            return True
        resolved = self.versions.get(package)
        return resolved is not None and resolved.version in SpecifierSet(specifier or "")


def place_of(finding: Finding) -> tuple[Part, int]:
    part = finding.place.part
    return part, part.lines.position(finding.place.span[0])[0]


@cache
def all_fixtures() -> tuple[Fixture, ...]:
    return tuple(Fixture(path, pins) for path in sorted(_files()) for pins in _pins(path))


def defective_fixtures() -> list[Fixture]:
    return [fixture for fixture in all_fixtures() if fixture.defective]


def without_annotations(text: str) -> str:
    """As its author would have written it."""
    return re.sub(r"[ \t]*# expect[^\r\n]*", "", text)


def _files() -> Iterator[Path]:
    for pattern in ("*/*/*.py", "*/*/*.ipynb"):
        yield from FOLDER.glob(pattern)


def _pins(path: Path) -> list[str]:
    lines = [line.strip() for part in _document(path).parts for line in _VERSIONS.findall(part.text)]
    return lines or ([""] if path.suffix == ".ipynb" else ["", CURRENT])


def _document(path: Path) -> Document:
    decoded = decode(path.read_bytes())
    assert isinstance(decoded, Decoded)
    if path.suffix == ".py":
        return Document.script(str(path), decoded.text)
    notebook = read_notebook(str(path), decoded.text)
    assert isinstance(notebook, Notebook)
    return notebook.document
