"""What a check found in one file, as plain data: to keep in the cache, and to send from a worker.

Places are offsets in a part. The parts of the document go by their number, those of other files by their path.
"""

from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.text.decode import Decoded, decode
from lossguard.text.document import Document, Part
from lossguard.text.edits import Edit
from lossguard.text.place import Anchor, Place

Data: TypeAlias = dict[str, Any]
"""``findings``, and by number of the part ``broken``, why it does not parse. JSON."""


class StaleError(Exception):
    """The data names a file that is not there any more."""


def to_data(document: Document, findings: Iterable[Finding], broken: Mapping[Part, str]) -> Data:
    """Also computes the edits of all fixes."""
    numbers = {part: number for number, part in enumerate(document.parts)}
    return {
        "findings": [_finding(finding, numbers) for finding in findings],
        "broken": {str(numbers[part]): reason for part, reason in broken.items()},
    }


def _finding(finding: Finding, numbers: Mapping[Part, int]) -> Data:
    cause = finding.cause
    return {
        "rule": [finding.code, finding.name, finding.severity.value, finding.url],
        "message": _message(finding.message),
        "place": _place(finding.place, numbers),
        "cause": [cause.kind, cause.role, _place(cause.place, numbers)],
        "related": [[_place(related.place, numbers), _message(related.message)] for related in finding.related],
        "fixes": [
            [
                _message(fix.title),
                fix.applicability.value,
                [[_part(edit.part, numbers), edit.start, edit.end, edit.content] for edit in fix.build()],
            ]
            for fix in finding.fixes
        ],
        "assumed": list(finding.assumed),
    }


def _message(message: Message) -> list[Any]:
    return [message.template, dict(message.arguments)]


def _place(place: Place, numbers: Mapping[Part, int]) -> list[Any]:
    return [_part(place.part, numbers), *place.span]


def _part(part: Part, numbers: Mapping[Part, int]) -> int | str:
    return numbers.get(part, part.key)


class Reader:
    """Makes findings of a document from data again."""

    def __init__(self, document: Document) -> None:
        self._document = document
        self._others: dict[str, Part] = {}

    def findings(self, data: Data) -> tuple[Finding, ...]:
        """Raises StaleError."""
        return tuple(map(self._finding, data["findings"]))

    def broken(self, data: Data) -> dict[Part, str]:
        return {self._document.parts[int(number)]: reason for number, reason in data["broken"].items()}

    def _finding(self, data: Data) -> Finding:
        code, name, severity, url = data["rule"]
        kind, role, cause = data["cause"]
        return Finding(
            code,
            name,
            Severity(severity),
            Message(*data["message"]),
            self._place(*data["place"]),
            Cause(kind, role, self._place(*cause)),
            url,
            tuple(Related(self._place(*place), Message(*message)) for place, message in data["related"]),
            tuple(self._fix(*fix) for fix in data["fixes"]),
            tuple(data["assumed"]),
        )

    def _fix(self, title: list[Any], applicability: str, edits: list[list[Any]]) -> Fix:
        made = tuple(Edit(self._part(part), start, end, content) for part, start, end, content in edits)
        return Fix(Message(*title), Applicability(applicability), partial(tuple[Edit, ...], made))

    def _place(self, part: int | str, start: int, end: int) -> Place:
        return Place(Anchor(self._part(part), start), 0, end - start)

    def _part(self, part: int | str) -> Part:
        if isinstance(part, int):
            return self._document.parts[part]
        if part not in self._others:
            self._others[part] = _read(part)
        return self._others[part]


def _read(path: str) -> Part:
    try:
        decoded = decode(Path(path).read_bytes())
    except OSError:
        raise StaleError(path) from None
    if not isinstance(decoded, Decoded):
        raise StaleError(path)
    return Part(path, decoded.text)
