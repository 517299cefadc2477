"""What a format of output is, and what it is told."""

from abc import ABC, abstractmethod
from collections import Counter
from dataclasses import dataclass, field

from lossguard.findings.finding import Applicability, Finding, Severity
from lossguard.text.document import Document


@dataclass(slots=True)
class Totals:
    """Counts over all files of a run."""

    files: int = 0
    """Files that were checked, those that hold nothing to check included."""
    failed: int = 0
    """Files that could not be read."""
    severities: Counter[Severity] = field(default_factory=Counter[Severity])
    fixable: Counter[Applicability] = field(default_factory=Counter[Applicability])
    """By the most trustworthy fix that a finding has."""
    fixed: int = 0
    fixed_files: int = 0

    @property
    def findings(self) -> int:
        return self.severities.total()

    def add(self, finding: Finding) -> None:
        self.severities[finding.severity] += 1
        if applicability := best_applicability(finding):
            self.fixable[applicability] += 1


def best_applicability(finding: Finding) -> Applicability | None:
    """Safe if a safe fix is among those of a finding, else unsafe; None if no tool may apply one."""
    offered = {fix.applicability for fix in finding.fixes}
    return next((kind for kind in (Applicability.SAFE, Applicability.UNSAFE) if kind in offered), None)


class Format(ABC):
    """Prints the findings of one file after the other, then what is to be said at the end."""

    @abstractmethod
    def file(self, document: Document, findings: tuple[Finding, ...]) -> None: ...

    @abstractmethod
    def end(self, totals: Totals) -> None: ...
