"""Two rules that exist in tests only, so that tests do not depend on which rules there are."""

from collections.abc import Iterator
from typing import Any

import pytest

from lossguard.findings.finding import Finding, Severity
from lossguard.rules import registry
from lossguard.rules.rule import Rule


def some_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the registry know these rules and no others."""
    registry.all_rules()  # a class made before the first look would be taken for a real rule
    rules = (_rule("COL001", "first-rule"), _rule("LBL002", "second-rule"))
    monkeypatch.setattr(registry, "all_rules", lambda: rules)


def _rule(code: str, name: str) -> Rule:
    def check(self: Rule, program: Any) -> Iterator[Finding]:
        return iter(())

    members = {
        "__doc__": f"The {name}.\n\n## What it does\n\nNothing.\n",
        "code": code,
        "name": name,
        "severity": Severity.ERROR,
        "summary": f"Summary of the {name}",
        "applies": "always",
        "check": check,
    }
    return type("TestRule", (Rule,), members)()
