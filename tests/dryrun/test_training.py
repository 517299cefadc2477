"""Real trainings, up to their first step: the right check fails at the right line, and none does where all is right.

A script says ``# expect: CODE cause`` on the line that the finding has to begin on. Correct ones are called ``ok_…``.
"""

import asyncio
import re
from pathlib import Path

import pytest

from lossguard.dryrun.job import DryRun
from lossguard.dryrun.result import Outcome, Result
from lossguard.text.place import Place
from tests.dryrun.conftest import plan_of

SCRIPTS = sorted((Path(__file__).parent / "scripts").glob("*.py"))
_EXPECTED = re.compile(r"# expect(-anywhere)?: (\w+) ([\w-]+)")


def expected(script: Path) -> list[tuple[str, str, int | None]]:
    """Code, kind of cause and row (None: any) of each finding."""
    found = []
    for row, line in enumerate(script.read_text(encoding="utf-8").splitlines(), 1):
        for anywhere, code, kind in _EXPECTED.findall(line):
            found.append((code, kind, None if anywhere else row))
    return found


def dry_run(script: Path, models: Path, torch_python: str) -> Result:
    return asyncio.run(DryRun(plan_of(script, python=torch_python, folder=models, timeout=100.0)).run())


@pytest.mark.slow
@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.stem)
def test_what_is_found(script: Path, models: Path, torch_python: str) -> None:
    result = dry_run(script, models, torch_python)
    wanted = expected(script)
    anywhere = [(code, kind) for code, kind, row in wanted if row is None]
    found = [
        (one.code, one.cause.kind, None if (one.code, one.cause.kind) in anywhere else row_of(one.place))
        for one in result.findings
    ]
    assert found == wanted, [one.message.text() for one in result.findings] or result.summary + result.exception
    assert result.faults == ()
    assert result.outcome in ({Outcome.STEP} if script.stem.startswith("ok_") else {Outcome.STEP, Outcome.FAILED})
    assert not (models / "finally.txt").exists()


def row_of(place: Place) -> int:
    return place.part.lines.position(place.span[0])[0] + 1
