"""Comments that silence findings: ``# lossguard: ignore[name, CODE] reason``.

An ``ignore`` counts for a finding if it stands

- at the end of the finding's first line, or of the first or last line of the statement it is in (a statement
  whose first line ends inside a long string has no other place), or
- on a line of its own in the comments directly above the finding's first line, above the statement, or above
  the statement's decorators.

``# lossguard: file-ignore[name]`` counts for the whole file, in a notebook for all cells. Names and codes
have to be named: an ``ignore`` without brackets silences nothing. Text in strings is no comment.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lossguard.findings.finding import Finding
from lossguard.text.document import Document, Part

if TYPE_CHECKING:
    from lossguard.findings.comments import CommentMap, Suppression

MARK = "lossguard:"


class Suppressions:
    """The suppressions of a document, and which of them were of use."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._maps: dict[Part, CommentMap | None] = {}
        self.used: set[Suppression] = set()
        """Filled by ``keep``."""
        self._used_keys: set[tuple[Suppression, str]] = set()

    def all(self) -> "tuple[Suppression, ...]":
        """In document order."""
        maps = (self._map(part) for part in self._document.parts)
        return tuple(suppression for found in maps if found for suppression in found.suppressions)

    def keep(self, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings that no comment silences."""
        whole_file = [suppression for suppression in self.all() if suppression.whole_file]
        kept: list[Finding] = []
        for finding in findings:
            near = [*whole_file, *self._near(finding)]
            hits = {(suppression, key) for suppression in near for key in suppression.keys_of(finding)}
            self._used_keys |= hits
            self.used |= {suppression for suppression, _ in hits}
            if not hits:
                kept.append(finding)
        return tuple(kept)

    def is_used(self, suppression: "Suppression", key: str) -> bool:
        """Whether a name in a comment has silenced something that ``keep`` was given."""
        return (suppression, key) in self._used_keys

    def _near(self, finding: Finding) -> "Iterable[Suppression]":
        comments = self._map(finding.place.part)
        return comments.around(finding.place.span[0]) if comments else ()

    def _map(self, part: Part) -> "CommentMap | None":
        if part not in self._maps:
            self._maps[part] = _comments(part) if MARK in part.text else None
        return self._maps[part]


def unsuppressed(document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """The findings of a document that no comment silences; costs nothing where there is no such comment."""
    if not any(MARK in part.text for part in document.parts):
        return tuple(findings)
    return Suppressions(document).keep(findings)


def _comments(part: Part) -> "CommentMap":
    from lossguard.findings.comments import CommentMap  # most runs meet no suppression

    return CommentMap(part)
