"""The protocol's edges: every request gets one answer, and nothing that arrives ends the server."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.lsp.raw import Raw, server

PARSE_ERROR, INVALID_REQUEST, METHOD_NOT_FOUND, INVALID_PARAMS = -32700, -32600, -32601, -32602
NOT_INITIALIZED = -32002


@pytest.fixture(scope="module")
def raw() -> Iterator[Raw]:
    """One server for all that it has to survive."""
    with server() as raw:
        raw.initialize()
        yield raw
        assert raw.end() == 0


def alive(raw: Raw) -> bool:
    raw.send(id="alive", method="textDocument/codeAction", params=code_action("file:///nowhere.py"))
    return raw.answer("alive")["result"] == []


def code_action(uri: str) -> dict[str, Any]:
    place = {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 0}}
    return {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}


def test_shutdown_and_exit() -> None:
    with server() as raw:
        raw.initialize()
        assert raw.end() == 0


def test_exit_without_shutdown_is_a_failure() -> None:
    with server() as raw:
        raw.initialize()
        raw.send(method="exit")
        assert raw.process.wait(20) == 1


def test_the_end_of_input_ends_the_server() -> None:
    with server() as raw:
        raw.initialize()
        assert raw.process.stdin is not None
        raw.process.stdin.close()
        assert raw.process.wait(20) == 1


def test_a_client_that_is_gone_ends_the_server() -> None:
    with server() as raw:
        raw.initialize()
        assert raw.process.stdin is not None
        assert raw.process.stdout is not None
        raw.process.stdout.close()
        raw.send(id=1, method="textDocument/codeAction", params=code_action("file:///a.py"))
        assert raw.process.wait(20) == 1


def test_before_initialize_requests_are_refused() -> None:
    with server() as raw:
        raw.send(id=1, method="textDocument/codeAction", params=code_action("file:///a.py"))
        assert raw.answer(1)["error"]["code"] == NOT_INITIALIZED
        raw.send(method="textDocument/didClose", params={"textDocument": {"uri": "file:///a.py"}})
        raw.initialize()
        assert alive(raw)


def test_a_second_initialize_and_requests_after_shutdown_are_refused() -> None:
    with server() as raw:
        raw.initialize()
        raw.send(id=1, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
        assert raw.answer(1)["error"]["code"] == INVALID_REQUEST
        raw.send(id=2, method="shutdown")
        raw.answer(2)
        raw.send(id=3, method="textDocument/codeAction", params=code_action("file:///a.py"))
        assert raw.answer(3)["error"]["code"] == INVALID_REQUEST
        raw.send(method="exit")
        assert raw.process.wait(20) == 0


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"{", PARSE_ERROR),
        (b"\xff\xfe", PARSE_ERROR),
        (b"[" * 100_000, PARSE_ERROR),
        (b"[]", INVALID_REQUEST),
        (b"7", INVALID_REQUEST),
        (b"null", INVALID_REQUEST),
        (b'{"id": 1, "method": "shutdown"}', INVALID_REQUEST),
        (b'{"jsonrpc": "1.0", "id": 1, "method": "shutdown"}', INVALID_REQUEST),
    ],
)
def test_bodies_that_are_no_message(raw: Raw, body: bytes, code: int) -> None:
    raw.write(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    assert raw.answer(None)["error"]["code"] == code
    assert alive(raw)


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"method": "no/such/notification", "params": {"a": 1}},
        {"method": "textDocument/didOpen", "params": {"textDocument": {"uri": 5}}},
        {"method": "textDocument/didOpen"},
        {"method": "textDocument/didChange", "params": []},
        {"method": "notebookDocument/didChange", "params": {"notebookDocument": None, "change": 3}},
        {"method": "workspace/didChangeConfiguration", "params": {"settings": [1]}},
        {"method": "$/cancelRequest", "params": {"id": 99}},
        {"method": "window/workDoneProgress/cancel", "params": {"token": "none"}},
        {"method": 7},
        {"id": "never-asked", "result": {}},
        {"id": "never-asked", "error": {"code": 1, "message": "no"}},
        {"id": None, "result": None},
    ],
    ids=json.dumps,
)
def test_messages_that_mean_nothing_are_survived(raw: Raw, message: dict[str, Any]) -> None:
    raw.send(**message)
    assert alive(raw)


@pytest.mark.parametrize(
    ("method", "parameters", "code"),
    [
        ("no/such/request", {}, METHOD_NOT_FOUND),
        ("textDocument/completion", {"textDocument": {}}, METHOD_NOT_FOUND),
        ("textDocument/codeAction", {"textDocument": {}}, INVALID_PARAMS),
        ("textDocument/codeAction", None, INVALID_PARAMS),
        ("workspace/executeCommand", {"command": "no.such.command"}, INVALID_PARAMS),
    ],
)
def test_requests_that_cannot_be_answered_are_refused(raw: Raw, method: str, parameters: Any, code: int) -> None:
    raw.send(id=1, method=method, params=parameters)
    assert raw.answer(1)["error"]["code"] == code
    assert alive(raw)


@pytest.mark.parametrize(
    "headers",
    [
        b"content-length: %d\r\n\r\n",
        b"Content-Type: application/vscode-jsonrpc; charset=utf-8\r\nContent-Length: %d\r\n\r\n",
        b"Content-Length:%d\n\n",
        b"rubbish\r\nContent-Length: x\r\nContent-Length: -4\r\n\r\n\r\nContent-Length: %d\r\n\r\n",
    ],
)
def test_headers_of_every_shape(raw: Raw, headers: bytes) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "no/such"}).encode()
    raw.write(headers % len(body) + body)
    assert raw.answer(1)["error"]["code"] == METHOD_NOT_FOUND


def test_a_message_in_pieces_and_two_at_once(raw: Raw) -> None:
    body = json.dumps({"jsonrpc": "2.0", "id": 1, "method": "no/such"}).encode()
    message = b"Content-Length: %d\r\n\r\n%s" % (len(body), body)
    for position in range(len(message)):
        raw.write(message[position : position + 1])
    assert raw.answer(1)["error"]
    raw.write(message.replace(b'"id": 1', b'"id": 2') + message.replace(b'"id": 1', b'"id": 3'))
    assert raw.answer(2)["error"]
    assert raw.answer(3)["error"]


def test_capabilities() -> None:
    with server() as raw:
        capabilities = raw.initialize(
            capabilities={"notebookDocument": {"synchronization": {}}, "general": {"positionEncodings": ["utf-32"]}}
        )["result"]["capabilities"]
        assert capabilities["positionEncoding"] == "utf-32"
        assert capabilities["textDocumentSync"]["openClose"]
        assert capabilities["textDocumentSync"]["change"] == 2
        assert capabilities["notebookDocumentSync"]["notebookSelector"] == [{"notebook": "*"}]
        assert capabilities["codeActionProvider"]["resolveProvider"]


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [([], "utf-16"), (["utf-8", "utf-16"], "utf-8"), (["utf-7", "utf-32"], "utf-32"), (["utf-7"], "utf-16")],
)
def test_the_first_known_position_encoding_is_used(offered: list[str], chosen: str) -> None:
    with server() as raw:
        answer = raw.initialize(capabilities={"general": {"positionEncodings": offered}})
        assert answer["result"]["capabilities"]["positionEncoding"] == chosen
