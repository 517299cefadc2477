"""Two rules that exist in tests only, so that tests do not depend on which rules there are."""

from collections.abc import Callable, Iterator

import pytest

from lossguard.findings.finding import Finding, Severity
from lossguard.libraries.resolution import RELEVANT
from lossguard.rules import registry
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule

Check = Callable[[Rule, Context], Iterator[Finding]]


def some_rules(monkeypatch: pytest.MonkeyPatch, check: Check | None = None) -> None:
    """Let the registry know these rules and no others; they find nothing, or what ``check`` finds."""
    registry.all_rules()  # a class made before the first look would be taken for a real rule
    rules = tuple(_rule(code, name, check) for code, name in (("COL001", "first-rule"), ("LBL002", "second-rule")))
    monkeypatch.setattr(registry, "all_rules", lambda: rules)


def _rule(code: str, name: str, check: Check | None) -> Rule:
    def finds(self: Rule, context: Context) -> Iterator[Finding]:
        return check(self, context) if check is not None else iter(())

    members = {
        "__doc__": f"The {name}.\n\n## What it does\n\nNothing.\n",
        "code": code,
        "name": name,
        "severity": Severity.ERROR,
        "summary": f"Summary of the {name}",
        "applies": "always",
        "libraries": RELEVANT,
        "url": property(lambda self: f"https://example.org/{self.name}"),
        "check": finds,
    }
    return type("TestRule", (Rule,), members)()
