"""``--baseline FILE``: problems that are known already, so that only new ones are reported.

The file is JSON: for each script or notebook, by its path from the file's own folder, a list of objects. Of these
``fingerprint`` counts (see the module), as often as it is there; ``rule`` and ``line`` are for people.
"""

import json
import os
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lossguard.cli.fingerprint import fingerprint
from lossguard.cli.words import NO_BASELINE, UNREADABLE_BASELINE
from lossguard.findings.finding import Finding
from lossguard.text.document import Document


class BaselineError(Exception):
    """The file cannot be read; ``template`` says so of ``{file}``, with ``{reason}``."""

    def __init__(self, template: str, reason: str = "") -> None:
        super().__init__(template)
        self.template = template
        self.reason = reason


class Baseline:
    def __init__(self, path: Path) -> None:
        self._folder = Path(os.path.abspath(path.parent))  # noqa: PTH100 - keeps links
        self._path = path
        self._known: dict[str, Counter[str]] = {}
        self._present: dict[str, list[dict[str, Any]]] = {}

    def read(self) -> None:
        """Raises BaselineError."""
        try:
            files = json.loads(self._path.read_text(encoding="utf-8"))["files"]
            self._known = {name: Counter(entry["fingerprint"] for entry in files[name]) for name in files}
        except OSError as error:
            raise BaselineError(UNREADABLE_BASELINE, str(error.strerror or error)) from None
        except (ValueError, LookupError, TypeError, AttributeError):
            raise BaselineError(NO_BASELINE) from None

    def new(self, document: Document, findings: Iterable[Finding]) -> tuple[Finding, ...]:
        """The findings of a document that are not known; each known one excuses one."""
        known = self._known.get(self._name(document), Counter())
        left = Counter(known)
        found: list[Finding] = []
        for finding in findings:
            key = fingerprint(finding)
            if left[key]:
                left[key] -= 1
            else:
                found.append(finding)
        return tuple(found)

    def add(self, document: Document, findings: Iterable[Finding]) -> None:
        """Note the findings of a document, for ``write``."""
        entries = [
            {
                "rule": finding.name,
                "line": finding.cause.place.part.lines.position(finding.cause.place.span[0])[0] + 1,
                "fingerprint": fingerprint(finding),
            }
            for finding in findings
        ]
        if entries:
            self._present[self._name(document)] = entries

    def write(self) -> int:
        """Write what was noted, and return how much that is. Raises OSError."""
        content = {"version": 1, "files": dict(sorted(self._present.items()))}
        self._path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
        return sum(map(len, self._present.values()))

    def _name(self, document: Document) -> str:
        return Path(os.path.relpath(document.path, self._folder)).as_posix()
