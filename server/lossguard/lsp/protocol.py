"""pygls' protocol, except where this server keeps the state itself or answers more strictly."""

import json
from typing import Any

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.protocol import LanguageServerProtocol

_OWN = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
    types.WORKSPACE_EXECUTE_COMMAND,
)
_PARSE_ERROR, _INVALID_REQUEST, _METHOD_NOT_FOUND, _NOT_INITIALIZED = -32700, -32600, -32601, -32002


class Protocol(LanguageServerProtocol):
    """Gives every request exactly one answer, also the malformed, the early and the late one."""

    def _register_builtin_features(self) -> None:
        super()._register_builtin_features()  # type: ignore[no-untyped-call]
        # The documents are kept by lossguard.lsp.documents: no second copy, and not pygls' line splitting.
        for method in _OWN:
            del self.fm.builtin_features[method]

    @property
    def was_shut_down(self) -> bool:
        """Whether the client asked for the end, so that ``exit`` is a success."""
        return self._shutdown

    def receive(self, body: bytes) -> bool:
        """Handle one message from the client, whatever it contains; False once it was ``exit``."""
        try:
            data = json.loads(body)
        except (ValueError, RecursionError) as error:
            self._refuse(None, _PARSE_ERROR, f"Not JSON: {error}")
            return True
        if not isinstance(data, dict) or data.get("jsonrpc") != self.VERSION:
            self._refuse(None, _INVALID_REQUEST, "Not a JSON-RPC 2.0 message")
        elif data.get("method") == types.EXIT:
            return False
        elif self._may_handle(data):
            self._handle(data)
        return True

    def diagnostic(self, data: Any) -> types.Diagnostic:
        """A diagnostic from its JSON."""
        diagnostic: types.Diagnostic = self._converter.structure(data, types.Diagnostic)
        return diagnostic

    def warm_up(self) -> None:
        """Have the code generated that converts diagnostics: it takes longer than all of the first check."""
        nowhere = types.Range(types.Position(0, 0), types.Position(0, 0))
        related = types.DiagnosticRelatedInformation(types.Location("", nowhere), "")
        diagnostic = types.Diagnostic(nowhere, "", related_information=[related], data={})
        params = types.PublishDiagnosticsParams("", [diagnostic], 0)
        self._serialize_message(types.PublishDiagnosticsNotification(params))

    def _may_handle(self, data: dict[str, Any]) -> bool:
        """Requests that cannot be answered are refused, such notifications are dropped."""
        method = data.get("method")
        if "method" not in data:
            return True
        if method == types.CANCEL_REQUEST:
            # Clients cancel what has been answered already, and pygls warns of each.
            params = data.get("params")
            return isinstance(params, dict) and params.get("id") in self._request_futures
        if self._shutdown:
            code, reason = _INVALID_REQUEST, "The server was shut down"
        elif self._workspace is None and method != types.INITIALIZE:
            code, reason = _NOT_INITIALIZED, "The server is not initialized"
        elif self._workspace is not None and method == types.INITIALIZE:
            code, reason = _INVALID_REQUEST, "The server is initialized already"
        elif not isinstance(method, str) or not (method in self.fm.features or method in self.fm.builtin_features):
            code, reason = _METHOD_NOT_FOUND, f"There is no method {method!r}"
        else:
            return True
        if "id" in data:
            self._refuse(data["id"], code, reason)
        return False

    def _handle(self, data: dict[str, Any]) -> None:
        # The identity is read first: structuring a message takes it apart.
        identity, is_request = data.get("id"), "method" in data and "id" in data
        try:
            message = self.structure_message(data)
        except JsonRpcException as error:
            if is_request:
                self._refuse(identity, error.code, "Invalid parameters")
            self._server.report_server_error(error, type(error))
            return
        try:
            self.handle_message(message)
        except Exception as error:  # noqa: BLE001 - reported; one message must not end the server
            self._server.report_server_error(error, JsonRpcException)

    def _refuse(self, identity: Any, code: int, reason: str) -> None:
        error = {"code": code, "message": reason}
        self._send_data({"jsonrpc": self.VERSION, "id": identity, "error": error})
