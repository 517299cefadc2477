"""Checking the whole workspace beside the editor."""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from lossguard.lsp.configuration import EditorSettings
from lossguard.lsp.processes import Worker, WorkerEnded
from lossguard.lsp.worker import Task
from tests.lsp.editor import SERVER, Client, Editor, capabilities_of
from tests.lsp.notebook import Notebook
from tests.lsp.scripts import CELLS, CORRECTION, GOOD, MISTAKE, WRONG

pytestmark = pytest.mark.asyncio(loop_scope="function")

COMMAND = "lossguard.server.checkWorkspace"


@pytest_asyncio.fixture(loop_scope="function")
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    client = Client()
    await client.start_io(*SERVER)
    parameters = types.InitializeParams(
        capabilities=capabilities_of("visual_studio_code"),
        workspace_folders=[types.WorkspaceFolder(tmp_path.as_uri(), "work")],
    )
    await client.initialize_session(parameters)
    yield Editor(client)
    await client.shutdown_session()
    await client.stop()


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A workspace with two mistakes, one of them in a notebook."""
    contents = {"wrong.py": WRONG, "sub/good.py": GOOD, "book.ipynb": notebook(CELLS), "binary.py": "\0"}
    for name, content in contents.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return {name: tmp_path / name for name in contents}


def notebook(cells: dict[str, str]) -> str:
    described = [
        {"cell_type": "markdown" if name == "title" else "code", "source": text, "metadata": {}, "outputs": []}
        for name, text in cells.items()
    ]
    return json.dumps({"cells": described, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


async def check(editor: Editor, token: str | None = None) -> dict[str, Any]:
    params = types.ExecuteCommandParams(COMMAND, [], token)
    answer = await editor.client.workspace_execute_command_async(params)
    return dict(answer._asdict()) if hasattr(answer, "_asdict") else dict(answer)


async def test_files_that_are_not_open_are_checked(editor: Editor, files: dict[str, Path]) -> None:
    result = await check(editor)
    assert result == {"files": 4, "findings": 2, "errors": 2, "warnings": 0, "cancelled": False}
    (diagnostic,) = editor.client.diagnostics[files["wrong.py"].as_uri()]
    assert diagnostic.range.start.line == 12
    (diagnostic,) = editor.client.diagnostics[files["book.ipynb"].as_uri()]
    assert diagnostic.message.startswith("Cell 4, line 6: ")
    assert any("binary" in message.message for message in editor.client.log_messages)
    assert not any(message.type is types.MessageType.Error for message in editor.client.log_messages)
    assert [status.state for status in editor.client.statuses] == ["ready", "checking", "ready"]


async def test_what_is_corrected_is_gone_at_the_next_check(editor: Editor, files: dict[str, Path]) -> None:
    await check(editor)
    files["wrong.py"].write_text(GOOD)
    files["book.ipynb"].unlink()
    assert (await check(editor))["findings"] == 0
    assert not any(editor.client.diagnostics.values())


async def test_open_files_count_as_the_editor_shows_them(editor: Editor, files: dict[str, Path]) -> None:
    uri = editor.open(GOOD, uri=files["wrong.py"].as_uri())
    assert (await check(editor))["findings"] == 1
    assert await editor.diagnostics(uri) == []


async def test_opening_takes_over_and_closing_shows_the_disk_again(editor: Editor, files: dict[str, Path]) -> None:
    await check(editor)
    uri = editor.open(GOOD, uri=files["wrong.py"].as_uri())
    assert await editor.diagnostics(uri) == []
    editor.close(uri)
    assert await editor.diagnostics(uri) == []
    await until(lambda: len(editor.client.diagnostics[uri]) == 1)


async def test_a_closed_notebook_shows_the_disk_again(editor: Editor, files: dict[str, Path]) -> None:
    await check(editor)
    uri = files["book.ipynb"].as_uri()
    notebook = Notebook(editor, uri)
    notebook.open(CELLS, markdown=["title"])
    assert len(await notebook.diagnostics("train")) == 1
    assert not editor.client.diagnostics[uri]
    notebook.close()
    await until(lambda: len(editor.client.diagnostics[uri]) == 1)
    assert not editor.client.diagnostics[notebook.cell("train")]


async def test_closed_files_are_checked_again_when_they_change(editor: Editor, files: dict[str, Path]) -> None:
    await check(editor)
    assert len(editor.client.registrations) == 2
    path = files["wrong.py"]
    path.write_text(GOOD)
    event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))
    await until(lambda: not editor.client.diagnostics[path.as_uri()])


async def test_a_uri_that_is_spelt_otherwise_is_the_same_file(editor: Editor, tmp_path: Path) -> None:
    path = tmp_path / "it's.py"
    path.write_text(WRONG)
    await check(editor)
    assert editor.client.diagnostics[path.as_uri()]
    spelt = path.as_uri().replace("'", "%27") if "%27" not in path.as_uri() else path.as_uri().replace("%27", "'")
    editor.open(WRONG, uri=spelt)
    assert len(await editor.diagnostics(spelt)) == 1
    assert not editor.client.diagnostics[path.as_uri()]


async def test_progress_under_the_clients_token(editor: Editor, files: dict[str, Path]) -> None:
    editor.client.progress_reports["mine"] = []
    await check(editor, "mine")
    kinds = [getattr(report, "kind", None) for report in editor.client.progress_reports["mine"]]
    assert kinds[0] == "begin"
    assert kinds[-1] == "end"


async def test_progress_under_a_token_of_the_servers_own(editor: Editor, tmp_path: Path) -> None:
    for number in range(20):
        (tmp_path / f"train{number}.py").write_text(GOOD)
    await check(editor)
    (reports,) = editor.client.progress_reports.values()
    begin = reports[0]
    assert isinstance(begin, types.WorkDoneProgressBegin)
    assert begin.cancellable


async def test_cancelling_by_the_progress(editor: Editor, tmp_path: Path) -> None:
    many_files(tmp_path)
    editor.client.progress_reports["mine"] = []
    running = asyncio.ensure_future(check(editor, "mine"))
    await until(lambda: bool(editor.client.progress_reports["mine"]))
    editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams("mine"))
    result = await asyncio.wait_for(running, 5)
    assert result["cancelled"]
    assert result["files"] < MANY


async def test_cancelling_the_request(editor: Editor, tmp_path: Path) -> None:
    many_files(tmp_path)
    params = types.ExecuteCommandParams(COMMAND)
    running = asyncio.ensure_future(
        editor.client.protocol.send_request_async(types.WORKSPACE_EXECUTE_COMMAND, params, msg_id="the-check")
    )
    await until(lambda: any(status.state == "checking" for status in editor.client.statuses))
    editor.client.cancel_request(types.CancelParams("the-check"))
    with pytest.raises(JsonRpcException) as cancelled:
        await asyncio.wait_for(running, 5)
    assert cancelled.value.code == types.LSPErrorCodes.RequestCancelled
    assert editor.client.statuses[-1].state == "ready"


async def test_a_second_check_ends_the_first(editor: Editor, tmp_path: Path) -> None:
    many_files(tmp_path)
    first = asyncio.ensure_future(check(editor))
    await until(lambda: any(status.state == "checking" for status in editor.client.statuses))
    for path in tmp_path.glob("*.py"):
        path.unlink()
    assert (await asyncio.wait_for(check(editor), 20))["files"] == 0
    assert (await first)["cancelled"]


async def test_typing_goes_on_meanwhile(editor: Editor, tmp_path: Path) -> None:
    many_files(tmp_path)
    uri = editor.open(WRONG)
    await editor.settle(uri)
    running = asyncio.ensure_future(check(editor))
    await until(lambda: any(status.state == "checking" for status in editor.client.statuses))
    editor.replace(uri, MISTAKE, CORRECTION)
    assert await asyncio.wait_for(editor.diagnostics(uri), 2) == []
    assert not running.done()
    running.cancel()


async def test_an_unknown_command_is_refused(editor: Editor) -> None:
    with pytest.raises(JsonRpcException):
        await editor.client.workspace_execute_command_async(types.ExecuteCommandParams("lossguard.nothing"))


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs a file that can be opened but never read")
async def test_a_worker_that_hangs_is_ended_and_starts_again(tmp_path: Path) -> None:
    hanging, sound = tmp_path / "hanging.py", tmp_path / "sound.py"
    os.mkfifo(hanging)
    sound.write_text(WRONG)
    worker = Worker(Task(EditorSettings(), "utf-16", related=False))
    try:
        with pytest.raises(WorkerEnded):
            await worker.ask(5, check=str(hanging))
        assert len((await worker.ask(60, check=str(sound)))["diagnostics"]) == 1
    finally:
        await worker.end()


MANY = 400


def many_files(folder: Path) -> None:
    for number in range(MANY):
        (folder / f"train{number}.py").write_text(GOOD * 5)


async def until(condition: Any) -> None:
    deadline = monotonic() + 20
    while not condition():
        assert monotonic() < deadline
        await asyncio.sleep(0.01)
