"""Restricted Mode: files are checked all the same, and a workspace names no program that is run."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.code_server import CodeServer
from tests.editor.window import PATIENCE_MS, Window

pytestmark = [pytest.mark.editor, pytest.mark.timeout(300)]


def test_restricted_mode(
    tmp_path: Path, extensions: Path, workspace: Path, open_window: Callable[[CodeServer, Path], Window]
) -> None:
    trap = workspace / "trap"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    (workspace / ".vscode").mkdir()
    settings = {"lossguard.serverPython": str(trap), "lossguard.interpreter": "/of/the/workspace/python"}
    (workspace / ".vscode" / "settings.json").write_text(json.dumps(settings))

    trusting = {"security.workspace.trust.enabled": True, "security.workspace.trust.startupPrompt": "never"}
    with CodeServer(tmp_path / "profile", extensions=extensions, settings=trusting) as server:
        window = open_window(server, workspace)
        window.page.locator('.statusbar-item:has-text("Restricted Mode")').wait_for(timeout=PATIENCE_MS)
        window.open_file("train.py")
        window.squiggles("error").first.wait_for(timeout=PATIENCE_MS)
        window.wait_until_ready()
        tooltip = window.hover_status("ready")
        expect(tooltip).to_contain_text("Restricted Mode")
        expect(tooltip).not_to_contain_text("/of/the/workspace/python")

        window.command("Workspaces: Manage Workspace Trust")
        window.page.locator(".workspace-trust-editor").get_by_role("button", name="Trust", exact=True).click()
        window.page.locator('.statusbar-item:has-text("Restricted Mode")').wait_for(state="detached")
        window.open_file("train.py")
        window.wait_until_ready()
        window.squiggles("error").first.wait_for(timeout=PATIENCE_MS)
        tooltip = window.hover_status("ready")
        expect(tooltip).to_contain_text("/of/the/workspace/python")
        expect(tooltip).not_to_contain_text("Restricted Mode")
        # Of the program that runs the server, a workspace has no say even when it is trusted.
        assert not (tmp_path / "sprung").exists()
