"""Findings of the source and those of a dry run put together: one cause, one finding."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from lossguard.findings.finding import Finding, Message, Related, Severity

CONFIRMED = "confirmed by a dry run: {finding}"
TEMPLATES = (CONFIRMED,)

_WEIGHT = {Severity.ERROR: 2, Severity.WARNING: 1, Severity.INFO: 0}


def confirmed(read: Sequence[Finding], ran: Iterable[Finding]) -> tuple[Finding, ...]:
    """What was read in the source, confirmed where a run has found the same cause, then what only the run found.

    A confirmed finding keeps its place and its fixes; the numbers of the run become a related place.
    """
    findings = list(read)
    alone: list[Finding] = []
    for one in ran:
        known = next((index for index, other in enumerate(findings) if one.cause.key == other.cause.key), None)
        if known is None:
            alone.append(one)
        else:
            findings[known] = _joined(findings[known], one)
    return (*findings, *alone)


def _joined(read: Finding, ran: Finding) -> Finding:
    is_first = read.message.template != CONFIRMED
    return replace(
        read,
        message=Message(CONFIRMED, {"finding": read.message}) if is_first else read.message,
        severity=max(read.severity, ran.severity, key=_WEIGHT.__getitem__),
        related=(*read.related, Related(ran.place, ran.message)),
    )
