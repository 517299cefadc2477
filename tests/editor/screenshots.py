"""Takes the pictures that the documentation shows: ``python -m tests.editor.screenshots docs/images``.

A second argument (``script``, ``notebook``, ``dry_run``) takes only those.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import ViewportSize, sync_playwright

from scripts.code_server import ROOT, CodeServer
from scripts.package_vsix import current_target, path_of
from tests.editor.conftest import BROWSER_OPTIONS, Expected, browser_path, expected_findings
from tests.editor.window import PATIENCE_MS, Window

EXAMPLES = ROOT / "examples"
TORCH_PYTHON = ROOT / ".venv-dryrun" / "bin" / "python"
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


def picture_dry_run(window: Window, folder: Path) -> None:
    script = "train.py"
    window.open_file(script)
    window.wait_until_ready()
    window.go_to(30, 5)
    window.squiggles("error").first.wait_for(timeout=PATIENCE_MS)
    window.command("View: Toggle Primary Side Bar Visibility")
    _dry_run(window)
    window.go_to(30, 5)
    window.hover_squiggle("error")
    window.page.locator(".monaco-hover:visible", has_text="confirmed by a dry run").first.wait_for()
    window.screenshot(folder / "dry-run.png")

    window.press("Escape")
    window.go_to(30, 20)
    window.quick_fix("DataCollatorForLanguageModeling")
    window.expect_no_squiggles("error")
    _dry_run(window)
    window.page.locator(".view-line", has_text="tokens count for the loss").first.wait_for()
    window.page.wait_for_timeout(3_000)  # the editor underlines the links of a changed document after a while
    window.screenshot(folder / "dry-run-tokens.png")


def _dry_run(window: Window) -> None:
    """Run, and show the report beside."""
    window.command("Lossguard: Dry Run")
    button = window.page.get_by_role("button", name="Show Report")
    button.wait_for(timeout=240_000)
    button.click()
    button.wait_for(state="detached")
    window.page.locator('.editor-instance[data-mode-id="lossguard-report"]').wait_for()


def main(folder: Path, only: str = "") -> None:
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        temporary = Path(name)
        workspace = temporary / "examples"
        shutil.copytree(EXAMPLES, workspace, ignore=shutil.ignore_patterns("model"))
        dry_run = workspace / "dry_run"
        command = [str(TORCH_PYTHON), str(ROOT / "scripts" / "model_folders.py"), str(dry_run / "model")]
        subprocess.run(command, check=True, capture_output=True)
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_OPTIONS)
        chosen = {"lossguard.interpreter": str(TORCH_PYTHON)}
        server = CodeServer(temporary / "profile", settings=SETTINGS, machine_settings=chosen)
        server.install(path_of(current_target()))
        with server:
            pictures = ((picture_script, workspace), (picture_notebook, workspace), (picture_dry_run, dry_run))
            for take, opened in pictures:
                if not take.__name__.endswith(only):
                    continue
                window = Window.open(browser, server, opened, size=SIZE)
                take(window, folder)
                window.close()
        browser.close()
    print(*sorted(folder.glob("*.png")), sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
