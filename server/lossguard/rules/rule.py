"""What a rule is: metadata as data, its page as docstring, `check` as code."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules.context import Context
from lossguard.text.place import Place

DOCS = "https://github.com/lossguard/lossguard/blob/main/docs/rules"


class Rule(ABC):
    """A rule's docstring is its page (What it does, Why it is bad, Example, Use instead, Fix safety, References)."""

    code: ClassVar[str]
    name: ClassVar[str]
    severity: ClassVar[Severity]
    summary: ClassVar[str]
    """One line for tables."""
    since: ClassVar[str] = "0.1.0"
    preview: ClassVar[bool] = False
    """Whether the rule may still change: then it runs only for those who ask for it."""
    applies: ClassVar[str]
    """For people: the versions in which the pattern is a defect."""
    example_versions: ClassVar[Mapping[str, str]] = {}
    """Versions under which the page's example is a finding, if it is not one under any."""
    libraries: ClassVar[tuple[str, ...]] = ("transformers",)
    """Distributions whose version a finding of this rule may rest on."""
    messages: ClassVar[tuple[str, ...]]
    """Every template that a finding, related place or fix of this rule uses."""

    @property
    def url(self) -> str:
        return f"{DOCS}/{self.name}.md"

    @abstractmethod
    def check(self, context: Context) -> Iterator[Finding]:
        """All findings of this rule in a program."""

    def finding(
        self,
        context: Context,
        place: Place,
        message: Message,
        cause: Cause,
        related: tuple[Related, ...] = (),
        fixes: tuple[Fix, ...] = (),
        severity: Severity | None = None,
    ) -> Finding:
        return Finding(
            self.code,
            self.name,
            severity or self.severity,
            message,
            place,
            cause,
            self.url,
            tuple(item for item in related if item.place != place),
            fixes,
            context.versions.assumed(self.libraries),
        )
