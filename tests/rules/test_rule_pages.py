"""A rule's page is its docstring: complete, and with examples that are true."""

import re
from inspect import cleandoc
from pathlib import Path

import pytest

from lossguard.check import Assumptions, check
from lossguard.libraries.versions import Resolved, Versions
from lossguard.rules.registry import all_rules
from lossguard.rules.rule import Rule
from lossguard.text.document import Document
from tests.rules.fixtures import FOLDER

HEADINGS = ["What it does", "Why it is bad", "Example", "Use instead", "Fix safety", "References"]
RULES = all_rules()


def section(rule: Rule, heading: str) -> str:
    text = cleandoc(rule.__doc__ or "")
    match = re.search(rf"^## {heading}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert match is not None, heading
    return match.group(1)


def findings(rule: Rule, code: str) -> list[str]:
    given = Versions({name: Resolved(version, "example") for name, version in rule.example_versions.items()})
    report = check(Document.script("example.py", code), assumptions=Assumptions(given=given))
    assert not report.broken
    return [finding.name for finding in report.findings]


def code_of(text: str) -> str:
    match = re.search(r"```python\n(.*?)```", text, re.DOTALL)
    assert match is not None
    return match.group(1)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_page_has_all_headings_in_order(rule: Rule) -> None:
    assert re.findall(r"^## (.*)$", cleandoc(rule.__doc__ or ""), re.MULTILINE) == HEADINGS


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_example_is_found_by_its_rule_alone(rule: Rule) -> None:
    assert findings(rule, code_of(section(rule, "Example"))) == [rule.name]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_what_to_use_instead_is_clean(rule: Rule) -> None:
    assert findings(rule, code_of(section(rule, "Use instead"))) == []


def test_codes_and_names_are_unique_and_well_formed() -> None:
    assert len({rule.code for rule in RULES}) == len(RULES) == len({rule.name for rule in RULES})
    for rule in RULES:
        assert re.fullmatch(r"(COL|LBL|TOK|TPL|LOS|TRN|DAT|MOD|EVL|UNS|SUP)\d{3}", rule.code)
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_names_its_references(rule: Rule) -> None:
    assert re.search(r"\]\(https://", section(rule, "References"))


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_address_of_a_rule_is_that_of_its_page(rule: Rule) -> None:
    path = rule.url.removeprefix("https://github.com/lossguard/lossguard/blob/main/")
    assert (Path(__file__).parents[2] / path).read_text(encoding="utf-8").startswith(f"# {rule.name}\n")


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_and_its_fixtures_lie_in_the_same_category(rule: Rule) -> None:
    category = type(rule).__module__.split(".")[-2]
    assert (FOLDER / category / rule.name).is_dir()
