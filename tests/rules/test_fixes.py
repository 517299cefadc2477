"""Every fix of every fixture: it applies, the result parses, the rule is silent, and nothing else changes."""

import ast
import builtins
import difflib
import re
from collections.abc import Iterator
from inspect import cleandoc

import pytest

from lossguard.findings.finding import Applicability, Finding, Fix, Severity
from lossguard.rules.registry import all_rules
from lossguard.rules.rule import Rule
from lossguard.text.document import Document, Part
from lossguard.text.edits import Edit, apply_edits
from tests.rules.fixtures import Fixture, defective_fixtures
from tests.rules.forms import FORMS, applies, written

DEFECTIVE = list({fixture.path: fixture for fixture in defective_fixtures()}.values())
"""Each file under one set of versions: what is edited does not depend on them."""
CASES = [(fixture, form) for fixture in DEFECTIVE for form in FORMS if applies(form, fixture)]


def findings_of(fixture: Fixture, document: Document) -> tuple[Finding, ...]:
    report = fixture.analysis(document).refresh()
    assert not report.broken
    return report.findings


def fixes(fixture: Fixture, document: Document) -> Iterator[tuple[Finding, Fix]]:
    for finding in findings_of(fixture, document):
        for fix in finding.fixes:
            yield finding, fix


def apply(edits: tuple[Edit, ...]) -> None:
    for part in {edit.part for edit in edits}:
        part.text = apply_edits(part.text, [edit for edit in edits if edit.part is part])


def names(findings: tuple[Finding, ...]) -> list[str]:
    """What a fix may not add to. Hints do not count: a fix may bring one up."""
    return sorted(finding.name for finding in findings if finding.severity is not Severity.INFO)


@pytest.mark.parametrize(("fixture", "form"), CASES, ids=lambda case: getattr(case, "id", case))
def test_a_fix_cures_its_finding_and_nothing_else(fixture: Fixture, form: str) -> None:
    for index in range(len(list(fixes(fixture, written(fixture, form))))):
        document = written(fixture, form)
        found = names(findings_of(fixture, document))
        finding, fix = list(fixes(fixture, document))[index]
        title = fix.title.text()
        before = {part: part.text for part in document.parts}
        unbound = _unbound("\n".join(part.code for part in document.parts))
        edits = fix.build()
        assert edits, title
        apply(edits)
        remaining = names(findings_of(fixture, document))
        if finding.severity is Severity.INFO:
            left = [left.name for left in findings_of(fixture, document)]
            assert finding.name not in left, title
        else:
            found.remove(finding.name)
        assert remaining == found, title
        for part, text in before.items():
            _others_are_untouched(text, part, [edit for edit in edits if edit.part is part])
        code = "\n".join(part.code for part in document.parts)
        assert _unbound(code) <= unbound, title


def _others_are_untouched(before: str, part: Part, edits: list[Edit]) -> None:
    """All that lies outside the edits is there, to the byte, and line ends are those of the file."""
    rest = part.text
    done = 0
    for edit in sorted(edits, key=lambda edit: edit.start):
        kept = before[done : edit.start]
        assert rest.startswith(kept)
        rest = rest[len(kept) :]
        inserted = edit.content.replace("\r\n", "\n").replace("\n", "\r\n" if "\r\n" in before else "\n")
        assert rest.startswith(inserted)
        rest = rest[len(inserted) :]
        done = edit.end
    assert rest == before[done:]
    assert len(re.findall(r"\r\n", part.text)) in (0, part.text.count("\n"))
    changed = difflib.SequenceMatcher(a=before.splitlines(True), b=part.text.splitlines(True), autojunk=False)
    touched = sum(end - start for tag, start, end, _, _ in changed.get_opcodes() if tag != "equal")
    assert touched <= 12


def _unbound(code: str) -> set[str]:
    """Names that are used and that nothing binds: a class that a fix writes has to be imported."""
    used: set[str] = set()
    bound = set(dir(builtins))
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Name):
            (used if isinstance(node.ctx, ast.Load) else bound).add(node.id)
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            bound.add(node.name)
        elif isinstance(node, ast.arg):
            bound.add(node.arg)
        elif isinstance(node, ast.alias):
            bound.add((node.asname or node.name).partition(".")[0])
    return used - bound


@pytest.mark.parametrize("fixture", DEFECTIVE, ids=lambda fixture: fixture.id)
def test_a_fix_is_the_same_whatever_the_line_ends(fixture: Fixture) -> None:
    def fixed(form: str) -> list[list[str]]:
        results = []
        for index in range(len(list(fixes(fixture, written(fixture, form))))):
            document = written(fixture, form)
            apply(list(fixes(fixture, document))[index][1].build())
            results.append([part.text.replace("\r\n", "\n") for part in document.parts])
        return results

    assert fixed("as written") == fixed("with CRLF")


@pytest.mark.parametrize("fixture", DEFECTIVE, ids=lambda fixture: fixture.id)
def test_applying_first_fixes_comes_to_an_end(fixture: Fixture) -> None:
    document = written(fixture, "as written")
    rounds = 0
    while (first := next(fixes(fixture, document), None)) is not None:
        apply(first[1].build())
        rounds += 1
        assert rounds <= 4
    texts = [part.text for part in document.parts]
    assert next(fixes(fixture, document), None) is None
    assert [part.text for part in document.parts] == texts


@pytest.mark.parametrize("fixture", DEFECTIVE, ids=lambda fixture: fixture.id)
def test_building_a_fix_changes_nothing_and_may_be_repeated(fixture: Fixture) -> None:
    document = written(fixture, "as written")
    texts = [part.text for part in document.parts]
    for _, fix in fixes(fixture, document):
        assert fix.build() == fix.build()
    assert [part.text for part in document.parts] == texts


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.name)
def test_a_page_says_how_safe_the_fixes_are(rule: Rule) -> None:
    page = cleandoc(rule.__doc__ or "").partition("## Fix safety")[2].partition("## References")[0]
    offered = {
        fix.applicability
        for fixture in DEFECTIVE
        for finding, fix in fixes(fixture, fixture.document())
        if finding.name == rule.name
    }
    said = set()
    if re.search(r"\b[Ss]afe\b", page):
        said.add(Applicability.SAFE)
    if re.search(r"\b[Uu]nsafe\b", page):
        said.add(Applicability.UNSAFE)
    assert offered == said
    assert bool(offered) != page.strip().startswith("There is no fix")
