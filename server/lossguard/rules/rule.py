"""What a rule is: metadata as data, its page as docstring, `check` as code."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, ClassVar

from lossguard.findings.finding import Finding, Severity

if TYPE_CHECKING:
    from lossguard.program.training import TrainingProgram

DOCS = "https://github.com/lossguard/lossguard/blob/main/docs/rules"


class Rule(ABC):
    """A rule's docstring is its page (What it does, Why it is bad, Example, Use instead, Fix safety, References)."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    summary: ClassVar[str]
    """One line for tables."""
    since: ClassVar[str] = "0.1.0"
    applies: ClassVar[str]
    """For people: the versions in which the pattern is a defect."""

    @property
    def url(self) -> str:
        return f"{DOCS}/{self.name}.md"

    @abstractmethod
    def check(self, program: "TrainingProgram") -> Iterator[Finding]:
        """All findings of this rule in a program."""
