"""Whatever the script is, its explanation can be told, and every place in it is in the script."""

from pathlib import Path

import pytest

from lossguard.check import Analysis
from lossguard.explain.explanations import explain
from lossguard.explain.statement import TOPICS
from lossguard.text.decode import Problem
from lossguard.text.source import read_source

ROOT = Path(__file__).parents[1]
SCRIPTS = sorted(path for path in (ROOT / "rules").glob("*/*/*") if path.suffix in (".py", ".ipynb"))


@pytest.mark.parametrize("category", sorted({path.parts[-3] for path in SCRIPTS}))
def test_every_fixture_of_the_rules_can_be_explained(category: str) -> None:
    told = 0
    for path in SCRIPTS:
        if path.parts[-3] != category:
            continue
        source = read_source(str(path), path.read_bytes())
        assert not isinstance(source, Problem)
        analysis = Analysis(source.document)
        analysis.refresh()
        for explanation in explain(analysis.context()):
            told += 1
            assert [statement.topic for statement in explanation.statements] == sorted(
                (statement.topic for statement in explanation.statements), key=TOPICS.index
            )
            for statement in explanation.statements:
                assert statement.message.text()
                assert statement.place is None or statement.place.source, (path, statement.message.text())
            assert all(spot.place.source for spot in explanation.spots)
    assert told
