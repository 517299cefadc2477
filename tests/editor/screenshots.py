"""Takes the pictures that the documentation shows: ``python -m tests.editor.screenshots docs/images``."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from scripts.code_server import ROOT, CodeServer
from scripts.package_vsix import current_target, path_of
from tests.editor.conftest import BROWSER_OPTIONS, Expected, browser_path, expected_findings
from tests.editor.window import PATIENCE_MS, Window

EXAMPLES = ROOT / "examples"
SIZE: ViewportSize = {"width": 1180, "height": 700}

SETTINGS = {
    "workbench.activityBar.location": "hidden",
    "workbench.layoutControl.enabled": False,
    "editor.fontSize": 13,
    "editor.lineHeight": 20,
}


def first_with_a_finding(pattern: str) -> tuple[Path, Expected]:
    for path in sorted(EXAMPLES.glob(pattern)):
        if errors := [finding for finding in expected_findings(path) if finding.severity == "error"]:
            return path, errors[0]
    raise SystemExit(f"No error is found in any {pattern} of {EXAMPLES}")


def picture_script(window: Window, folder: Path) -> None:
    script, finding = first_with_a_finding("unsloth*.py")
    window.open_file(script.name)
    window.go_to(finding.row, finding.column)  # only what is in view is drawn
    window.wait_until_ready()
    # First, because what is not on the screen is not underlined either.
    window.go_to(finding.row, finding.column)
    window.squiggles("error").first.wait_for(timeout=PATIENCE_MS)
    window.hover_squiggle("error")
    window.page.locator(".monaco-hover:visible", has_text=finding.message).first.wait_for()
    window.screenshot(folder / "hover.png")

    window.press("Escape")
    window.go_to(finding.row, finding.column)
    window.press("Control+.")
    window.page.locator(".action-widget .monaco-list-row").first.wait_for()
    window.screenshot(folder / "light-bulb.png")
    window.press("Escape")

    window.hover_status("ready").wait_for()
    window.screenshot(folder / "status.png")


def picture_notebook(window: Window, folder: Path) -> None:
    notebook, finding = first_with_a_finding("*.ipynb")
    window.open_file(notebook.name)
    window.page.locator(".notebookOverlay .monaco-editor").first.wait_for()
    row = window.problems().filter(has_text=finding.message).first
    row.wait_for(timeout=PATIENCE_MS)
    row.dblclick()
    window.page.locator(".notebookOverlay .monaco-editor.focused").wait_for()
    window.page.locator(".notebookOverlay .squiggly-error").first.wait_for()
    window.screenshot(folder / "notebook.png")


def main(folder: Path) -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        temporary = Path(name)
        workspace = temporary / "examples"
        shutil.copytree(EXAMPLES, workspace)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_OPTIONS)
        server = CodeServer(temporary / "profile", settings=SETTINGS)
        server.install(path_of(current_target()))
        with server:
            for take in (picture_script, picture_notebook):
                window = Window.open(browser, server, workspace, size=SIZE)
                take(window, folder)
                window.close()
        browser.close()
    print(*sorted(folder.glob("*.png")), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
