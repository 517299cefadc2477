"""The server behind the editor: its commands, its restarts, and what is said when it cannot run."""

import os
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.code_server import FOLDER as COMMAND_FOLDER
from scripts.code_server import CodeServer
from tests.editor.processes import servers
from tests.editor.window import PATIENCE_MS, Window, wait_for

pytestmark = [pytest.mark.editor, pytest.mark.timeout(300)]

OpenWindow = Callable[[CodeServer, Path], Window]


def test_restart_server(own_editor: CodeServer, workspace: Path, open_window: OpenWindow) -> None:
    window = open_window(own_editor, workspace)
    window.open_file("train.py")
    window.squiggles("error").first.wait_for(timeout=PATIENCE_MS)
    (before,) = servers(own_editor)
    for _ in range(3):
        window.command("Lossguard: Restart Server")
    wait_for(lambda: servers(own_editor) not in ([], [before]), window.page, "another server")
    window.wait_until_ready()
    window.squiggles("error").first.wait_for()
    wait_for(lambda: len(servers(own_editor)) == 1, window.page, "one server only")
    assert servers(own_editor) != [before]


def test_a_crash_is_survived_but_not_for_ever(own_editor: CodeServer, workspace: Path, open_window: OpenWindow) -> None:
    window = open_window(own_editor, workspace)
    window.open_file("train.py")
    window.wait_until_ready()
    for _ in range(3):
        wait_for(lambda: len(servers(own_editor)) == 1, window.page, "a server")
        window.wait_until_ready()
        (pid,) = servers(own_editor)
        os.kill(pid, signal.SIGKILL)
        wait_for(lambda pid=pid: pid not in servers(own_editor), window.page, "the end of the server")
    window.status("problem").wait_for()
    expect(window.hover_status("problem")).to_contain_text("The server keeps crashing")
    window.command("Lossguard: Restart Server")
    window.wait_until_ready()
    window.squiggles("error").first.wait_for()


def test_check_workspace(editor: CodeServer, workspace: Path, open_window: OpenWindow) -> None:
    window = open_window(editor, workspace)
    window.open_file("train.py")
    window.wait_until_ready()
    window.command("Lossguard: Check Workspace")
    toast = window.toast("Files: 2, errors: 2")
    toast.wait_for(timeout=PATIENCE_MS)
    toast.get_by_role("button", name="Show Problems").click()
    rows = window.page.locator(".markers-panel .monaco-list-row")
    # The notebook was not opened: its finding is there because the whole workspace was checked.
    expect(rows.filter(has_text="train.ipynb").first).to_be_visible()


def test_show_logs(editor: CodeServer, workspace: Path, open_window: OpenWindow) -> None:
    window = open_window(editor, workspace)
    window.open_file("train.py")
    window.wait_until_ready()
    window.command("Lossguard: Show Logs")
    view = window.page.locator(".output-view")
    view.wait_for()
    expect(window.page.locator(".panel .monaco-select-box").filter(has_text="Lossguard").first).to_be_visible()
    if list(COMMAND_FOLDER.glob("lib/vscode/node_modules/@vscode/spdlog/build/Release/*.node")):
        # Without this module the output channels of code-server stay empty.
        expect(view).to_contain_text("The server runs on")


def test_no_usable_python(tmp_path: Path, extensions: Path, workspace: Path, open_window: OpenWindow) -> None:
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "env", "ps", "cat", "uname", "which"):
        (tools / name).symlink_to(f"/usr/bin/{name}" if Path(f"/usr/bin/{name}").exists() else f"/bin/{name}")
    old = tools / "python3"
    old.write_text("#!/bin/sh\necho 'Lossguard needs Python 3.10 or newer; python3 is Python 3.8.' >&2\nexit 78\n")
    old.chmod(0o755)
    # One that lies in the workspace must not be started, however good it may be.
    inside = workspace / "bin" / "python3"
    inside.parent.mkdir()
    inside.write_text(f"#!/bin/sh\ntouch {tmp_path}/started\nexit 1\n")
    inside.chmod(0o755)
    # VSCODE_CLI: otherwise the extension host asks a login shell for its PATH, and gets the machine's.
    environment = {"PATH": f"{inside.parent}:{tools}", "VSCODE_CLI": "1"}
    with CodeServer(tmp_path / "profile", extensions=extensions, environment=environment) as server:
        window = open_window(server, workspace)
        window.open_file("train.py")
        item = window.status("problem")
        item.wait_for(timeout=PATIENCE_MS)
        expect(window.hover_status("problem")).to_contain_text("set lossguard.serverPython to its path")
        assert not (tmp_path / "started").exists()
