"""Every fixture gives exactly the findings that it expects, on their lines."""

import pytest

from lossguard.rules.registry import all_rules, find_rule
from lossguard.rules.rule import Rule
from tests.rules.fixtures import Fixture, all_fixtures, place_of

FIXTURES = all_fixtures()


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.id)
def test_a_fixture_gives_what_it_expects(fixture: Fixture) -> None:
    report = fixture.analysis().refresh()
    assert not report.broken
    found = {}
    for finding in report.findings:
        part, row = place_of(finding)
        first = finding.fixes[0].applicability.value if finding.fixes else "none"
        found[part.cell, row + 1, finding.name] = (finding.severity.value, first)
    wanted = {}
    for expectation in fixture.expected():
        if expectation.later:
            continue
        rule = find_rule(expectation.rule)
        assert rule is not None, expectation.rule
        key = (expectation.cell, expectation.row + 1, rule.name)
        fix = expectation.fix or found.get(key, ("", "none"))[1]
        wanted[key] = (expectation.severity or rule.severity.value, fix)
    assert found == wanted


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_rule_has_fixtures_with_and_without_its_mistake(rule: Rule) -> None:
    mine = [fixture for fixture in FIXTURES if fixture.rule == rule.name]
    defective = {fixture.path for fixture in mine if fixture.defective}
    assert len(defective) >= 4
    assert len({fixture.path for fixture in mine} - defective) >= 5


@pytest.mark.parametrize("path", sorted({fixture.path for fixture in FIXTURES}), ids=lambda path: path.name)
def test_a_fixture_says_what_it_is_by_its_name(path: object) -> None:
    mine = [fixture for fixture in FIXTURES if fixture.path == path]
    quiet = not any(fixture.expected() for fixture in mine)
    assert mine[0].path.name.startswith("ok_") == quiet
    if not quiet:
        assert mine[0].rule in {expectation.rule for fixture in mine for expectation in fixture.expected()}
