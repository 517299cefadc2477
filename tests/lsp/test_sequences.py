"""Whatever order messages arrive in: what is shown is what a fresh check finds, and every request has one answer."""

import asyncio
import json
import re
from collections import Counter
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from lossguard.check import check
from lossguard.lsp.language_server import create_server
from lossguard.lsp.present import Presenter
from lossguard.text.document import Document, Kind, Part
from tests.lsp.scripts import BROKEN_TAIL, CELLS, CORRECTION, GOOD, MISTAKE, WRONG

SCRIPTS = [f"file:///work/{name}.py" for name in "ab"]
NOTEBOOK = "file:///work/book.ipynb"
PIECES = [
    MISTAKE,
    CORRECTION,
    "\n",
    "# 😀\n",
    BROKEN_TAIL,
    "",
    "rows = rows.shuffle()\n",
    '"labels"',
    "\r\n",
    "tokenizer",
]
TEXTS = [WRONG, GOOD, "", WRONG.replace("\n", "\r\n"), f"{WRONG}{BROKEN_TAIL}"]


class Session(RuleBasedStateMachine):
    """A client with two scripts and a notebook, and the server in this process."""

    def __init__(self) -> None:
        super().__init__()
        self.loop = asyncio.new_event_loop()
        self.server = create_server()
        self.server.protocol.set_writer(self)
        self.shown: dict[str, list[Any]] = {}
        self.answers: Counter[Any] = Counter()
        self.asked: set[int] = set()
        self.scripts: dict[str, str] = {}
        self.cells: list[tuple[str, str]] | None = None
        self.ignored = False
        self.version = 0
        self.settled = False
        self.send(id=0, method="initialize", params={"processId": None, "rootUri": None, "capabilities": {}})
        self.send(method="initialized", params={})
        self.asked.add(0)

    def teardown(self) -> None:
        self.loop.close()

    # --- the transport ---

    def write(self, data: bytes) -> None:
        message = json.loads(data.partition(b"\r\n\r\n")[2])
        if message.get("method") == "textDocument/publishDiagnostics":
            self.shown[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "method" not in message:
            self.answers[message["id"]] += 1
        assert message.get("params", {}).get("type") != 1, f"an error was logged: {message}"

    def send(self, **message: Any) -> None:
        self.settled = False
        body = json.dumps({"jsonrpc": "2.0", **message}).encode()

        async def receive() -> None:
            assert self.server.rpc.receive(body)

        self.loop.run_until_complete(receive())

    # --- scripts ---

    @rule(uri=st.sampled_from(SCRIPTS), text=st.sampled_from(TEXTS))
    def open(self, uri: str, text: str) -> None:
        self.scripts[uri] = text
        item = {"uri": uri, "languageId": "python", "version": self.next(), "text": text}
        self.send(method="textDocument/didOpen", params={"textDocument": item})

    @rule(data=st.data(), uri=st.sampled_from(SCRIPTS), piece=st.sampled_from(PIECES))
    def edit(self, data: st.DataObject, uri: str, piece: str) -> None:
        """Also of a script that is not open: such a message is ignored."""
        text = self.scripts.get(uri, "")
        new, change = self.changed(data, text, piece)
        if uri in self.scripts:
            self.scripts[uri] = new
        identifier = {"uri": uri, "version": self.next()}
        self.send(method="textDocument/didChange", params={"textDocument": identifier, "contentChanges": [change]})

    @rule(uri=st.sampled_from(SCRIPTS))
    def close(self, uri: str) -> None:
        self.scripts.pop(uri, None)
        self.send(method="textDocument/didClose", params={"textDocument": {"uri": uri}})

    # --- the notebook ---

    @rule()
    def open_notebook(self) -> None:
        self.cells = [(f"cell:{self.next()}-{name}", text) for name, text in CELLS.items() if name != "title"]
        described = [{"kind": 2, "document": uri} for uri, _ in self.cells]
        document = {"uri": NOTEBOOK, "notebookType": "jupyter-notebook", "version": 1, "cells": described}
        texts = [self.item(uri, text) for uri, text in self.cells]
        params = {"notebookDocument": document, "cellTextDocuments": texts}
        self.send(method="notebookDocument/didOpen", params=params)

    @precondition(lambda self: bool(self.cells))
    @rule(data=st.data(), piece=st.sampled_from(PIECES))
    def edit_cell(self, data: st.DataObject, piece: str) -> None:
        assert self.cells
        index = data.draw(st.integers(0, len(self.cells) - 1))
        uri, text = self.cells[index]
        new, change = self.changed(data, text, piece)
        self.cells[index] = (uri, new)
        self.change_cells(textContent=[{"document": {"uri": uri, "version": self.next()}, "changes": [change]}])

    @precondition(lambda self: self.cells is not None)
    @rule(data=st.data(), text=st.sampled_from([*CELLS.values(), BROKEN_TAIL, ""]))
    def splice(self, data: st.DataObject, text: str) -> None:
        assert self.cells is not None
        start = data.draw(st.integers(0, len(self.cells)))
        count = data.draw(st.integers(0, min(2, len(self.cells) - start)))
        new = (f"cell:{self.next()}", text)
        removed = self.cells[start : start + count]
        self.cells[start : start + count] = [new]
        array = {"start": start, "deleteCount": count, "cells": [{"kind": 2, "document": new[0]}]}
        closed = [{"uri": uri} for uri, _ in removed]
        self.change_cells(structure={"array": array, "didOpen": [self.item(*new)], "didClose": closed})

    @rule()
    def close_notebook(self) -> None:
        cells, self.cells = self.cells or [], None
        documents = [{"uri": uri} for uri, _ in cells]
        params = {"notebookDocument": {"uri": NOTEBOOK}, "cellTextDocuments": documents}
        self.send(method="notebookDocument/didClose", params=params)

    # --- the rest ---

    @rule(ignored=st.booleans())
    def configure(self, ignored: bool) -> None:
        self.ignored = ignored
        params = {"settings": {"lossguard": {"ignore": ["COL"] if ignored else None}}}
        self.send(method="workspace/didChangeConfiguration", params=params)

    @rule(uri=st.sampled_from([*SCRIPTS, NOTEBOOK, "file:///unknown.py"]), row=st.integers(0, 30), cancel=st.booleans())
    def ask(self, uri: str, row: int, cancel: bool) -> None:
        identity = self.next()
        self.asked.add(identity)
        place = {"start": {"line": row, "character": 0}, "end": {"line": row + 1, "character": 999}}
        params = {"textDocument": {"uri": uri}, "range": place, "context": {"diagnostics": []}}
        self.send(id=identity, method="textDocument/codeAction", params=params)
        if cancel:
            self.send(method="$/cancelRequest", params={"id": identity})

    @rule()
    def settle(self) -> None:
        async def idle() -> None:
            for _ in range(50):
                await asyncio.sleep(0)

        self.loop.run_until_complete(idle())
        self.settled = True

    @invariant()
    def what_is_shown_is_right(self) -> None:
        assert self.answers.keys() <= self.asked
        assert all(count == 1 for count in self.answers.values())
        if not self.settled:
            return
        assert self.answers.keys() == self.asked
        self.settled = False
        documents = [Document(uri, Kind.SCRIPT, [Part(uri, text)]) for uri, text in self.scripts.items()]
        if self.cells:
            parts = [Part(uri, text, number) for number, (uri, text) in enumerate(self.cells, start=1)]
            documents.append(Document(NOTEBOOK, Kind.NOTEBOOK, parts))
        open_parts = {part.key for document in documents for part in document.parts}
        assert not [uri for uri, diagnostics in self.shown.items() if diagnostics and uri not in open_parts]
        for document in documents:
            self.compare(document)

    def compare(self, document: Document) -> None:
        report = check(document, self.server.environment.of(None).settings)
        if report.broken:
            return  # then it is the past that decides
        expected = Presenter().diagnostics(report.findings)
        for part in document.parts:
            shown = [self.server.rpc.diagnostic(diagnostic) for diagnostic in self.shown.get(part.key, [])]
            assert shown == expected.get(part.key, []), part.text

    # --- helpers ---

    def next(self) -> int:
        self.version += 1
        return self.version

    def item(self, uri: str, text: str) -> dict[str, Any]:
        return {"uri": uri, "languageId": "python", "version": self.next(), "text": text}

    def change_cells(self, **cells: Any) -> None:
        identifier = {"uri": NOTEBOOK, "version": self.next()}
        params = {"notebookDocument": identifier, "change": {"cells": cells}}
        self.send(method="notebookDocument/didChange", params=params)

    def changed(self, data: st.DataObject, text: str, piece: str) -> tuple[str, dict[str, Any]]:
        """A random change in front of, behind or instead of a word, and the text after it."""
        found = [re.search(pattern, text) for pattern in WORDS]
        start, end = data.draw(st.sampled_from([match.span() for match in found if match]))
        start, end = data.draw(st.sampled_from([(start, start), (start, end), (end, end)]))
        lines = Part("", text).lines
        first, last = lines.position(start), lines.position(end)
        place = {
            "start": {"line": first[0], "character": len(text[start - first[1] : start].encode("utf-16-le")) // 2},
            "end": {"line": last[0], "character": len(text[end - last[1] : end].encode("utf-16-le")) // 2},
        }
        return text[:start] + piece + text[end:], {"range": place, "text": piece}


WORDS = ["", r"\r\n|\n", re.escape(MISTAKE), re.escape(CORRECTION), re.escape(BROKEN_TAIL)]


def test_sequences() -> None:
    run_state_machine_as_test(
        Session, settings=settings(max_examples=40, stateful_step_count=40, deadline=None, print_blob=False)
    )
