"""Two rules that find words, in the place of those that find mistakes: a test says in one line what is found.

``BAD`` is an error with a safe fix, ``UGLY`` a warning with an unsafe one, ``ODD`` a hint without any;
``CHAIN3`` has a safe fix that leaves ``CHAIN2``, and so on; a fix of ``BREAKS`` leaves no valid Python;
``CRASH`` is an internal error. ``BAD`` is explained by ``CAUSE``, wherever that is. All else is as it is for users.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

import lossguard.check
from lossguard.cli.main import main
from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import registry
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.text.document import Part
from lossguard.text.edits import Edit
from lossguard.text.place import Anchor, Place
from tests.rules_for_tests import some_rules

_WORDS = {
    "first-rule": re.compile(r"BAD(?:\([^)]*\))?|BREAKS|CRASH"),
    "second-rule": re.compile(r"UGLY|ODD|CHAIN\d"),
}


def place(part: Part, start: int, end: int) -> Place:
    return Place(Anchor(part, start), 0, end - start)


def find_words(rule: Rule, context: Context) -> Iterator[Finding]:
    parts = list(dict.fromkeys(statement.place.part for block in context.blocks for statement in block))
    for part in parts:
        for match in _WORDS[rule.name].finditer(part.code):
            yield _finding(rule, context, place(part, *match.span()), parts)


def _finding(rule: Rule, context: Context, where: Place, parts: Sequence[Part]) -> Finding:
    def made(severity: Severity, template: str, fixes: tuple[Fix, ...], related: tuple[Related, ...] = ()) -> Finding:
        message = Message(template, {"word": where.source.partition("(")[0]})
        cause = Cause("no-labels", "collator", where)
        return rule.finding(context, where, message, cause, related, fixes, severity)

    match where.source[:3]:
        case "CRA":
            raise KeyError("boom")
        case "BAD":
            fixes = (_fix(where, "good", Applicability.SAFE),)
            return made(Severity.ERROR, "{word} is bad: no loss.", fixes, tuple(_causes(parts)))
        case "UGL":
            return made(Severity.WARNING, "{word} is ugly.", (_fix(where, "nice", Applicability.UNSAFE),))
        case "CHA":
            rest = int(where.source[-1]) - 1
            fixes = (_fix(where, f"CHAIN{rest}" if rest else "done", Applicability.SAFE),)
            return made(Severity.WARNING, "{word} goes on.", fixes)
        case "BRE":
            return made(Severity.ERROR, "{word} cannot be fixed.", (_fix(where, "=(", Applicability.SAFE),))
        case _:
            return made(Severity.INFO, "{word} is odd.", ())


def _causes(parts: Sequence[Part]) -> Iterator[Related]:
    for part in parts:
        for match in re.finditer("CAUSE", part.code):
            yield Related(place(part, *match.span()), Message("this is why"))


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
    """Find words instead of mistakes."""
    some_rules(monkeypatch, find_words)
    monkeypatch.setattr(lossguard.check, "all_rules", registry.all_rules)


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
