"""A dry run: asked for, watched, cancelled; what it found is on its line, and the report beside it."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.code_server import ROOT, CodeServer
from tests.editor.window import PATIENCE_MS, Window, wait_for

pytestmark = [pytest.mark.editor, pytest.mark.timeout(600)]

OpenWindow = Callable[[CodeServer, Path], Window]
TORCH_PYTHON = ROOT / ".venv-dryrun" / "bin" / "python"
RUN_MS = 240_000
"""For a run that imports torch and transformers on a cold disk."""
CONFIRMED = "confirmed by a dry run"


@pytest.fixture
def example(tmp_path: Path) -> Path:
    """The example of a dry run as a workspace, with its model."""
    shutil.copytree(ROOT / "examples" / "data", tmp_path / "data")
    folder = tmp_path / "example"
    shutil.copytree(ROOT / "examples" / "dry_run", folder, ignore=shutil.ignore_patterns("model"))
    command = [str(TORCH_PYTHON), str(ROOT / "scripts" / "model_folders.py"), str(folder / "model")]
    subprocess.run(command, check=True, capture_output=True)
    return folder


def editor_for(python: str, profile: Path, extensions: Path, **settings: object) -> CodeServer:
    return CodeServer(
        profile, extensions=extensions, settings=settings, machine_settings={"lossguard.interpreter": python}
    )


def test_the_finding_is_confirmed_reported_and_cleared(
    tmp_path: Path, extensions: Path, example: Path, open_window: OpenWindow
) -> None:
    with editor_for(str(TORCH_PYTHON), tmp_path / "profile", extensions) as server:
        window = open_window(server, example)
        window.open_file("train.py")
        window.squiggles("error").first.wait_for(timeout=PATIENCE_MS)
        window.wait_until_ready()
        expect(window.problems().filter(has_text=CONFIRMED)).to_have_count(0)

        window.command("Lossguard: Dry Run")
        window.toast("Dry run of train.py").wait_for()
        toast = window.toast("The script ended with ValueError")
        toast.wait_for(timeout=RUN_MS)
        rows = window.problems().filter(has_text="Lossguard")
        expect(rows).to_have_count(1)
        expect(rows).to_contain_text(CONFIRMED)

        toast.get_by_role("button", name="Show Report").click()
        window.page.locator('.tab[data-resource-name="Dry run of train.py"]').wait_for()
        report = window.page.locator('.editor-instance[data-mode-id="lossguard-report"]')
        expect(report).to_contain_text("DRY005 no-loss")
        expect(report).to_contain_text("The model did not return a loss from the inputs")
        expect(window.hover_status("ready")).to_contain_text("The script ended with ValueError")
        report.locator(".detected-link", has_text="line 26").first.click(modifiers=["Control"])
        window.page.locator('.statusbar-item:has-text("Ln 26, Col 11")').wait_for()

        line = (example / "train.py").read_text().split("data_collator=")[0].count("\n") + 1
        window.open_file("train.py")
        window.go_to(line, 5)
        window.press("End")
        window.page.keyboard.type("  # changed")
        expect(window.problems().filter(has_text=CONFIRMED)).to_have_count(0, timeout=PATIENCE_MS)
        expect(window.problems().filter(has_text="Lossguard")).to_have_count(1)


def test_a_run_is_started_by_the_lens_and_cancelled(
    tmp_path: Path, extensions: Path, workspace: Path, open_window: OpenWindow
) -> None:
    script = workspace / "train.py"
    sleeping = workspace / "sleeping.py"
    text = "import os, time\nopen('began', 'w')\ntime.sleep(600)\n" + script.read_text()
    sleeping.write_text(text)
    (tmp_path / "packages").mkdir()
    for name in ("torch", "transformers", "datasets", "trl", "peft"):
        (tmp_path / "packages" / f"{name}.py").touch()
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    environment = {"PYTHONPATH": str(tmp_path / "packages"), "TMPDIR": str(scratch)}
    with CodeServer(
        tmp_path / "profile",
        extensions=extensions,
        machine_settings={"lossguard.interpreter": sys.executable},
        environment=environment,
    ) as server:
        window = open_window(server, workspace)
        window.open_file("sleeping.py")
        window.wait_until_ready()
        lens = window.page.locator(".codelens-decoration a", has_text="Dry run").first
        lens.wait_for(timeout=PATIENCE_MS)
        lens.click()
        toast = window.toast("Dry run of sleeping.py")
        toast.wait_for()
        wait_for(lambda: running(scratch), window.page, "the start of the script", PATIENCE_MS)
        toast.hover()
        toast.get_by_role("button", name="Cancel").click()
        window.toast("Dry run of sleeping.py: it was cancelled.").wait_for()
        wait_for(lambda: not running(scratch), window.page, "the end of its processes", 5_000)
        assert list(scratch.glob("lossguard-*")) == []


def running(scratch: Path) -> bool:
    """Whether a process of a dry run is there: its command line names its files."""
    lines = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    return f"{scratch}/lossguard-" in lines


def test_links_of_a_report_lead_into_the_cells_of_a_notebook(
    tmp_path: Path, extensions: Path, workspace: Path, open_window: OpenWindow
) -> None:
    cells = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text}
        for text in ("rows = [1]", "rows[5]")
    ]
    notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    (workspace / "fails.ipynb").write_text(json.dumps(notebook))
    with editor_for(sys.executable, tmp_path / "profile", extensions) as server:
        window = open_window(server, workspace)
        window.open_file("fails.ipynb")
        window.wait_until_ready()
        window.command("Lossguard: Dry Run")
        window.toast("The script ended with IndexError").get_by_role("button", name="Show Report").click()
        report = window.page.locator('.editor-instance[data-mode-id="lossguard-report"]')
        report.locator(".detected-link", has_text="cell 2").first.click(modifiers=["Control"])
        focused = window.page.locator(".notebookOverlay .monaco-list-row.focused")
        expect(focused).to_contain_text("rows[5]")


def test_a_python_without_torch_is_refused_with_what_it_lacks(
    tmp_path: Path, extensions: Path, workspace: Path, open_window: OpenWindow
) -> None:
    environment = tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    with editor_for(str(environment / "bin" / "python"), tmp_path / "profile", extensions) as server:
        window = open_window(server, workspace)
        window.open_file("train.py")
        window.wait_until_ready()
        window.command("Lossguard: Dry Run")
        toast = window.toast("has no torch, transformers")
        toast.wait_for(timeout=PATIENCE_MS)
        expect(toast).to_contain_text(str(environment / "bin" / "python"))
        toast.get_by_role("button", name="Open Setting").click()
        window.page.locator(".settings-editor").wait_for()


def test_a_workspace_that_is_not_trusted_is_refused(
    tmp_path: Path, extensions: Path, workspace: Path, open_window: OpenWindow
) -> None:
    (workspace / "train.py").write_text(f"open({str(tmp_path / 'sprung')!r}, 'w')\n")
    (workspace / ".vscode").mkdir()
    (workspace / ".vscode" / "settings.json").write_text(json.dumps({"lossguard.interpreter": sys.executable}))
    trusting = {"security.workspace.trust.enabled": True, "security.workspace.trust.startupPrompt": "never"}
    with editor_for(sys.executable, tmp_path / "profile", extensions, **trusting) as server:
        window = open_window(server, workspace)
        window.page.locator('.statusbar-item:has-text("Restricted Mode")').wait_for(timeout=PATIENCE_MS)
        window.open_file("train.py")
        window.wait_until_ready()
        window.command("Lossguard: Dry Run")
        toast = window.toast("this workspace is not trusted")
        toast.wait_for()
        toast.get_by_role("button", name="Manage Workspace Trust").click()
        window.page.locator(".workspace-trust-editor").wait_for()
        assert not (tmp_path / "sprung").exists()
