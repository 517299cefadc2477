"""The pipeline, for the editor and the command line alike: text → syntax → program → rules → findings."""

from dataclasses import dataclass, field

from lossguard.findings.finding import Finding
from lossguard.libraries.versions import Versions
from lossguard.settings.settings import Settings
from lossguard.text.document import Document, Part


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is known from outside the file."""

    given: Versions = field(default_factory=Versions)
    """Versions from ``--with`` or the settings: they win over everything."""
    installed: Versions = field(default_factory=Versions)
    """Versions installed for the selected interpreter: weaker than exact pins inside the file."""


@dataclass(frozen=True, slots=True)
class Report:
    findings: tuple[Finding, ...] = ()
    """In document order; suppressed and unselected ones left out."""
    broken: tuple[Part, ...] = ()
    """Parts that do not parse at the moment: their findings are the last ones known, at their moved places."""
    versions: Versions = field(default_factory=Versions)
    """What was assumed for this document."""


class Analysis:
    """The standing analysis of one document; ``refresh`` costs what changed since the last time.

    Usage: change ``document.parts`` (their ``text``, or the list itself for a notebook), then call
    ``refresh``. Never raises on bad input; a fault in one rule or of the engine is raised.
    """

    def __init__(
        self, document: Document, settings: Settings | None = None, assumptions: Assumptions | None = None
    ) -> None:
        self.document = document
        self.settings = settings or Settings()
        self.assumptions = assumptions or Assumptions()

    def refresh(self) -> Report:
        return Report()


def check(document: Document, settings: Settings | None = None, assumptions: Assumptions | None = None) -> Report:
    """Check a document once."""
    return Analysis(document, settings, assumptions).refresh()
