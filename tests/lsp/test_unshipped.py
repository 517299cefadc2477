"""A release that is newer than all that is shipped: read beside the server, while the editor goes on."""

import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.cli.test_unshipped import NEW, SCRIPT
from tests.lsp.editor import SERVER, Client, Editor, capabilities_of
from tests.releases import TRANSFORMERS, environment, without

pytestmark = pytest.mark.asyncio(loop_scope="function")

Start = Callable[[dict[str, Any]], Awaitable[Editor]]


@pytest_asyncio.fixture(loop_scope="function")
async def start(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Start]:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        monkeypatch.delenv(variable, raising=False)
    clients: list[Client] = []

    async def start(settings: dict[str, Any]) -> Editor:
        client = Client()
        await client.start_io(*SERVER)
        await client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities_of("visual_studio_code"),
                root_uri=tmp_path.as_uri(),
                initialization_options={"settings": settings},
            )
        )
        clients.append(client)
        return Editor(client)

    yield start
    for client in clients:
        if client.stopped:
            continue
        await client.shutdown_session()
        await client.stop()


async def read_to_the_end(editor: Editor) -> list[str]:
    """What the log says of releases, once one was read or given up."""
    while True:
        told = [message.message for message in editor.client.log_messages if message.message.startswith("transformers")]
        if told:
            return told
        await editor.client.wait_for_notification(types.WINDOW_LOG_MESSAGE)


async def test_findings_come_when_the_release_was_read(start: Start, tmp_path: Path) -> None:
    python = environment(tmp_path / "env", NEW, transformers=TRANSFORMERS)
    editor = await start({"interpreter": str(python)})
    uri = editor.open(SCRIPT, uri=(tmp_path / "train.py").as_uri())
    assert await editor.diagnostics(uri) == []  # held back
    assert len(await read_to_the_end(editor)) == 1
    assert [found.code for found in await editor.diagnostics(uri)] == ["chat-template-batchencoding-v5"]
    told = [status.message for status in editor.client.statuses]
    assert "Lossguard: reading transformers 5.99.0" in told
    assert editor.client.statuses[-1].state == "ready"


async def test_a_release_that_was_read_before_is_known_at_once(start: Start, tmp_path: Path) -> None:
    python = environment(tmp_path / "env", NEW, transformers=TRANSFORMERS)
    first = await start({"interpreter": str(python)})
    first.open(SCRIPT, uri=(tmp_path / "train.py").as_uri())
    await read_to_the_end(first)
    second = await start({"interpreter": str(python)})
    uri = second.open(SCRIPT, uri=(tmp_path / "train.py").as_uri())
    assert [found.code for found in await second.diagnostics(uri)] == ["chat-template-batchencoding-v5"]


async def test_a_release_that_cannot_be_read_is_logged_once(start: Start, tmp_path: Path) -> None:
    python = environment(tmp_path / "env", NEW, transformers=without("models/auto/modeling_auto.py"))
    editor = await start({"interpreter": str(python)})
    uri = editor.open(SCRIPT, uri=(tmp_path / "train.py").as_uri())
    [told] = await read_to_the_end(editor)
    assert "cannot be read, so what is new in it is not known: FileNotFoundError" in told
    other = editor.open(SCRIPT, uri=(tmp_path / "other.py").as_uri())
    assert await editor.diagnostics(other) == []
    assert await editor.diagnostics(uri) == []
    assert await read_to_the_end(editor) == [told]


def readers(folder: Path) -> list[str]:
    """Processes that read releases out of an environment."""
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            arguments = path.read_bytes().split(b"\0")
            if b"transformers" in arguments and any(str(folder).encode() in argument for argument in arguments):
                found.append(path.parent.name)
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", ["killed", "left"])
async def test_nothing_is_left_of_a_reader(start: Start, tmp_path: Path, how: str) -> None:
    """One that is killed costs what it would have told; one that is at work when the server ends, ends with it."""
    model = "class A{0}(PreTrainedModel):\n    def forward(self, labels=None):\n        loss = f()\n"
    many = "".join(model.format(number) for number in range(50_000))
    files = {**TRANSFORMERS, "models/new/modeling_new.py": many}
    python = environment(tmp_path / "env", NEW, transformers=files)
    editor = await start({"interpreter": str(python)})
    uri = editor.open(SCRIPT, uri=(tmp_path / "train.py").as_uri())
    while not readers(python):
        await editor.settle(uri)
    if how == "killed":
        os.kill(int(readers(python)[0]), signal.SIGKILL)
        [told] = await read_to_the_end(editor)
        assert told.endswith("is not known: it ended with status -9")
        assert await editor.diagnostics(uri) == []
    else:
        await editor.client.shutdown_session()
        await editor.client.stop()
        assert readers(python) == []


async def test_an_environment_that_lies_in_the_workspace_is_not_read_unsaid(start: Start, tmp_path: Path) -> None:
    python = environment(tmp_path / ".venv", NEW, transformers=TRANSFORMERS)
    editor = await start({})
    uri = editor.open(SCRIPT, uri=(tmp_path / "train.py").as_uri())
    assert await editor.diagnostics(uri) == []
    assert not (tmp_path / "cache/lossguard/readings").exists()
    settings = {"lossguard": {"interpreter": str(python)}}
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))
    await read_to_the_end(editor)
    assert [found.code for found in await editor.diagnostics(uri)] == ["chat-template-batchencoding-v5"]
