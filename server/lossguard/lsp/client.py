"""What the client can do, resolved once from its capabilities."""

from dataclasses import dataclass

from lsprotocol import types
from pygls.capabilities import ServerCapabilitiesBuilder

from lossguard.locales import LANGUAGES
from lossguard.text.lines import Encoding


@dataclass(frozen=True, slots=True)
class Client:
    related_information: bool = False
    resolves_edits: bool = False
    """Whether a code action may come without its edit, to be computed when it is chosen."""
    document_changes: bool = False
    """Whether an edit may name the version of the document it is for."""
    progress: bool = False
    pulls_configuration: bool = False
    markdown: bool = False
    """Whether a hover may be Markdown."""
    watches_files: bool = False
    """Whether watching files can be asked for."""

    @classmethod
    def of(cls, capabilities: types.ClientCapabilities) -> "Client":
        text = capabilities.text_document or types.TextDocumentClientCapabilities()
        workspace = capabilities.workspace or types.WorkspaceClientCapabilities()
        actions = text.code_action or types.CodeActionClientCapabilities()
        resolved = actions.resolve_support.properties if actions.resolve_support else ()
        hover = text.hover
        diagnostics = text.publish_diagnostics
        edits = workspace.workspace_edit
        watched = workspace.did_change_watched_files
        return cls(
            related_information=bool(diagnostics and diagnostics.related_information),
            resolves_edits="edit" in resolved and bool(actions.data_support),
            document_changes=bool(edits and edits.document_changes),
            progress=bool(capabilities.window and capabilities.window.work_done_progress),
            pulls_configuration=bool(workspace.configuration),
            markdown=bool(hover and types.MarkupKind.Markdown in (hover.content_format or ())),
            watches_files=bool(watched and watched.dynamic_registration),
        )


def language_of(locale: str | None) -> str:
    """The language for a locale such as ``zh-cn``, ``zh-Hans`` or ``zh_CN.UTF-8``; English if there is no other."""
    name = (locale or "").partition(".")[0].replace("_", "-").lower()
    if name in ("zh", "zh-hans", "zh-sg"):
        name = "zh-cn"
    return name if name in LANGUAGES else "en"


def negotiated_encoding(capabilities: types.ClientCapabilities) -> Encoding:
    """The encoding that pygls announces: the first one of the client's list that it knows."""
    kind = ServerCapabilitiesBuilder.choose_position_encoding(capabilities)
    return Encoding(types.PositionEncodingKind(kind).value)
