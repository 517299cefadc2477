"""Dry runs asked for in the editor: what is shown, how it moves and goes, and how a run is ended."""

import asyncio
import json
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.lsp.editor import SERVER, Client, Editor, capabilities_of
from tests.lsp.notebook import Notebook
from tests.lsp.scripts import CELLS, WRONG
from tests.lsp.test_workspace import until

pytestmark = [
    pytest.mark.asyncio(loop_scope="function"),
    pytest.mark.skipif(sys.platform == "win32", reason="a dry run needs Linux or macOS"),
]

ROOT = Path(__file__).parents[2]
TORCH_PYTHON = ROOT / ".venv-dryrun" / "bin" / "python"
COMMAND = "lossguard.server.dryRun"
FAILS = "rows = [1, 2]\nprint(rows)\nrows[5]\nprint('after')\n"
WAITS = "import time\nopen('begun', 'w')\ntime.sleep(600)\n"
Start = Callable[..., Awaitable[Editor]]


@pytest_asyncio.fixture(loop_scope="function")
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    """Starts an editor on the folder, whose scripts run with an interpreter."""
    clients: list[Client] = []

    async def start(interpreter: str = sys.executable, locale: str = "en") -> Editor:
        client = Client()
        clients.append(client)
        await client.start_io(*SERVER)
        parameters = types.InitializeParams(
            capabilities=capabilities_of("visual_studio_code"),
            workspace_folders=[types.WorkspaceFolder(tmp_path.as_uri(), "work")],
            initialization_options={"settings": {"interpreter": interpreter}},
            locale=locale,
        )
        await client.initialize_session(parameters)
        return Editor(client)

    yield start
    for client in clients:
        await client.shutdown_session()
        await client.stop()


def open_file(editor: Editor, folder: Path, text: str, name: str = "train.py") -> str:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return editor.open(text, uri=path.as_uri())


async def run(editor: Editor, uri: str, token: str | None = None, **options: Any) -> dict[str, Any]:
    params = types.ExecuteCommandParams(COMMAND, [{"uri": uri, **options}], token)
    answer = await editor.client.workspace_execute_command_async(params)
    return plain(answer)


def plain(value: Any) -> Any:
    """As JSON has it: the client makes objects of what it does not know."""
    if hasattr(value, "_asdict"):
        return {name: plain(one) for name, one in value._asdict().items()}
    return [plain(one) for one in value] if isinstance(value, list) else value


def text_of(answer: dict[str, Any]) -> str:
    return "\n".join("".join(piece["text"] for piece in line) for line in answer["report"])


async def rows_of(editor: Editor, uri: str) -> list[int]:
    return [one.range.start.line for one in await editor.diagnostics(uri)]


async def test_what_is_found_is_shown_on_its_line_and_reported(start: Start, tmp_path: Path) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, FAILS)
    editor.client.progress_reports["mine"] = []
    answer = await run(editor, uri, "mine")
    assert (answer["outcome"], answer["errors"], answer["warnings"]) == ("failed", 1, 0)
    assert answer["summary"] == "The script ended with IndexError before its first training step was done."
    (diagnostic,) = await editor.diagnostics(uri)
    assert (diagnostic.code, diagnostic.message) == ("script-fails", "IndexError: list index out of range")
    assert editor.at(uri, diagnostic.range) == "rows[5]"
    assert diagnostic.code_description is not None
    assert diagnostic.code_description.href.endswith("docs/dry-run.md#dry001")
    assert "IndexError: list index out of range" in text_of(answer)
    places = [piece for line in answer["report"] for piece in line if piece["ink"] == "place"]
    assert {(one["uri"], one["line"], one["text"]) for one in places} == {(uri, 2, "line 3")}
    first, *_, last = editor.client.progress_reports["mine"]
    assert isinstance(first, types.WorkDoneProgressBegin)
    assert (first.title, first.cancellable) == ("Dry run of train.py", True)
    assert isinstance(last, types.WorkDoneProgressEnd)
    said = [one.message for one in editor.client.progress_reports["mine"][1:-1]]
    assert said[:2] == ["starting Python", "importing"]
    assert [status.state for status in editor.client.statuses] == ["ready", "checking", "ready"]


async def test_unsaved_changes_are_run_and_the_file_is_left_alone(start: Start, tmp_path: Path) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, FAILS)
    editor.replace(uri, "rows[5]", "open('train.py', 'w')")
    answer = await run(editor, uri)
    assert answer["outcome"] == "no-training"
    assert (tmp_path / "train.py").read_text() == FAILS


async def test_it_moves_with_the_text_and_goes_when_its_line_changes(start: Start, tmp_path: Path) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, FAILS)
    await run(editor, uri)
    editor.replace(uri, "print(rows)\n", "print(rows)\n\n# why\n")
    editor.replace(uri, "rows = [1, 2]\n", "")
    editor.replace(uri, "print('after')", "print('later')")
    assert await rows_of(editor, uri) == [3]
    editor.replace(uri, "rows[5]", "rows[6]")
    assert await rows_of(editor, uri) == []


@pytest.mark.parametrize(
    ("old", "new"), [("print(rows)\n", "print(rows) "), ("rows[5]\n", "rows[5]"), ("rows[5]", "  rows[5]")]
)
async def test_a_line_that_is_joined_with_another_has_changed(start: Start, tmp_path: Path, old: str, new: str) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, FAILS)
    await run(editor, uri)
    editor.replace(uri, old, new)
    assert await rows_of(editor, uri) == []


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [("import os", "# first\n# second\nimport os", ["rows[5]"]), ("rows[5]", "rows[1]", [])],
)
async def test_edits_during_the_run_count(start: Start, tmp_path: Path, old: str, new: str, shown: list[str]) -> None:
    """What was found is shown on its line where that is now, and not on a line that has changed."""
    editor = await start()
    goes_on = tmp_path / "goes_on"
    wait = f"import os, time\nwhile not os.path.exists({str(goes_on)!r}): time.sleep(0.05)\n"
    uri = open_file(editor, tmp_path, wait + FAILS)
    running = asyncio.ensure_future(run(editor, uri))
    await until(lambda: any(status.state == "checking" for status in editor.client.statuses))
    editor.replace(uri, old, new)
    goes_on.touch()
    assert (await running)["errors"] == 1
    assert [editor.at(uri, one.range) for one in await editor.diagnostics(uri)] == shown


async def test_a_new_run_clears_what_the_last_one_found(start: Start, tmp_path: Path) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, FAILS)
    await run(editor, uri)
    editor.replace(uri, "rows = [1, 2]", "rows = [1, 2, 3, 4, 5, 6]")
    assert await rows_of(editor, uri) == [2]
    assert (await run(editor, uri))["outcome"] == "no-training"
    assert await rows_of(editor, uri) == []


async def test_closing_the_document_shows_nothing_any_more(start: Start, tmp_path: Path) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, FAILS)
    await run(editor, uri)
    editor.close(uri)
    editor.open(FAILS, uri=uri)
    assert await rows_of(editor, uri) == []


async def test_a_notebook_shows_it_in_its_cell(start: Start, tmp_path: Path) -> None:
    editor = await start()
    path = tmp_path / "train.ipynb"
    path.write_text("{}")
    notebook = Notebook(editor, path.as_uri())
    notebook.open({"title": "# Title", "one": "%pip install x\nrows = [1]", "two": "# 😀\nrows[5]"}, markdown=["title"])
    answer = await run(editor, path.as_uri())
    assert answer["errors"] == 1
    (diagnostic,) = await notebook.diagnostics("two")
    assert editor.at(notebook.cell("two"), diagnostic.range) == "rows[5]"
    assert "cell 3, line 2" in text_of(answer)
    notebook.splice(2, 1, {"three": "x = 1", "two": None})
    assert len(await notebook.diagnostics("two")) == 1
    notebook.replace("two", "rows[5]", "rows[0]")
    assert await notebook.diagnostics("two") == []


async def test_what_lies_in_a_module_is_shown_there(start: Start, tmp_path: Path) -> None:
    editor = await start()
    module = tmp_path / "data.py"
    module.write_text("def load():\n    return {}['rows']\n")
    uri = open_file(editor, tmp_path, "import data\ndata.load()\n")
    await run(editor, uri)
    assert await rows_of(editor, uri) == []
    (diagnostic,) = editor.client.diagnostics[module.as_uri()]
    assert (diagnostic.code, diagnostic.range.start.line) == ("script-fails", 1)

    editor.open(module.read_text(), uri=module.as_uri())
    (diagnostic,) = await editor.diagnostics(module.as_uri())
    assert diagnostic.code == "script-fails"
    await run(editor, uri)
    (diagnostic,) = await editor.diagnostics(module.as_uri())
    (related,) = diagnostic.related_information or ()
    assert (related.location.uri, related.location.range.start.line) == (uri, 1)
    editor.replace(module.as_uri(), "{}['rows']", "{}")
    assert await editor.diagnostics(module.as_uri()) == []


async def test_findings_in_modules_go_with_the_run_that_made_them(start: Start, tmp_path: Path) -> None:
    editor = await start()
    module = tmp_path / "data.py"
    fails = "def load():\n    return {}['rows']\n"
    module.write_text(fails)
    uri = open_file(editor, tmp_path, "import data\ndata.load()\n")
    await run(editor, uri)
    editor.close(uri)
    await until(lambda: not editor.client.diagnostics[module.as_uri()])

    editor.open("import data\ndata.load()\n", uri=uri)
    await run(editor, uri)
    editor.open(fails, uri=module.as_uri())
    editor.replace(module.as_uri(), "def load", "# first\ndef load")
    (diagnostic,) = await editor.diagnostics(module.as_uri())
    assert diagnostic.range.start.line == 2
    editor.close(uri)
    editor.open("x = 1\n", uri=uri)
    assert await editor.diagnostics(module.as_uri()) == []


async def test_a_run_leaves_alone_what_else_is_shown_of_a_module(start: Start, tmp_path: Path) -> None:
    editor = await start()
    module = tmp_path / "data.py"
    module.write_text("def load():\n    return {}['rows']\n")
    uri = open_file(editor, tmp_path, "import data\ndata.load()\n")
    await run(editor, uri)
    editor.open(WRONG, uri=module.as_uri())
    (shown,) = await editor.diagnostics(module.as_uri())
    await run(editor, uri)
    assert await editor.diagnostics(module.as_uri()) == [shown]


@pytest.mark.parametrize("way", ["progress", "request", "another run"])
async def test_cancelling_ends_it_at_once(
    start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    editor = await start()
    uri = open_file(editor, tmp_path, WAITS)
    editor.client.progress_reports["mine"] = []
    params = types.ExecuteCommandParams(COMMAND, [{"uri": uri}], "mine")
    running = asyncio.ensure_future(
        editor.client.protocol.send_request_async(types.WORKSPACE_EXECUTE_COMMAND, params, msg_id="the-run")
    )
    await until(lambda: len(editor.client.progress_reports["mine"]) > 2)
    assert running_in(scratch)
    begin = monotonic()
    if way == "progress":
        editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams("mine"))
    elif way == "request":
        editor.client.cancel_request(types.CancelParams("the-run"))
    else:
        editor.replace(uri, "time.sleep(600)", "pass")
        assert (await run(editor, uri))["outcome"] == "no-training"
    if way == "request":
        with pytest.raises(JsonRpcException) as cancelled:
            await running
        assert cancelled.value.code == types.LSPErrorCodes.RequestCancelled
    else:
        assert plain(await running)["outcome"] == "cancelled"
    assert monotonic() - begin < 30
    assert editor.client.statuses[-1].state == "ready"
    assert not running_in(scratch)
    assert list(scratch.glob("lossguard-*")) == []


def running_in(scratch: Path) -> bool:
    """Whether a process of a dry run is there: its command line names its files."""
    lines = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    return f"{scratch}/lossguard-" in lines


async def test_cancelling_does_not_wait_for_the_interpreter_to_answer(start: Start, tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\nsleep 20\n")
    python.chmod(0o755)
    editor = await start(str(python))
    uri = open_file(editor, tmp_path, WRONG)
    editor.client.progress_reports["mine"] = []
    running = asyncio.ensure_future(run(editor, uri, "mine"))
    await until(lambda: bool(editor.client.progress_reports["mine"]))
    editor.client.window_work_done_progress_cancel(types.WorkDoneProgressCancelParams("mine"))
    assert (await running)["outcome"] == "cancelled"  # not refused, as it would be once the interpreter has answered


async def test_checking_goes_on_meanwhile(start: Start, tmp_path: Path) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, WAITS)
    other = open_file(editor, tmp_path, WRONG, "other.py")
    running = asyncio.ensure_future(run(editor, uri))
    await until(lambda: any(status.state == "checking" for status in editor.client.statuses))
    assert len(await editor.diagnostics(other)) == 1
    assert not running.done()
    running.cancel()


async def test_what_cannot_be_run_is_refused_with_the_reason(start: Start, tmp_path: Path) -> None:
    environment = tmp_path / "empty"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    editor = await start(str(environment))
    answer = await run(editor, open_file(editor, tmp_path, WRONG))
    python = str(environment / "bin" / "python")
    lacks = f"{python} has no torch, transformers, datasets, so the script cannot run with it."
    assert answer == {"outcome": "refused", "summary": lacks, "python": python}
    answer = await run(editor, editor.open(WRONG, uri="untitled:Untitled-1"))
    assert answer["outcome"] == "refused"
    assert answer["summary"] == "Only a file that lies on this machine can be run: save it first."
    editor = await start(str(tmp_path / "none" / "python"))
    answer = await run(editor, open_file(editor, tmp_path, WRONG))
    assert answer["outcome"] == "refused"
    assert answer["summary"].endswith("none/python is no Python that can be started.")


async def test_a_script_runs_in_the_workspace_unless_told_otherwise(start: Start, tmp_path: Path) -> None:
    editor = await start()
    (tmp_path / "sub").mkdir()
    uri = open_file(editor, tmp_path, "import os\nraise ValueError(os.path.basename(os.getcwd()))\n", "sub/train.py")
    for options, folder in (({}, tmp_path.name), ({"folder": str(tmp_path / "sub")}, "sub")):
        assert f"ValueError: {folder}" in text_of(await run(editor, uri, **options))
    answer = await run(editor, uri, folder=str(tmp_path / "none"))
    assert answer["summary"] == f"There is no folder {tmp_path / 'none'} to run it in."


@pytest.mark.parametrize(
    "argument", [None, [], {}, {"uri": "file:///nowhere.py"}, {"rows": 0}, {"arguments": "x"}, {"mode": "huge"}]
)
async def test_a_wrong_argument_is_refused(start: Start, tmp_path: Path, argument: Any) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, FAILS)
    if isinstance(argument, dict) and argument and "uri" not in argument:
        argument = {"uri": uri, **argument}
    with pytest.raises(JsonRpcException):
        await editor.client.workspace_execute_command_async(types.ExecuteCommandParams(COMMAND, [argument]))
    assert (await run(editor, uri))["outcome"] == "failed"


async def test_a_command_line_that_is_refused_tells_what_it_takes(start: Start, tmp_path: Path) -> None:
    editor = await start()
    text = "import argparse\np = argparse.ArgumentParser()\np.add_argument('--model', required=True)\np.parse_args()\n"
    uri = open_file(editor, tmp_path, text)
    answer = await run(editor, uri)
    assert (answer["outcome"], answer["required"]) == ("needs-arguments", ["--model"])
    assert (await run(editor, uri, arguments=["--model", "x"]))["outcome"] == "no-training"


async def lenses(editor: Editor, uri: str) -> list[tuple[int, str, Any]]:
    params = types.CodeLensParams(types.TextDocumentIdentifier(uri))
    answer = await editor.client.text_document_code_lens_async(params)
    found = [(one.range.start.line, one.command) for one in answer or ()]
    return [(row, command.title, plain((command.arguments or [])[0])) for row, command in found if command]


async def test_lenses_stand_where_a_trainer_is_made_and_training_begins(start: Start, tmp_path: Path) -> None:
    editor = await start()
    uri = open_file(editor, tmp_path, WRONG)
    made, begun = WRONG.split("trainer = ")[0].count("\n"), WRONG.split("trainer.train()")[0].count("\n")
    assert await lenses(editor, uri) == [(row, "Dry run", {"uri": uri}) for row in (made, begun)]
    editor.replace(uri, "trainer.train()", "trainer.train(")
    assert await lenses(editor, uri) == []
    assert await lenses(editor, open_file(editor, tmp_path, "x = 1\n", "other.py")) == []
    notebook = Notebook(editor, (tmp_path / "train.ipynb").as_uri())
    notebook.open(CELLS, markdown=["title"])
    assert [row for row, _, _ in await lenses(editor, notebook.cell("train"))] == [1, 7]
    assert await lenses(editor, notebook.cell("data")) == []


async def test_a_loop_of_ones_own_has_a_lens(start: Start, tmp_path: Path) -> None:
    editor = await start()
    text = "from data import batches, model, optimizer\nfor batch in batches:\n    loss = model(**batch).loss\n"
    uri = open_file(editor, tmp_path, text + "    loss.backward()\n    optimizer.step()\n")
    assert [row for row, _, _ in await lenses(editor, uri)] == [1]


async def test_the_report_is_translated(start: Start, tmp_path: Path) -> None:
    editor = await start(locale="zh-cn")
    answer = await run(editor, open_file(editor, tmp_path, FAILS))
    assert answer["summary"].startswith("脚本")
    assert not any(line.startswith(("Dry run", "Findings", "The script")) for line in text_of(answer).splitlines())


@pytest.mark.slow
@pytest.mark.timeout(600)
@pytest.mark.skipif(not TORCH_PYTHON.exists(), reason="needs the environment with torch: make .venv-dryrun")
async def test_a_finding_of_the_source_is_confirmed_and_keeps_its_fix(start: Start, tmp_path: Path) -> None:
    examples = tmp_path / "examples"
    shutil.copytree(ROOT / "examples" / "data", tmp_path / "data")
    shutil.copytree(ROOT / "examples" / "dry_run", examples, ignore=shutil.ignore_patterns("model"))
    subprocess.run(
        [str(TORCH_PYTHON), str(ROOT / "scripts" / "model_folders.py"), str(examples / "model")],
        check=True,
        capture_output=True,
    )
    editor = await start(str(TORCH_PYTHON))
    text = (examples / "train.py").read_text(encoding="utf-8")
    uri = editor.open(text, uri=(examples / "train.py").as_uri())
    (before,) = await editor.diagnostics(uri)
    answer = await run(editor, uri)  # in the folder in which the model that it names lies
    assert (answer["outcome"], answer["errors"]) == ("failed", 1), json.dumps(answer)
    (after,) = await editor.diagnostics(uri)
    assert after.message == f"confirmed by a dry run: {before.message}"
    assert (after.range, after.code) == (before.range, before.code)
    assert "The model returned no loss" in (after.related_information or ())[-1].message
    fixes = [action for action in await editor.actions(uri, after.range) if action.is_preferred]
    await editor.apply(fixes[0])
    assert await editor.diagnostics(uri) == []
