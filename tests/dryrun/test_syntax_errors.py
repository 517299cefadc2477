"""Source that is no Python is named by its own line, in whatever part it stands."""

import json

from tests.dryrun.conftest import Run
from tests.dryrun.test_training import row_of


def test_the_line_of_a_script(run: Run) -> None:
    (finding,) = run("x = 1\n\ny = = 2\n").findings
    assert (finding.code, row_of(finding.place)) == ("DRY001", 3)


def test_the_line_of_a_module_beside_it(run: Run) -> None:
    (finding,) = run("import helper\n", files={"helper.py": "x = 1\ny = = 2\n"}).findings
    assert finding.place.part.key.endswith("helper.py")
    assert row_of(finding.place) == 2


def test_the_line_of_a_cell(run: Run) -> None:
    cells = [{"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in ("x = 1", "\ny = = 2")]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (finding,) = run(json.dumps(notebook), name="train.ipynb").findings
    assert (finding.place.part.cell, row_of(finding.place)) == (2, 2)
