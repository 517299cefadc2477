"""``--fix`` and ``--diff``: apply fixes until nothing more applies, and write what came of it."""

import os
import tempfile
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lossguard.check import Analysis, Report
from lossguard.findings.finding import Applicability, Finding
from lossguard.syntax.parse import parses
from lossguard.text.document import Part
from lossguard.text.edits import Edit, clash, edit_parts

MAX_ROUNDS = 10
"""A fix may open the way for another; more rounds than this means that two fixes undo each other."""


@dataclass(slots=True)
class Fixed:
    report: Report
    """What is left."""
    count: int = 0
    spoilt: tuple[str, ...] = ()
    """Names of rules of which a fix did not leave valid Python, and was taken back."""


def fix_document(analysis: Analysis, report: Report, allowed: Collection[Applicability]) -> Fixed:
    """Edit the document's parts by the first allowed fix of each finding, over and over."""
    fixed = Fixed(report)
    barred: set[str] = set()
    for _ in range(MAX_ROUNDS):
        findings = [finding for finding in fixed.report.findings if finding.name not in barred]
        batch = list(_compatible(analysis.document.parts, findings, allowed, tuple(fixed.report.broken)))
        if not batch:
            break
        after = _attempt(analysis, [edits for _, edits in batch])
        if after is None:  # one of them breaks the code: find out which, one at a time
            batch = batch[:1]
            after = _attempt(analysis, [batch[0][1]])
        if after is None:
            barred.add(batch[0][0].name)
            continue
        fixed.report = after
        fixed.count += len(batch)
    fixed.spoilt = tuple(sorted(barred))
    return fixed


def _compatible(
    parts: list[Part], findings: Iterable[Finding], allowed: Collection[Applicability], broken: tuple[Part, ...]
) -> Iterator[tuple[Finding, tuple[Edit, ...]]]:
    """Findings with the edits of their fixes, leaving out what would clash with an earlier one."""
    taken: list[Edit] = []
    for finding in findings:
        fix = next((fix for fix in finding.fixes if fix.applicability in allowed), None)
        edits = fix.build() if fix else ()
        inside = all(edit.part in parts and edit.part not in broken for edit in edits)
        if edits and inside and not any(clash(edit, other) for edit in edits for other in taken):
            taken += edits
            yield finding, edits


def _attempt(analysis: Analysis, batch: list[tuple[Edit, ...]]) -> Report | None:
    """The report after the edits; None, with the texts as they were, if they do not leave valid Python."""
    texts = {edit.part: edit.part.text for edits in batch for edit in edits}
    edit_parts(dict.fromkeys(edit for edits in batch for edit in edits))
    if all(parses(part.code) for part in texts):
        return analysis.refresh()
    for part, text in texts.items():
        part.text = text
    return None


def write_atomically(path: Path, data: bytes) -> None:
    """Replace a file's content at once or not at all, keeping its permissions; follows symbolic links."""
    target = Path(os.path.realpath(path))
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
        temporary.chmod(target.stat().st_mode & 0o7777)
        temporary.replace(target)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
