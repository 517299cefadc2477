"""Settings count as soon as they are changed, and the status item says which Pythons are in use."""

import json
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.code_server import CodeServer
from tests.editor.conftest import expected_findings
from tests.editor.processes import servers
from tests.editor.stubs import python_extension
from tests.editor.window import PATIENCE_MS, Window, wait_for

pytestmark = [pytest.mark.editor, pytest.mark.timeout(300)]

OpenWindow = Callable[[CodeServer, Path], Window]


def test_rules_are_left_out_and_the_extension_switched_off(
    own_editor: CodeServer, workspace: Path, open_window: OpenWindow
) -> None:
    (finding,) = expected_findings(workspace / "train.py")
    settings = workspace / ".vscode" / "settings.json"
    settings.parent.mkdir()
    settings.write_text("{}")
    window = open_window(own_editor, workspace)
    window.open_file("train.py")
    window.squiggles("error").first.wait_for(timeout=PATIENCE_MS)

    settings.write_text(json.dumps({"lossguard.ignore": [finding.name]}))
    window.expect_no_squiggles("error")
    settings.write_text("{}")
    window.squiggles("error").first.wait_for()

    settings.write_text(json.dumps({"lossguard.enable": False}))
    window.expect_no_squiggles("error")
    window.status("ready").wait_for(state="hidden")
    wait_for(lambda: servers(own_editor) == [], window.page, "the end of the server")
    settings.write_text("{}")
    window.wait_until_ready()
    window.squiggles("error").first.wait_for()


def test_the_pythons_that_were_chosen(
    tmp_path: Path, extensions: Path, workspace: Path, open_window: OpenWindow
) -> None:
    chosen = {"lossguard.serverPython": sys.executable, "lossguard.interpreter": "${workspaceFolder}/.venv/bin/python"}
    with CodeServer(tmp_path / "profile", extensions=extensions, machine_settings=chosen) as server:
        window = open_window(server, workspace)
        window.open_file("train.py")
        window.wait_until_ready()
        tooltip = window.hover_status("ready")
        expect(tooltip).to_contain_text("from the setting lossguard.serverPython")
        expect(tooltip).to_contain_text(f"Library versions are read from {workspace}/.venv/bin/python")


def test_the_environment_of_the_python_extension(
    tmp_path: Path, vsix: Path, workspace: Path, open_window: OpenWindow
) -> None:
    """Its packages are read. It does not run the server if it lies in the workspace."""
    inside = workspace / ".venv" / "bin" / "python"
    inside.parent.mkdir(parents=True)
    inside.symlink_to(sys.executable)
    stub = python_extension(tmp_path / "python.vsix", first=inside, second=Path(sys.executable))
    server = CodeServer(tmp_path / "profile")
    server.install(vsix)
    server.install(stub)
    with server:
        window = open_window(server, workspace)
        window.open_file("train.py")
        window.wait_until_ready()
        tooltip = window.hover_status("ready")
        expect(tooltip).to_contain_text(f"Library versions are read from {inside}")
        expect(tooltip).to_contain_text("found on PATH")

        running = servers(server)
        window.command("Python: Switch")
        window.open_file("train.py")
        expect(window.hover_status("ready")).to_contain_text(f"Library versions are read from {sys.executable}")
        assert servers(server) == running, "reading other packages takes no restart"
