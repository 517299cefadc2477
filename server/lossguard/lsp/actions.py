"""Fixes as code actions: listed from what was published, their edits computed when one is chosen."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from lsprotocol import types

from lossguard.findings.finding import Applicability, Finding, Fix, Message
from lossguard.findings.ignore import ignore_edit
from lossguard.lsp import words
from lossguard.lsp.documents import OpenDocument
from lossguard.lsp.present import Presenter, key_of
from lossguard.text.document import Part
from lossguard.text.edits import Edit, clash

if TYPE_CHECKING:
    from lossguard.check import Report

FIX_ALL = f"{types.CodeActionKind.SourceFixAll.value}.lossguard"
FIX_NOTEBOOK = f"notebook.{FIX_ALL}"
"""VS Code asks for this kind once per notebook, and for ``source.fixAll`` once per cell."""
KINDS = (types.CodeActionKind.QuickFix.value, FIX_ALL, FIX_NOTEBOOK)


@dataclass(frozen=True, slots=True)
class Offer:
    """A code action whose edits have not been computed."""

    action: types.CodeAction
    build: Callable[[], Sequence[Edit]]


@dataclass(frozen=True, slots=True)
class Offers:
    """What can be done about the findings of one document."""

    document: OpenDocument
    part: Part
    """The part for which the client asks."""
    report: "Report"
    presenter: Presenter

    def at(self, start: int, end: int) -> Iterator[Offer]:
        """Quick fixes for what touches a range; none while the part does not parse."""
        if self.part in self.report.broken:
            return
        for finding in self.report.findings:
            first, last = finding.place.span
            if finding.place.part is self.part and first <= end and start <= last:
                yield from self._quick_fixes(finding)

    def all_safe(self, kind: str) -> Offer | None:
        """All safe fixes: of the notebook, or those that stay inside the part."""
        part = None if kind == FIX_NOTEBOOK else self.part
        if not any(_safe_fix(finding) for finding in self.report.findings if part in (None, finding.place.part)):
            return None
        title = self.presenter.text(Message(words.FIX_ALL))
        action = types.CodeAction(title=title, kind=kind, data=self._data(kind))
        return Offer(action, lambda: list(all_safe_edits(self.report, part)))

    def by_data(self, data: Any) -> Offer | None:
        """The offer that was made with this data, if it still stands."""
        if not isinstance(data, dict) or data.get("revision") != self.document.revision:
            return None
        kind = data.get("kind")
        if kind in (FIX_ALL, FIX_NOTEBOOK):
            return self.all_safe(kind)
        offers = self.at(0, len(self.part.text))
        return next((offer for offer in offers if offer.action.data == data), None)

    def _quick_fixes(self, finding: Finding) -> Iterator[Offer]:
        fixes = [fix for fix in finding.fixes if fix.applicability is not Applicability.DISPLAY_ONLY]
        preferred = _safe_fix(finding)
        if preferred is None and len(fixes) == 1:
            preferred = fixes[0]
        for number, fix in enumerate(fixes):
            action = types.CodeAction(
                title=self._title(fix),
                kind=types.CodeActionKind.QuickFix,
                diagnostics=[self.presenter.diagnostic(finding)],
                is_preferred=True if fix is preferred else None,
                data=self._data("fix", key=key_of(finding), fix=number),
            )
            yield Offer(action, fix.build)
        yield self._ignore(finding)

    def _ignore(self, finding: Finding) -> Offer:
        action = types.CodeAction(
            title=self.presenter.text(Message(words.IGNORE, {"name": finding.name})),
            kind=types.CodeActionKind.QuickFix,
            diagnostics=[self.presenter.diagnostic(finding)],
            data=self._data("ignore", key=key_of(finding)),
        )
        return Offer(action, lambda: [edit] if (edit := ignore_edit(finding)) else [])

    def _title(self, fix: Fix) -> str:
        title = self.presenter.text(fix.title)
        if fix.applicability is Applicability.UNSAFE:
            return self.presenter.text(Message(words.CHANGES_TRAINING, {"fix": title}))
        return title

    def _data(self, kind: str, **more: Any) -> dict[str, Any]:
        return {"uri": self.part.key, "revision": self.document.revision, "kind": kind, **more}


def all_safe_edits(report: "Report", part: Part | None) -> Iterator[Edit]:
    """Edits of the first safe fix of each finding, leaving out what clashes with an earlier one."""
    taken: list[Edit] = []
    for finding in report.findings:
        fix = _safe_fix(finding)
        edits = fix.build() if fix else ()
        parts = {edit.part for edit in edits}
        if parts & set(report.broken) or (part is not None and parts != {part}):
            continue
        if not any(clash(edit, other) for edit in edits for other in taken):
            taken += edits
    yield from dict.fromkeys(taken)


def _safe_fix(finding: Finding) -> Fix | None:
    return next((fix for fix in finding.fixes if fix.applicability is Applicability.SAFE), None)


def workspace_edit(
    edits: Iterable[Edit], document: OpenDocument, presenter: Presenter, versioned: bool
) -> types.WorkspaceEdit | None:
    """The edits in the terms of the client; None if one lies in a part that is not open any more."""
    by_uri: dict[str, list[types.TextEdit]] = {}
    for edit in sorted(edits, key=lambda edit: (edit.part.key, edit.start, edit.end)):
        open_part = document.open_parts.get(edit.part.key)
        if open_part is None or open_part.part is not edit.part:
            return None
        by_uri.setdefault(edit.part.key, []).append(presenter.edit(edit))
    if not by_uri:
        return None
    if not versioned:
        return types.WorkspaceEdit(changes=by_uri)
    return types.WorkspaceEdit(
        document_changes=[
            types.TextDocumentEdit(
                text_document=types.OptionalVersionedTextDocumentIdentifier(
                    uri=uri, version=document.open_parts[uri].version
                ),
                edits=text_edits,
            )
            for uri, text_edits in by_uri.items()
        ]
    )
