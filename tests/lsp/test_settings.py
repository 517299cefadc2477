"""Settings from the editor and the project, taken over while the server runs."""

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio
from lsprotocol import types

from tests.lsp.editor import SERVER, Client, Editor, capabilities_of
from tests.lsp.scripts import WRONG

pytestmark = pytest.mark.asyncio(loop_scope="function")

RULE = "seq2seq-collator-no-labels"
Start = Callable[..., Awaitable[Editor]]


@pytest_asyncio.fixture(loop_scope="function")
async def start(tmp_path: Path) -> AsyncIterator[Start]:
    clients: list[Client] = []

    async def start(
        settings: Any = None, editor: str = "visual_studio_code", pulled: Any = None, locale: str | None = None
    ) -> Editor:
        client = Client()
        client.set_configuration(pulled, section="lossguard")
        await client.start_io(*SERVER)
        options = None if settings is None else {"settings": settings}
        await client.initialize_session(
            types.InitializeParams(
                capabilities=capabilities_of(editor),
                root_uri=tmp_path.as_uri(),
                initialization_options=options,
                locale=locale,
            )
        )
        clients.append(client)
        return Editor(client)

    yield start
    for client in clients:
        await client.shutdown_session()
        await client.stop()


def configure(editor: Editor, settings: Any) -> None:
    editor.client.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings))


async def test_switching_off_and_on(start: Start) -> None:
    editor = await start({"enable": False})
    uri = editor.open(WRONG)
    assert await editor.diagnostics(uri) == []
    configure(editor, {"lossguard": {"enable": True}})
    assert len(await editor.diagnostics(uri)) == 1
    configure(editor, {"lossguard": {"enable": False}})
    assert await editor.diagnostics(uri) == []


@pytest.mark.parametrize("ignore", [[RULE], ["COL001"], ["COL"], ["col001"]])
async def test_ignoring_a_rule(start: Start, ignore: list[str]) -> None:
    editor = await start({"ignore": ignore})
    uri = editor.open(WRONG)
    assert await editor.diagnostics(uri) == []
    configure(editor, {"lossguard": {"ignore": None}})
    assert len(await editor.diagnostics(uri)) == 1
    configure(editor, {"lossguard": {"select": []}})
    assert await editor.diagnostics(uri) == []


async def test_a_value_that_is_wrong_is_named_once_and_left_out(start: Start) -> None:
    editor = await start({"select": "COL", "enable": "yes"})
    uri = editor.open(WRONG)
    assert len(await editor.diagnostics(uri)) == 1
    configure(editor, {"lossguard": {"select": "COL"}})
    await editor.settle(uri)
    shown = [message.message for message in editor.client.messages]
    assert len(shown) == 2
    assert any("`lossguard.select`" in message and "'COL'" in message for message in shown)
    assert any("`lossguard.enable`" in message and "'yes'" in message for message in shown)
    assert any("'COL'" in message.message for message in editor.client.log_messages)


async def test_an_empty_table_of_lua_is_no_setting_at_all(start: Start) -> None:
    editor = await start({"enable": False})
    uri = editor.open(WRONG)
    configure(editor, {"lossguard": []})
    assert len(await editor.diagnostics(uri)) == 1
    assert editor.client.messages == []


async def test_a_rule_that_does_not_exist_is_named(start: Start) -> None:
    editor = await start({"ignore": ["seq2seq-collator-no-label"]})
    uri = editor.open(WRONG)
    assert len(await editor.diagnostics(uri)) == 1
    (message,) = editor.client.messages
    assert RULE in message.message


async def test_rules_are_weighed_and_added(start: Start, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.lossguard]\nselect = []\nseverity = { COL = "info" }\n')
    editor = await start({"extendSelect": ["col"], "severity": {"COL001": "warning"}, "preview": True})
    uri = editor.open(WRONG, uri=(tmp_path / "train.py").as_uri())
    (finding,) = await editor.diagnostics(uri)
    assert finding.severity is types.DiagnosticSeverity.Warning
    configure(editor, {"lossguard": {"extendSelect": ["COL"], "severity": []}})
    (finding,) = await editor.diagnostics(uri)
    assert finding.severity is types.DiagnosticSeverity.Information
    configure(editor, {"lossguard": {"extendSelect": [], "severity": {}, "preview": None}})
    assert await editor.diagnostics(uri) == []
    assert editor.client.messages == []


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"severity": {"COL001": "fatal"}}, "`lossguard.severity`"),
        ({"severity": {"COL0001": "info"}}, "COL0001"),
        ({"extendSelect": "COL"}, "`lossguard.extendSelect`"),
        ({"preview": "yes"}, "`lossguard.preview`"),
    ],
)
async def test_a_wrong_weight_or_addition_is_named(start: Start, settings: dict[str, Any], said: str) -> None:
    editor = await start(settings)
    uri = editor.open(WRONG)
    assert len(await editor.diagnostics(uri)) == 1
    (message,) = editor.client.messages
    assert said in message.message


async def test_clients_that_send_nothing_are_asked(start: Start) -> None:
    editor = await start(editor="neovim", pulled={"ignore": [RULE]})
    uri = editor.open(WRONG)
    await editor.settle(uri)  # the answer to the question is under way
    assert await editor.diagnostics(uri) == []
    editor.client.set_configuration({}, section="lossguard")
    configure(editor, None)
    await editor.settle(uri)
    assert len(await editor.diagnostics(uri)) == 1


async def test_nonsense_is_survived(start: Start) -> None:
    editor = await start([1, 2])
    uri = editor.open(WRONG)
    for settings in (None, 7, [], {"lossguard": 7}, {"lossguard": {"select": [1]}}, {"other": {}}):
        configure(editor, settings)
    assert len(await editor.diagnostics(uri)) == 1


async def test_the_project_is_read_and_read_again(start: Start, tmp_path: Path) -> None:
    project = tmp_path / "pyproject.toml"
    project.write_text(f'[tool.lossguard]\nignore = ["{RULE}"]\n')
    editor = await start({})
    uri = editor.open(WRONG, uri=(tmp_path / "train.py").as_uri())
    assert await editor.diagnostics(uri) == []
    (registration,) = editor.client.registrations
    assert registration.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES
    project.write_text('[tool.lossguard]\nignore = ["no-such-rule"]\n')
    changed(editor, project)
    assert len(await editor.diagnostics(uri)) == 1
    (problem,) = editor.client.diagnostics[project.as_uri()]
    assert problem.range.start.line == 1
    assert "no-such-rule" in problem.message
    project.unlink()
    changed(editor, project)
    assert len(await editor.diagnostics(uri)) == 1
    assert not editor.client.diagnostics[project.as_uri()]


async def test_a_client_that_does_not_watch_files_saves(start: Start, tmp_path: Path) -> None:
    editor = await start({}, editor="neovim")
    uri = editor.open(WRONG, uri=(tmp_path / "train.py").as_uri())
    assert len(await editor.diagnostics(uri)) == 1
    (tmp_path / "pyproject.toml").write_text(f'[tool.lossguard]\nignore = ["{RULE}"]\n')
    editor.client.text_document_did_save(types.DidSaveTextDocumentParams(types.TextDocumentIdentifier(uri)))
    assert await editor.diagnostics(uri) == []


async def test_the_editor_wins_over_the_project(start: Start, tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text('[tool.lossguard]\nselect = ["TOK"]\n')
    editor = await start({"select": ["ALL"]})
    uri = editor.open(WRONG, uri=(tmp_path / "train.py").as_uri())
    assert len(await editor.diagnostics(uri)) == 1


async def test_status_names_the_interpreter(start: Start, tmp_path: Path) -> None:
    editor = await start({"interpreter": str(tmp_path / "python")})
    uri = editor.open(WRONG)
    await editor.settle(uri)
    status = editor.client.statuses[-1]
    assert (status.state, status.interpreter) == ("ready", str(tmp_path / "python"))
    (message,) = editor.client.messages
    assert "no such file" in message.message


def changed(editor: Editor, path: Path) -> None:
    event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
    editor.client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


@pytest.mark.parametrize("locale", ["zh-cn", "zh-CN", "zh_CN.UTF-8", "zh-Hans"])
async def test_messages_are_in_the_language_of_the_editor(start: Start, locale: str) -> None:
    editor = await start({}, locale=locale)
    uri = editor.open(WRONG)
    (diagnostic,) = await editor.diagnostics(uri)
    assert is_chinese(diagnostic.message)
    assert all(is_chinese(related.message) for related in diagnostic.related_information or ())


@pytest.mark.parametrize("locale", [None, "en-us", "de", "zh-tw", "C", ""])
async def test_other_languages_get_english(start: Start, locale: str | None) -> None:
    editor = await start({}, locale=locale)
    (diagnostic,) = await editor.diagnostics(editor.open(WRONG))
    assert diagnostic.message.isascii()


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


async def test_pins_of_the_project_are_followed(start: Start, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    pins = tmp_path / "requirements.txt"
    pins.write_text("trl==1.6.0\n")
    editor = await start({})
    text = WRONG.replace("Trainer(", "SFTTrainer(").replace("Trainer, TrainingArguments", "TrainingArguments")
    uri = editor.open(f"from trl import SFTTrainer\n{text}", uri=(tmp_path / "train.py").as_uri())
    (finding,) = await editor.diagnostics(uri)
    assert finding.code == RULE
    pins.write_text("trl==1.16.0  # makes the labels itself\n")
    changed(editor, pins)
    assert await editor.diagnostics(uri) == []
