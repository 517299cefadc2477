"""``lossguard check``: read, check and perhaps fix each file, and report."""

import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from lossguard.cli import words as w
from lossguard.cli.console import Console
from lossguard.cli.formats.choose import choose
from lossguard.cli.formats.format import Totals
from lossguard.cli.given import STDIN, Given
from lossguard.cli.ticket import Ticket
from lossguard.cli.words import Words
from lossguard.findings.finding import Finding
from lossguard.libraries.mentions import mentions_library
from lossguard.locales import translations
from lossguard.settings.discover import discover
from lossguard.text.decode import SIZE_LIMIT, Decoded, Problem, decode
from lossguard.text.document import Document, Part
from lossguard.text.source import read_source

if TYPE_CHECKING:
    from lossguard.cli.assumptions import Surroundings
    from lossguard.cli.baseline import Baseline
    from lossguard.cli.cache import ResultCache
    from lossguard.cli.checks import Checked
    from lossguard.settings.problem import SettingsProblem

ISSUES = "https://github.com/lossguard/lossguard/issues"

CLEAN, FOUND, FAILED = 0, 1, 2


@dataclass(frozen=True, slots=True)
class CheckOptions:
    paths: tuple[str, ...]
    given: Given
    output_format: str = "full"
    statistics: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False
    exit_zero: bool = False
    language: str = "en"
    stdin_filename: str | None = None
    baseline: str | None = None
    write_baseline: bool = False
    jobs: int | None = None
    """Processes to use at most; None: as many as there are cores."""
    cache: bool = True


def run_check(options: CheckOptions, console: Console) -> int:
    """Check everything that the options name; returns the exit status."""
    return _Run(options, console).status()


class _Run:
    def __init__(self, options: CheckOptions, console: Console) -> None:
        self.options = options
        self.console = console
        self.words = Words(translations(options.language))
        self.totals = Totals()
        self.format = choose(options.output_format, options.statistics, console, self.words)
        self.baseline = _baseline(options.baseline) if options.baseline else None
        self.failed = False

    def status(self) -> int:
        if not self._begin():
            return FAILED
        if self.options.fix or self.options.diff:
            self._fix_all()
        else:
            self._check_all()
        self.console.show_status("")
        self._end()
        if self.failed:
            return FAILED
        found = self.totals.fixed if self.options.diff else self.totals.findings
        return FOUND if found and not self.options.exit_zero else CLEAN

    @cached_property
    def surroundings(self) -> "Surroundings":
        """Made for the first file that has to do with training."""
        from lossguard.cli.assumptions import Surroundings

        return Surroundings(self.options.given, self._trouble, self._settings_problem, self.console.complain)

    def _begin(self) -> bool:
        """Read the baseline; False if there is none that can be read."""
        if self.baseline is None or self.options.write_baseline:
            return True
        from lossguard.cli.baseline import BaselineError

        try:
            self.baseline.read()
        except BaselineError as error:
            self._complain(error.template, file=self.options.baseline, reason=error.reason)
            return False
        return True

    def _end(self) -> None:
        if self.baseline is not None and self.options.write_baseline:
            self._write_baseline(self.baseline)
        elif self.options.diff:
            from lossguard.cli.formats.summary import summary

            for line in summary(self.totals, self.words, dry=True):
                self.console.remark(line)
        elif not self._fixes_stdin:
            self.format.end(self.totals)

    def _write_baseline(self, baseline: "Baseline") -> None:
        try:
            known = baseline.write()
        except OSError as error:
            self.failed = True
            self._complain(w.CANNOT_WRITE, file=self.options.baseline, reason=error.strerror or error)
            return
        problems = self.words.count(w.PROBLEMS, known)
        self.console.write(self.words.say(w.BASELINE, problems=problems, file=self.options.baseline))

    @property
    def _fixes_stdin(self) -> bool:
        """The fixed source goes to the standard output, for editors; then nothing else may."""
        return self.options.fix and self.options.paths == (STDIN,)

    def _files(self) -> Iterator[str]:
        seen: set[str] = set()
        for name in self.options.paths:
            if name == STDIN:
                yield STDIN
            elif not Path(name).exists():
                self.failed = True
                self._complain(w.MISSING, file=name)
            else:
                before = len(seen)
                yield from map(str, discover(Path(name), seen))
                if len(seen) == before and Path(name).is_dir():
                    self._complain(w.EMPTY_FOLDER, file=name)

    def _check_all(self) -> None:
        # All are read before the first is checked: how many there are decides how.
        read = [self._read(path) for path in self._files()]
        answers = self._answers([ticket for ticket in read if isinstance(ticket, Ticket)])
        for ticket in read:
            if isinstance(ticket, str):
                self._fail(ticket)
            elif ticket is not None:
                self.console.show_status(f"checking {ticket.document.path}")
                self._answer(next(answers))
        for _ in answers:
            """Nothing is left; this lets it end."""

    def _answers(self, tickets: list[Ticket]) -> "Iterator[Checked]":
        if not tickets:
            return iter(())
        from lossguard.cli.checks import Checks

        return Checks(self.surroundings, self._cache(), self.options.jobs).run(tickets)

    def _answer(self, checked: "Checked") -> None:
        if checked.fault:
            self._fault(checked.document.path, checked.fault)
            return
        self._tell_broken(checked.document, checked.broken)
        self._report(checked.document, checked.findings)

    def _cache(self) -> "ResultCache | None":
        if not self.options.cache:
            return None
        from lossguard.cli.cache import ResultCache

        return ResultCache.of_user()

    def _fix_all(self) -> None:
        for path in self._files():
            self.console.show_status(f"checking {path}")
            ticket = self._read(path)
            if isinstance(ticket, str):
                self._fail(ticket)
            elif ticket is not None:
                self._fix_guarded(ticket, None if path == STDIN else Path(path))

    def _fix_guarded(self, ticket: Ticket, path: Path | None) -> None:
        try:
            self._fix(ticket, path)
        except (KeyboardInterrupt, BrokenPipeError):
            raise
        except Exception:  # noqa: BLE001 - one file must not end the run, whatever is wrong
            import traceback

            self._fault(ticket.document.path, traceback.format_exc().rstrip())

    def _fix(self, ticket: Ticket, path: Path | None) -> None:
        from lossguard.check import Analysis
        from lossguard.cli.fixer import Fixer
        from lossguard.cli.jobs import load_engine

        load_engine()
        document = ticket.document
        known = self.surroundings.known(document)
        analysis = Analysis(document, known.settings, known.assumptions)
        report = analysis.refresh()
        self._tell_broken(document, report.broken)
        fixer = Fixer(self.options.unsafe_fixes, self.options.diff, self.console, self.totals, self.words)
        report = fixer.fix(ticket.source, analysis, report, path)
        self.failed = self.failed or fixer.failed
        if not self.options.diff:
            self._report(document, report.findings)

    def _read(self, path: str) -> "Ticket | str | None":
        """A file to check; a text that says why not; None if there is nothing in it to check."""
        shown = (self.options.stdin_filename or STDIN) if path == STDIN else path
        try:
            data = _bytes(path)
        except OSError as error:
            return self.words.say(w.CANNOT_READ, file=shown, reason=error.strerror or error)
        decoded = decode(data)
        if isinstance(decoded, Decoded) and not mentions_library(decoded.text):
            self.totals.files += 1
            if self._fixes_stdin:
                self.console.write_source(data)
            return None
        source = read_source(shown, data)
        if isinstance(source, Problem):
            return self.words.say(w.FILE_PROBLEM, file=shown, reason=source.text(self.words.translate))
        self.totals.files += 1
        return Ticket(source, data)

    def _tell_broken(self, document: Document, broken: Mapping[Part, str]) -> None:
        for part, reason in broken.items():
            template = w.LEFT_OUT if part.cell is None else w.LEFT_OUT_CELL
            self._complain(template, file=document.path, cell=part.cell, reason=reason)

    def _fault(self, path: str, trace: str) -> None:
        self.failed = True
        self._complain(w.FAULT, file=path, url=ISSUES)
        self.console.complain(trace)

    def _report(self, document: Document, findings: tuple[Finding, ...]) -> None:
        if self.baseline is not None and self.options.write_baseline:
            self.baseline.add(document, findings)
            return
        if self.baseline is not None:
            findings = self.baseline.new(document, findings)
        for finding in findings:
            self.totals.add(finding)
        if not self._fixes_stdin:
            self.format.file(document, findings)

    def _settings_problem(self, problem: "SettingsProblem") -> None:
        """A finding in the settings file, where findings are reported; no baseline excuses it."""
        from lossguard.cli.assumptions import shown, told

        self.failed = True
        if self._fixes_stdin or self.options.diff or self.options.write_baseline:
            self.console.complain(told(problem, self.words.translate))
            return
        document, finding = problem.reported(shown(problem.path))
        self.totals.add(finding)
        self.format.file(document, (finding,))

    def _trouble(self, message: str) -> None:
        self.failed = True
        self.console.complain(message)

    def _complain(self, template: str, **arguments: object) -> None:
        self.console.complain(self.words.say(template, **arguments))

    def _fail(self, message: str) -> None:
        self.totals.failed += 1
        self.console.complain(message)


def _bytes(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read(SIZE_LIMIT + 1)
    with Path(path).open("rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _baseline(path: str) -> "Baseline":
    from lossguard.cli.baseline import Baseline

    return Baseline(Path(path))
