"""What a finding is known by from one run to the next, wherever its line has moved to."""

from hashlib import sha256

from lossguard.findings.finding import Finding


def fingerprint(finding: Finding) -> str:
    """16 hexadecimal digits of its cause: what is wrong, in which role, in a line of which text."""
    place = finding.cause.place
    row = place.part.lines.position(place.span[0])[0]
    line = " ".join(place.part.lines.line(row).split())
    return sha256(f"{finding.cause.kind}\n{finding.cause.role}\n{line}".encode(errors="replace")).hexdigest()[:16]
