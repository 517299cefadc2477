"""Short variations on one script: what looks like a mistake and is none, and the mistake beside it.

A file of ``lookalikes`` begins with what its variations have in common. ``#-- silent`` begins one that is right,
``#-- found: <rule>`` one that is wrong, ``#-- later: <rule>`` a wrong one that is not found yet.
"""

import re
from pathlib import Path

import pytest

from lossguard.check import Assumptions, check
from lossguard.libraries.versions import Resolved, Versions
from lossguard.text.document import Document

GIVEN = Versions({"transformers": Resolved("5.23.0", "test"), "trl": Resolved("1.16.0", "test")})
_MARK = re.compile(r"^#-- (silent|found|later)(?:: ([\w-]+))?\n", re.MULTILINE)


def variations() -> list[tuple[str, str, str]]:
    """Identifier, source and the rule that has to be found; empty for none."""
    found = []
    for path in sorted((Path(__file__).parent / "lookalikes").glob("*.txt")):
        common, *pieces = _MARK.split(path.read_text(encoding="utf-8"))
        row = common.count("\n") + 1
        for kind, rule, source in zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True):
            found.append((f"{path.stem}-{row}", common + source, rule if kind == "found" else ""))
            row += source.count("\n") + 1
    return found


@pytest.mark.parametrize(("source", "rule"), [pytest.param(*rest, id=name) for name, *rest in variations()])
def test_a_variation_is_told_from_the_mistake(source: str, rule: str) -> None:
    report = check(Document.script("a.py", source), assumptions=Assumptions(given=GIVEN))
    assert not report.broken
    assert {finding.name for finding in report.findings} == ({rule} if rule else set())
