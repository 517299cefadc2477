"""A stand-in for the analysis: words in the text are findings, so that tests say in one line what is found.

``BAD`` is an error with a safe fix, ``UGLY`` a warning with an unsafe one, ``ODD`` a hint without any;
``CHAIN3`` has a safe fix that leaves ``CHAIN2``, and so on; a fix of ``BREAKS`` leaves no valid Python;
``CRASH`` is an internal error. ``BAD`` is explained by ``CAUSE``, wherever that is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import lossguard.check
from lossguard.check import Assumptions, Report
from lossguard.cli.main import main
from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.settings.settings import Settings
from lossguard.text.document import Document, Part
from lossguard.text.edits import Edit
from lossguard.text.place import Anchor, Place
from tests.rules_for_tests import some_rules

_WORD = re.compile(r"BAD(?:\([^)]*\))?|UGLY|ODD|CHAIN\d|BREAKS|CRASH")


def place(part: Part, start: int, end: int) -> Place:
    return Place(Anchor(part, start), 0, end - start)


class WordAnalysis:
    def __init__(
        self, document: Document, settings: Settings | None = None, assumptions: Assumptions | None = None
    ) -> None:
        self.document = document
        self.settings = settings or Settings()
        self.assumptions = assumptions or Assumptions()
        self.looked_for: dict[Path, None] = {}

    def refresh(self) -> Report:
        broken = {
            part: "line 1 is not valid Python"
            for part in self.document.parts
            if part.code.count("(") != part.code.count(")")
        }
        return Report(tuple(self._findings()), broken)

    def _findings(self) -> Iterator[Finding]:
        for part in self.document.parts:
            for match in _WORD.finditer(part.code):
                finding = self._finding(part, match)
                if self.settings.selects(finding.code, finding.name):
                    yield finding

    def _finding(self, part: Part, match: "re.Match[str]") -> Finding:
        word = match.group()[:3]
        where = place(part, *match.span())
        if word == "CRA":
            raise KeyError("boom")
        if word == "BAD":
            fix = _fix(where, "good", Applicability.SAFE)
            return self._made(where, Severity.ERROR, "first-rule", "{word} is bad: no loss.", (fix,), self._related())
        if word == "UGL":
            fix = _fix(where, "nice", Applicability.UNSAFE)
            return self._made(where, Severity.WARNING, "second-rule", "{word} is ugly.", (fix,))
        if word == "CHA":
            rest = int(match.group()[-1]) - 1
            fix = _fix(where, f"CHAIN{rest}" if rest else "done", Applicability.SAFE)
            return self._made(where, Severity.WARNING, "second-rule", "{word} goes on.", (fix,))
        if word == "BRE":
            fix = _fix(where, "=(", Applicability.SAFE)
            return self._made(where, Severity.ERROR, "first-rule", "{word} cannot be fixed.", (fix,))
        return self._made(where, Severity.INFO, "second-rule", "{word} is odd.", ())

    def _made(
        self,
        where: Place,
        severity: Severity,
        name: str,
        template: str,
        fixes: tuple[Fix, ...],
        related: tuple[Related, ...] = (),
    ) -> Finding:
        code = {"first-rule": "COL001", "second-rule": "LBL002"}[name]
        message = Message(template, {"word": where.source.partition("(")[0]})
        cause = Cause("no-labels", "collator", where)
        versions = tuple(f"{name} {found.version} ({found.source})" for name, found in self._versions())
        return Finding(
            code, name, severity, message, where, cause, f"https://example.org/{name}", related, fixes, versions
        )

    def _versions(self) -> Iterator[tuple[str, "lossguard.check.Versions"]]:
        yield from self.assumptions.given.over(self.assumptions.installed).resolved.items()

    def _related(self) -> tuple[Related, ...]:
        found = ((part, match) for part in self.document.parts for match in re.finditer("CAUSE", part.code))
        return tuple(Related(place(part, *match.span()), Message("this is why")) for part, match in found)


def _fix(where: Place, content: str, applicability: Applicability) -> Fix:
    start, end = where.span
    edits = (Edit(where.part, start, end, content),)
    return Fix(Message("Write {what}", {"what": content}), applicability, lambda: edits)


@dataclass(frozen=True, slots=True)
class Result:
    status: int
    out: str
    err: str


Run = Callable[..., Result]


@pytest.fixture
def words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Check words instead of training scripts, with two rules that do not change."""
    some_rules(monkeypatch)
    monkeypatch.setattr(lossguard.check, "Analysis", WordAnalysis)


@pytest.fixture
def run(
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> Run:
    """Run the command in an empty folder of its own, away from any environment; writes ``files`` before."""
    monkeypatch.chdir(tmp_path)
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    (tmp_path / ".git").mkdir(exist_ok=True)

    def run(*arguments: str, files: dict[str, str | bytes] | None = None) -> Result:
        for name, content in (files or {}).items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        capfd.readouterr()
        status = _status(arguments)
        captured = capfd.readouterr()
        return Result(status, captured.out, captured.err)

    return run


def _status(arguments: Sequence[str]) -> int:
    try:
        return main(arguments)
    except SystemExit as exit_:
        return int(exit_.code or 0)
