"""A script: its mistake is underlined, explained, fixed."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.code_server import CodeServer
from tests.editor.conftest import expected_findings
from tests.editor.window import PATIENCE_MS, Window, wait_for

pytestmark = [pytest.mark.editor, pytest.mark.timeout(300)]

OpenWindow = Callable[[CodeServer, Path], Window]


def test_the_mistake_is_underlined_and_explained(editor: CodeServer, workspace: Path, open_window: OpenWindow) -> None:
    (finding,) = expected_findings(workspace / "train.py")
    window = open_window(editor, workspace)
    window.open_file("train.py")
    window.squiggles(finding.severity).first.wait_for(timeout=PATIENCE_MS)
    window.wait_until_ready()

    row = window.problems().filter(has_text=finding.message)
    expect(row).to_have_count(1)
    expect(row).to_contain_text("Lossguard")
    expect(row).to_contain_text(f"[Ln {finding.row}, Col {finding.column}]")
    link = row.locator("a", has_text=finding.name)
    expect(link).to_be_visible()

    window.hover_squiggle(finding.severity)
    hover = window.page.locator(".monaco-hover:visible", has_text=finding.message).first
    hover.wait_for()
    expect(hover.locator(f'a[href="{finding.url}"], a[data-href="{finding.url}"]').first).to_be_visible()


def test_the_fix_is_applied_and_saved(editor: CodeServer, workspace: Path, open_window: OpenWindow) -> None:
    script = workspace / "train.py"
    (finding,) = expected_findings(script)
    window = open_window(editor, workspace)
    window.open_file("train.py")
    window.squiggles(finding.severity).first.wait_for(timeout=PATIENCE_MS)
    window.go_to(finding.row, finding.column)
    window.quick_fix(finding.fix)
    window.expect_no_squiggles(finding.severity)
    window.save()
    wait_for(lambda: "DataCollatorForSeq2Seq" not in script.read_text(), window.page, "the fixed script on disk")
    assert expected_findings(script) == []


def test_the_finding_is_ignored_on_this_line(editor: CodeServer, workspace: Path, open_window: OpenWindow) -> None:
    script = workspace / "train.py"
    (finding,) = expected_findings(script)
    window = open_window(editor, workspace)
    window.open_file("train.py")
    window.squiggles(finding.severity).first.wait_for(timeout=PATIENCE_MS)
    window.go_to(finding.row, finding.column)
    window.quick_fix("on this line")
    window.expect_no_squiggles(finding.severity)
    window.save()
    wait_for(lambda: "# lossguard: ignore[" in script.read_text(), window.page, "the comment on disk")
    line = script.read_text().splitlines()[finding.row - 1]
    assert f"# lossguard: ignore[{finding.name}]" in line
    assert expected_findings(script) == []


def row_of(text: str, script: Path) -> int:
    return script.read_text().split(text)[0].count("\n") + 1


def test_typing_brings_the_finding_and_takes_it_away(
    editor: CodeServer, workspace: Path, open_window: OpenWindow
) -> None:
    script = workspace / "train.py"
    (finding,) = expected_findings(script)
    window = open_window(editor, workspace)
    window.open_file("train.py")
    window.squiggles(finding.severity).first.wait_for(timeout=PATIENCE_MS)
    # Without this line nobody knows which columns the rows have.
    window.go_to(row_of("dataset = dataset.map(", script), 1)
    window.press("Control+/")
    window.expect_no_squiggles(finding.severity)
    window.press("Control+/")
    window.squiggles(finding.severity).first.wait_for()
