"""Every fixture gives exactly the findings that it expects, on their lines."""

import pytest

from lossguard.rules.registry import find_rule
from tests.rules.fixtures import Fixture, all_fixtures, expected, place_of

FIXTURES = all_fixtures()


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.id)
def test_a_fixture_gives_what_it_expects(fixture: Fixture) -> None:
    document = fixture.document()
    report = fixture.analysis(document).refresh()
    assert not report.broken
    wanted = set()
    for cell, row, name, severity in expected(document):
        rule = find_rule(name)
        assert rule is not None, name
        wanted.add((cell, row + 1, name, severity or rule.severity.value))
    found = set()
    for finding in report.findings:
        part, row = place_of(finding)
        found.add((part.cell, row + 1, finding.name, finding.severity.value))
    assert found == wanted


def test_every_rule_has_defective_and_correct_fixtures() -> None:
    from lossguard.rules.registry import all_rules

    for rule in all_rules():
        mine = [fixture for fixture in FIXTURES if fixture.rule == rule.name]
        defective = [
            fixture for fixture in mine if any(name == rule.name for _, _, name, _ in expected(fixture.document()))
        ]
        assert len(defective) >= 2, rule.name
        assert len(mine) - len(defective) >= 2, rule.name
