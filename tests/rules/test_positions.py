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


@pytest.mark.parametrize("fixture", defective_fixtures(), ids=lambda fixture: fixture.id)
def test_places_are_exact(fixture: Fixture) -> None:
    document = fixture.document()
    for part in document.parts:
        part.text = "# 你好 😀\n" + part.text.replace('"a.jsonl"', '"😀.jsonl"')
    findings = fixture.analysis(document).refresh().findings
    assert findings
    for finding in findings:
        for place in (finding.place, *(related.place for related in finding.related)):
            _same_in_every_encoding(place)
