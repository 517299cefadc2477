"""An editor for tests: it keeps its own texts, tells the server of its edits and applies what comes back."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from lsprotocol import types
from pygls.protocol import default_converter
from pytest_lsp import LanguageClient
from pytest_lsp.client import DEFAULT_CLIENT_FEATURES, client_capabilities, register_lsp_features

SERVER = [sys.executable, "-I", "-B", "-m", "lossguard.lsp.server", "--stdio"]

EDITORS = ("visual_studio_code", "neovim", "emacs")


class Client(LanguageClient):
    """Keeps everything that the server says of its own accord."""

    def __init__(self) -> None:
        super().__init__(converter_factory=default_converter)
        self.published: list[types.PublishDiagnosticsParams] = []
        self.encoding = "utf-16"
        self.statuses: list[Any] = []
        self.registrations: list[types.Registration] = []
        register_lsp_features(
            self,
            {
                **DEFAULT_CLIENT_FEATURES,
                types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS: _published,
                types.CLIENT_REGISTER_CAPABILITY: _registered,
                "lossguard/status": _status,
            },
        )


def _published(client: Client, params: types.PublishDiagnosticsParams) -> None:
    client.published.append(params)
    client.diagnostics[params.uri] = params.diagnostics


def _registered(client: Client, params: types.RegistrationParams) -> None:
    client.registrations += params.registrations


def _status(client: Client, params: Any) -> None:
    client.statuses.append(params)


def capabilities_of(editor: str) -> types.ClientCapabilities:
    """What an editor can do. The recorded VS Code is older than notebooks in the protocol."""
    capabilities = client_capabilities(editor)
    if editor == "visual_studio_code":
        capabilities.notebook_document = types.NotebookDocumentClientCapabilities(
            types.NotebookDocumentSyncClientCapabilities(execution_summary_support=True)
        )
    return capabilities


_numbers = count(1)


@dataclass
class Editor:
    client: Client
    texts: dict[str, str] = field(default_factory=dict[str, str])
    versions: dict[str, int] = field(default_factory=dict[str, int])

    def open(self, text: str, language: str = "python", uri: str | None = None) -> str:
        uri = uri or f"file:///work/train{next(_numbers)}.py"
        self.know(uri, text)
        item = types.TextDocumentItem(uri, language, 1, text)
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return uri

    def replace(self, uri: str, old: str, new: str) -> None:
        """Replace the first occurrence of a piece of text by typing over it."""
        start = self.texts[uri].index(old)
        self.change(uri, self.range(uri, start, start + len(old)), new)

    def change(self, uri: str, place: types.Range, new: str) -> None:
        identifier = self.edit_text(uri, place, new)
        change = types.TextDocumentContentChangePartial(range=place, text=new)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    def close(self, uri: str) -> None:
        self.client.text_document_did_close(types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(uri)))

    async def diagnostics(self, uri: str) -> list[types.Diagnostic]:
        """What is shown for a document once the server has handled everything sent before."""
        await self.settle(uri)
        return list(self.client.diagnostics.get(uri, []))

    async def settle(self, uri: str) -> None:
        """Requests are answered in order, and one about a document brings it up to date."""
        await self.actions(uri, types.Range(types.Position(0, 0), types.Position(0, 0)))

    async def actions(self, uri: str, place: types.Range, only: Sequence[str] | None = None) -> list[types.CodeAction]:
        context = types.CodeActionContext(diagnostics=[], only=only)
        answer = await self.client.text_document_code_action_async(
            types.CodeActionParams(types.TextDocumentIdentifier(uri), place, context)
        )
        actions = [action for action in answer or () if isinstance(action, types.CodeAction)]
        assert len(actions) == len(answer or ())
        return actions

    async def apply(self, action: types.CodeAction) -> None:
        """As an editor does it: resolve if there is no edit yet, then edit and tell the server."""
        if action.edit is None:
            action = await self.client.code_action_resolve_async(action)
        assert action.edit is not None
        for change in action.edit.document_changes or ():
            assert isinstance(change, types.TextDocumentEdit)
            assert change.text_document.version == self.versions[change.text_document.uri]
            self.apply_edits(change.text_document.uri, change.edits)
        for uri, edits in (action.edit.changes or {}).items():
            self.apply_edits(uri, edits)

    def apply_edits(self, uri: str, edits: Sequence[Any]) -> None:
        for edit in sorted(edits, key=lambda edit: (edit.range.start.line, edit.range.start.character), reverse=True):
            self.change(uri, edit.range, edit.new_text)

    def range(self, uri: str, start: int, end: int) -> types.Range:
        return types.Range(self._position(uri, start), self._position(uri, end))

    def at(self, uri: str, place: types.Range) -> str:
        """The text at a range."""
        return self.texts[uri][self.offset(uri, place.start) : self.offset(uri, place.end)]

    def offset(self, uri: str, position: types.Position) -> int:
        starts = line_starts(self.texts[uri])
        start = starts[position.line]
        return next(
            offset
            for offset in range(start, len(self.texts[uri]) + 1)
            if self.width(self.texts[uri][start:offset]) == position.character
        )

    def width(self, text: str) -> int:
        codec, unit = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("utf-32-le", 4)}[
            self.client.encoding
        ]
        return len(text.encode(codec)) // unit

    def _position(self, uri: str, offset: int) -> types.Position:
        text = self.texts[uri]
        row = max(row for row, start in enumerate(line_starts(text)) if start <= offset)
        return types.Position(row, self.width(text[line_starts(text)[row] : offset]))

    def know(self, uri: str, text: str) -> None:
        self.texts[uri] = text
        self.versions[uri] = 1

    def edit_text(self, uri: str, place: types.Range, new: str) -> types.VersionedTextDocumentIdentifier:
        start, end = self.offset(uri, place.start), self.offset(uri, place.end)
        self.texts[uri] = self.texts[uri][:start] + new + self.texts[uri][end:]
        self.versions[uri] += 1
        return types.VersionedTextDocumentIdentifier(version=self.versions[uri], uri=uri)


def line_starts(text: str) -> list[int]:
    return [0, *(match.end() for match in re.finditer(r"\r\n|\n|\r", text))]
