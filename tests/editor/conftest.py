"""A real VS Code with the packaged extension in it. `make test-editor` installs what this needs."""

import json
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from scripts.code_server import ROOT, CodeServer
from scripts.package_vsix import current_target, path_of
from tests.editor.window import Window

WORKSPACE = Path(__file__).parent / "workspace"
FAILURES = ROOT / "build" / "editor-failures"


@dataclass(frozen=True, slots=True)
class Expected:
    """What the command line finds in a file: the editor has to show the same."""

    code: str
    name: str
    severity: str
    message: str
    url: str
    row: int
    column: int
    cell: int | None
    fix: str
    """The title of its first fix."""


def expected_findings(path: Path, *options: str) -> list[Expected]:
    command = [sys.executable, "-m", "lossguard.cli.main", "check", "--output-format", "json", *options, str(path)]
    run = subprocess.run(command, capture_output=True, text=True, cwd=path.parent)
    assert run.returncode in (0, 1), run.stderr
    return [
        Expected(
            item["code"],
            item["name"],
            item["severity"],
            item["message"],
            item["url"],
            item["location"]["row"],
            item["location"]["column"],
            item["cell"],
            item["fix"]["message"],
        )
        for item in json.loads(run.stdout)
    ]


BROWSER_OPTIONS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu", "--disable-background-networking")
"""--no-sandbox: Chromium refuses to run as root with it, and the only page it opens is ours."""


def browser_path() -> str:
    """Written by `make editor`."""
    return (ROOT / ".cache" / "chromium").read_text().strip()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=browser_path(), args=BROWSER_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def vsix() -> Path:
    path = path_of(current_target())
    assert path.exists(), f"{path} is missing: run `make package`"
    return path


@pytest.fixture(scope="session")
def extensions(tmp_path_factory: pytest.TempPathFactory, vsix: Path) -> Path:
    """The folder with the installed extension, shared by all profiles."""
    folder = tmp_path_factory.mktemp("extensions")
    CodeServer(tmp_path_factory.mktemp("installer"), extensions=folder).install(vsix)
    return folder


@pytest.fixture(scope="session")
def editor(tmp_path_factory: pytest.TempPathFactory, extensions: Path) -> Iterator[CodeServer]:
    """VS Code that trusts every workspace, for the tests that need no profile of their own."""
    with CodeServer(tmp_path_factory.mktemp("profile"), extensions=extensions) as server:
        yield server


@pytest.fixture
def own_editor(tmp_path: Path, extensions: Path) -> Iterator[CodeServer]:
    """Its servers can be counted and killed without disturbing another test's."""
    with CodeServer(tmp_path / "profile", extensions=extensions) as server:
        yield server


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    folder = tmp_path / "workspace"
    shutil.copytree(WORKSPACE, folder)
    return folder


@pytest.fixture
def open_window(browser: Browser, request: pytest.FixtureRequest) -> Iterator[Callable[[CodeServer, Path], Window]]:
    """Opens windows, closes them, and keeps a picture of each if the test fails."""
    windows: list[Window] = []

    def open_(server: CodeServer, folder: Path) -> Window:
        windows.append(Window.open(browser, server, folder))
        return windows[-1]

    yield open_
    failed = getattr(request.node, "failed", False)
    for number, window in enumerate(windows):
        if failed:
            window.screenshot(FAILURES / f"{request.node.name}-{number}.png")
        window.close()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> object:
    report = yield
    if report.when == "call":
        item.failed = report.failed  # type: ignore[attr-defined]
    return report
