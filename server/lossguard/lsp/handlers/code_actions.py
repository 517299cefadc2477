"""``textDocument/codeAction`` and ``codeAction/resolve``."""

import traceback
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from lossguard.lsp.actions import FIX_ALL, FIX_NOTEBOOK, KINDS, Offer, Offers, workspace_edit
from lossguard.lsp.sync import span
from lossguard.text.lines import Encoding

if TYPE_CHECKING:
    from lossguard.lsp.language_server import LossguardServer

_OPTIONS = types.CodeActionOptions(code_action_kinds=list(KINDS), resolve_provider=True)


def register(server: "LossguardServer") -> None:
    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, _OPTIONS)
    def code_action(params: types.CodeActionParams) -> list[types.CodeAction]:
        offers = _offers(server, params.text_document.uri)
        if offers is None:
            return []
        asked = _asked(offers, params, server.documents.encoding)
        if server.client.resolves_edits:
            return [offer.action for offer in asked]
        return [offer.action for offer in asked if _complete(server, offers, offer)]

    @server.feature(types.CODE_ACTION_RESOLVE)
    def resolve(action: types.CodeAction) -> types.CodeAction:
        uri = action.data.get("uri") if isinstance(action.data, dict) else None
        offers = _offers(server, uri) if isinstance(uri, str) else None
        offer = offers.by_data(action.data) if offers else None
        if offers is None or offer is None or not _complete(server, offers, offer):
            raise JsonRpcException("The document has changed since this fix was offered", _CONTENT_MODIFIED)
        action.edit = offer.action.edit
        return action


_CONTENT_MODIFIED = types.LSPErrorCodes.ContentModified.value


def _offers(server: "LossguardServer", uri: str) -> Offers | None:
    document = server.documents.get(uri)
    report = server.live.report(document) if document else None
    shown = document.open_parts.get(uri) if document else None
    if document is None or report is None or shown is None:
        return None
    return Offers(document, shown.part, report, server.live.presenter)


def _asked(offers: Offers, params: types.CodeActionParams, encoding: Encoding) -> Iterator[Offer]:
    only = params.context.only
    if _wants(only, types.CodeActionKind.QuickFix.value):
        yield from offers.at(*span(offers.part.lines, params.range, encoding))
    if only is None:
        return  # fixing everything is no entry of the light bulb: it concerns more than the place
    for kind in (FIX_ALL, FIX_NOTEBOOK):
        offer = offers.all_safe(kind) if _wants(only, kind) else None
        if offer is not None:
            yield offer


def _wants(only: Sequence[types.CodeActionKind | str] | None, kind: str) -> bool:
    """Kinds form a tree: asking for ``source`` asks for ``source.fixAll.lossguard``."""
    asked = [getattr(each, "value", each) for each in only or ()]
    return only is None or any(each in ("", kind) or kind.startswith(f"{each}.") for each in asked)


def _complete(server: "LossguardServer", offers: Offers, offer: Offer) -> bool:
    """Compute the edit; False if there is nothing that can be applied."""
    try:
        edits = offer.build()
    except Exception:  # noqa: BLE001 - one fix that fails must not take the others with it; it is logged
        server.log.error(f"The fix “{offer.action.title}” failed:\n{traceback.format_exc()}")
        return False
    versioned = server.client.document_changes
    offer.action.edit = workspace_edit(edits, offers.document, offers.presenter, versioned)
    return offer.action.edit is not None
