"""A notebook: one program, underlined and fixed in the cell where the mistake is."""

from collections.abc import Callable
from pathlib import Path

import pytest

from scripts.code_server import CodeServer
from tests.editor.conftest import expected_findings
from tests.editor.window import PATIENCE_MS, Window, wait_for

pytestmark = [pytest.mark.editor, pytest.mark.timeout(300)]


def test_a_cell_is_underlined_and_fixed(
    editor: CodeServer, workspace: Path, open_window: Callable[[CodeServer, Path], Window]
) -> None:
    notebook = workspace / "train.ipynb"
    (finding,) = expected_findings(notebook)
    assert finding.cell == 4
    window = open_window(editor, workspace)
    window.open_file("train.ipynb")
    squiggle = window.page.locator(f".notebookOverlay .squiggly-{finding.severity}")
    squiggle.first.wait_for(timeout=PATIENCE_MS)

    row = window.problems().filter(has_text=finding.message)
    row.first.wait_for()
    row.first.dblclick()
    window.page.locator(".notebookOverlay .monaco-editor.focused").wait_for()
    window.quick_fix(finding.fix)
    squiggle.first.wait_for(state="detached")
    window.save()
    wait_for(lambda: "DataCollatorForSeq2Seq" not in notebook.read_text(), window.page, "the fixed notebook on disk")
    assert expected_findings(notebook) == []
