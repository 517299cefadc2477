"""``textDocument/hover``: what a rule is about, on its findings and on the comments that silence it; and what is
known of a training, on the things that it is made of."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from lsprotocol import types

from lossguard.findings.suppressions import Suppressions
from lossguard.lsp.documents import OpenDocument
from lossguard.text.document import Part

if TYPE_CHECKING:
    from lossguard.check import Report
    from lossguard.lsp.language_server import LossguardServer

_EXPLAINED = ("What it does", "Why it is bad")
_SECTION = re.compile(r"^## (.+)\n((?:(?!^## ).*\n?)*)", re.MULTILINE)


def register(server: "LossguardServer") -> None:
    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def hover(params: types.HoverParams) -> types.Hover | None:
        uri = params.text_document.uri
        document = server.documents.get(uri)
        report = server.live.report(document) if document else None
        shown = document.open_parts.get(uri) if document else None
        if document is None or report is None or shown is None:
            return None
        part = shown.part
        at = params.position
        offset = part.lines.offset(at.line, at.character, server.documents.encoding)
        told = (
            *_of_findings(report, part, offset),
            *_of_comments(document, part, offset),
            *_of_trainings(server, document, report, part, offset),
        )
        explained = list(dict.fromkeys(told))
        if not explained:
            return None
        kind = types.MarkupKind.Markdown if server.client.markdown else types.MarkupKind.PlainText
        return types.Hover(types.MarkupContent(kind, "\n\n---\n\n".join(explained)))


def _of_findings(report: "Report", part: Part, offset: int) -> Iterator[str]:
    for finding in report.findings:
        start, end = finding.place.span
        if finding.place.part is part and start <= offset <= end:
            assumed = f"\n\nAssumed: {', '.join(finding.assumed)}" if finding.assumed else ""
            yield from (f"{text}{assumed}" for text in _of_rule(finding.name))


def _of_comments(document: OpenDocument, part: Part, offset: int) -> Iterator[str]:
    for suppression in Suppressions(document.document).all():
        if suppression.part is part and suppression.start <= offset <= suppression.end:
            for key in suppression.keys:
                yield from _of_rule(key)


def _of_trainings(
    server: "LossguardServer", document: OpenDocument, report: "Report", part: Part, offset: int
) -> Iterator[str]:
    from lossguard.lsp.facts import Facts

    # While a text does not parse, the facts are those of an older one, whose places are gone.
    if document.analysis is not None and not report.broken:
        facts = Facts(server.live.presenter.text, server.client.markdown, document.document.parts)
        yield from facts.at(document.analysis.context(), part, offset)


def _of_rule(key: str) -> Iterator[str]:
    """The beginning of the rule's page: the rest has its address."""
    from lossguard.rules.page import page
    from lossguard.rules.registry import find_rule

    rule = find_rule(key)
    if rule is not None:
        sections = {match.group(1): match.group(2).strip() for match in _SECTION.finditer(page(rule))}
        text = "\n\n".join(sections[title] for title in _EXPLAINED if title in sections)
        yield f"**{rule.name}** ({rule.code})\n\n{text}\n\n[{rule.url}]({rule.url})"
