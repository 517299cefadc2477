"""A fault of the engine or of a rule costs one check, is visible, and passes."""

import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.lsp.editor import Client, Editor, capabilities_of
from tests.lsp.scripts import WRONG

pytestmark = pytest.mark.asyncio(loop_scope="function")

SERVER_WITH_A_FAULTY_RULE = """
import sys
from lossguard.findings.finding import Severity
from lossguard.lsp.server import main
from lossguard.rules.rule import Rule

class Faulty(Rule):
    code, name, severity, summary, applies = "ZZZ999", "faulty-rule", Severity.ERROR, "Fails.", "never"
    messages = ()

    def check(self, context):
        for training in context.trainings:
            if "fault" in training.place.part.text:
                raise ZeroDivisionError("on purpose")
        return iter(())

sys.exit(main())
"""


@pytest_asyncio.fixture(loop_scope="function")
async def editor(tmp_path: Path) -> AsyncIterator[Editor]:
    client = Client()
    script = tmp_path / "server.py"
    script.write_text(SERVER_WITH_A_FAULTY_RULE)
    await client.start_io(sys.executable, "-I", "-B", str(script))
    await client.initialize_session(types.InitializeParams(capabilities=capabilities_of("visual_studio_code")))
    yield Editor(client)
    await client.shutdown_session()
    await client.stop()


async def test_a_fault_is_logged_and_shown_and_passes(editor: Editor) -> None:
    uri = editor.open(WRONG)
    shown = await editor.diagnostics(uri)
    assert len(shown) == 1

    editor.replace(uri, "out", "fault")
    assert await editor.diagnostics(uri) == shown
    (error,) = [log for log in editor.client.log_messages if log.type is types.MessageType.Error]
    assert "Traceback" in error.message
    assert "on purpose" in error.message
    assert editor.client.statuses[-1].state == "problem"
    assert await editor.actions(uri, shown[0].range) == []
    assert not editor.client.messages

    editor.replace(uri, "fault", "out")
    assert await editor.diagnostics(uri) == shown
    assert editor.client.statuses[-1].state == "ready"
    assert await editor.actions(uri, shown[0].range)


async def test_other_documents_are_not_concerned(editor: Editor) -> None:
    faulty = editor.open(WRONG.replace("out", "fault"))
    sound = editor.open(WRONG)
    assert await editor.diagnostics(faulty) == []
    assert len(await editor.diagnostics(sound)) == 1
    editor.close(faulty)
    await editor.settle(sound)
    assert editor.client.statuses[-1].state == "ready"


async def test_a_document_that_is_too_long_is_not_checked(editor: Editor) -> None:
    filler = "# " + "x" * 1_000_000 + "\n"
    uri = editor.open(filler + WRONG)
    assert await editor.diagnostics(uri) == []
    assert any("is not checked" in log.message for log in editor.client.log_messages)
    editor.replace(uri, filler, "")
    assert len(await editor.diagnostics(uri)) == 1
