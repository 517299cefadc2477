"""Every fix of every fixture: it applies, the result parses, the rule is silent, and nothing else changes."""

import difflib
from collections.abc import Callable, Iterator

import pytest

from lossguard.findings.finding import Applicability, Finding, Fix, Severity
from lossguard.text.document import Document, Part
from lossguard.text.edits import apply_edits
from tests.rules.fixtures import Fixture, defective_fixtures

Change = Callable[[str], str]
FORMS: dict[str, Change] = {
    "as it is": lambda text: text,
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "with tabs": lambda text: text.replace("    ", "\t"),
    "without a last line end": lambda text: text.rstrip("\n"),
}
DEFECTIVE = defective_fixtures()


def changed(fixture: Fixture, form: str) -> Document:
    document = fixture.document()
    for part in document.parts:
        part.text = FORMS[form](part.text)
    return document


def fixes(fixture: Fixture, document: Document) -> Iterator[tuple[Finding, Fix]]:
    for finding in fixture.analysis(document).refresh().findings:
        for fix in finding.fixes:
            yield finding, fix


def apply(fix: Fix) -> dict[Part, str]:
    """Apply a fix to its parts; returns the texts from before."""
    edits = fix.build()
    assert edits
    before = {edit.part: edit.part.text for edit in edits}
    for part, text in before.items():
        part.text = apply_edits(text, [edit for edit in edits if edit.part is part])
    return before


def names(findings: tuple[Finding, ...]) -> list[str]:
    return sorted(finding.name for finding in findings if finding.severity is not Severity.INFO)


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("fixture", DEFECTIVE, ids=lambda fixture: fixture.id)
def test_a_fix_cures_its_finding_and_nothing_else(fixture: Fixture, form: str) -> None:
    count = len(list(fixes(fixture, changed(fixture, form))))
    for index in range(count):
        document = changed(fixture, form)
        finding, fix = list(fixes(fixture, document))[index]
        found_before = names(fixture.analysis(document).refresh().findings)
        before = apply(fix)
        report = fixture.analysis(document).refresh()
        assert not report.broken, fix.title.text()
        after = names(report.findings)
        assert after.count(finding.name) == found_before.count(finding.name) - 1, fix.title.text()
        assert len(after) == len(found_before) - 1, f"{fix.title.text()} makes {after}"
        for part, text in before.items():
            assert ("\r\n" in part.text) == ("\r\n" in text)
            assert "\n" not in part.text.replace("\r\n", "") or "\r\n" not in part.text
            _only_near_lines_changed(text, part.text)


def _only_near_lines_changed(before: str, after: str) -> None:
    """All but a few lines are as they were, to the letter."""
    matcher = difflib.SequenceMatcher(a=before.splitlines(True), b=after.splitlines(True), autojunk=False)
    touched = sum(end - start for tag, start, end, _, _ in matcher.get_opcodes() if tag != "equal")
    assert touched <= 8


@pytest.mark.parametrize("fixture", DEFECTIVE, ids=lambda fixture: fixture.id)
def test_applying_all_first_fixes_ends_in_a_clean_document(fixture: Fixture) -> None:
    document = changed(fixture, "as it is")
    for _ in range(4):
        first = next(fixes(fixture, document), None)
        if first is None:
            break
        apply(first[1])
    assert next(fixes(fixture, document), None) is None


def test_what_is_said_to_be_safe_changes_nothing_but_the_mistake() -> None:
    safe = {
        finding.name
        for fixture in DEFECTIVE
        for finding, fix in fixes(fixture, fixture.document())
        if fix.applicability is Applicability.SAFE
    }
    assert safe == {
        "lm-collator-overwrites-labels",
        "mlm-default-with-causal-lm",
        "collator-cannot-pad-labels",
        "compute-loss-missing-num-items",
    }
