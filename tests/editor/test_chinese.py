"""With a Chinese editor, Lossguard speaks Chinese: the client and the server."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import expect

from scripts.code_server import CodeServer
from tests.editor.conftest import expected_findings
from tests.editor.window import PATIENCE_MS, Window

pytestmark = [pytest.mark.editor, pytest.mark.timeout(300)]


def install_language_pack(profile: Path) -> None:
    """An empty one: VS Code's own texts stay English, but extensions are told that the language is Chinese."""
    translations = profile / "empty.i18n.json"
    pack = {
        "hash": "none",
        "extensions": [{"extensionIdentifier": {"id": "tests.language-pack-zh"}, "version": "1.0.0"}],
        "translations": {"vscode": str(translations)},
        "label": "中文(简体)",
    }
    (profile / "data").mkdir(parents=True)
    translations.write_text(json.dumps({"contents": {}}))
    (profile / "data" / "languagepacks.json").write_text(json.dumps({"zh-cn": pack}))


def test_the_client_and_the_server_speak_chinese(
    tmp_path: Path, extensions: Path, workspace: Path, open_window: Callable[[CodeServer, Path], Window]
) -> None:
    (finding,) = expected_findings(workspace / "train.py", "--lang", "zh-cn")
    profile = tmp_path / "profile"
    install_language_pack(profile)
    with CodeServer(profile, extensions=extensions, arguments=["--locale=zh-cn"]) as server:
        window = open_window(server, workspace)
        window.open_file("train.py")
        window.status("就绪").wait_for(timeout=PATIENCE_MS)
        window.squiggles("error").first.wait_for()
        expect(window.hover_status("就绪")).to_contain_text("服务器运行在 Python")
        expect(window.problems().filter(has_text=finding.message)).to_have_count(1)
        window.command("Lossguard: 检查工作区")
        window.toast("Lossguard 已检查工作区").wait_for(timeout=PATIENCE_MS)
