"""What a finding points at is the same text in every unit of columns."""

import pytest

from lossguard.text.lines import Encoding
from lossguard.text.place import Place
from tests.rules.fixtures import Fixture, defective_fixtures


def _same_in_every_encoding(place: Place) -> None:
    lines = place.part.lines
    start, end = place.span
    assert place.source == place.part.text[start:end] != ""
    for encoding in Encoding:
        first, last = lines.position(start, encoding), lines.position(end, encoding)
        assert (lines.offset(*first, encoding), lines.offset(*last, encoding)) == (start, end)


def _with_wide_characters(text: str) -> str:
    """Characters of two to four bytes before and on the lines of findings."""
    lines = ["# 你好 😀", *text.split("\n")]
    return "\n".join(line.replace('"', '"é😀', 1) if line.count('"') == 2 else line for line in lines)


@pytest.mark.parametrize("wide", [False, True], ids=["as it is", "with wide characters"])
@pytest.mark.parametrize("fixture", defective_fixtures(), ids=lambda fixture: fixture.id)
def test_places_are_exact(fixture: Fixture, wide: bool) -> None:
    document = fixture.document()
    for part in document.parts:
        part.text = _with_wide_characters(part.text) if wide else f"# 😀\n{part.text}"
    findings = fixture.analysis(document).refresh().findings
    assert findings or wide  # names of columns and checkpoints count, so that wide ones may hide a mistake
    for finding in findings:
        for place in (finding.place, *(related.place for related in finding.related)):
            _same_in_every_encoding(place)
