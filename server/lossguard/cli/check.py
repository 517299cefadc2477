"""``lossguard check``: read, check and perhaps fix each file, and report."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lossguard.cli.assumptions import Given, Surroundings
from lossguard.cli.console import Console
from lossguard.cli.formats.choose import choose
from lossguard.cli.formats.format import Totals
from lossguard.cli.words import Words
from lossguard.findings.finding import Finding
from lossguard.libraries.mentions import mentions_library
from lossguard.locales import translations
from lossguard.settings.discover import discover
from lossguard.text.decode import SIZE_LIMIT, Problem
from lossguard.text.document import Document
from lossguard.text.source import Source, read_source

if TYPE_CHECKING:
    from lossguard.cli.baseline import Baseline

STDIN = "-"
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


def run_check(options: CheckOptions, console: Console) -> int:
    """Check everything that the options name; returns the exit status."""
    return _Run(options, console).status()


class _Run:
    def __init__(self, options: CheckOptions, console: Console) -> None:
        self.options = options
        self.console = console
        self.words = Words(translations(options.language))
        self.surroundings = Surroundings(options.given, console.complain)
        self.totals = Totals()
        self.format = choose(options.output_format, options.statistics, console, self.words)
        self.baseline = _baseline(options.baseline) if options.baseline else None
        self.failed = False

    def status(self) -> int:
        if not self._begin():
            return FAILED
        for path in self._files():
            self.console.show_status(f"checking {path}")
            self._guarded(path)
        self.console.show_status("")
        self._end()
        if self.failed or self.surroundings.troubled:
            return FAILED
        found = self.totals.fixed if self.options.diff else self.totals.findings
        return FOUND if found and not self.options.exit_zero else CLEAN

    def _begin(self) -> bool:
        """Read the baseline; False if there is none that can be read."""
        if self.baseline is None or self.options.write_baseline:
            return True
        from lossguard.cli.baseline import BaselineError

        try:
            self.baseline.read()
        except BaselineError as error:
            self.console.complain(f"{self.options.baseline} {error}")
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
        from lossguard.cli.words import BASELINE, PROBLEMS

        try:
            known = baseline.write()
        except OSError as error:
            self.failed = True
            self.console.complain(f"{self.options.baseline} cannot be written: {error.strerror or error}")
            return
        problems = self.words.count(PROBLEMS, known)
        self.console.write(self.words.say(BASELINE, problems=problems, file=self.options.baseline))

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
                self.console.complain(f"{name} does not exist")
            else:
                before = len(seen)
                yield from map(str, discover(Path(name), seen))
                if len(seen) == before and Path(name).is_dir():
                    self.console.complain(f"{name} holds no Python file or notebook that is not ignored")

    def _guarded(self, path: str) -> None:
        try:
            self._file(path)
        except (KeyboardInterrupt, BrokenPipeError):
            raise
        except Exception:  # noqa: BLE001 - one file must not end the run, whatever is wrong
            import traceback

            self.failed = True
            self.console.complain(f"internal error while checking {path}. Please report it: {ISSUES}")
            self.console.complain(traceback.format_exc().rstrip())

    def _file(self, path: str) -> None:
        shown = (self.options.stdin_filename or STDIN) if path == STDIN else path
        try:
            data = _read(path)
        except OSError as error:
            self._fail(f"{shown} cannot be read: {error.strerror or error}")
            return
        source = read_source(shown, data)
        if isinstance(source, Problem):
            self._fail(f"{shown} {source.message}")
            return
        self.totals.files += 1
        if mentions_library(source.decoded.text):
            self._check(source, path)
        elif self._fixes_stdin:
            self.console.write_source(data)

    def _check(self, source: Source, path: str) -> None:
        from lossguard.check import Analysis, Assumptions

        document = source.document
        place = Path.cwd() / STDIN if document.path == STDIN else Path(document.path)
        settings = self.surroundings.settings(place)
        installed = self.surroundings.installed(place, settings)
        analysis = Analysis(document, settings, Assumptions(settings.given, installed, self.surroundings.pinned(place)))
        report = analysis.refresh()
        for part, reason in report.broken.items():
            cell = "" if part.cell is None else f", cell {part.cell},"
            self.console.complain(f"{document.path}{cell} was left out: {reason}")
        if self.options.fix or self.options.diff:
            from lossguard.cli.fixer import Fixer

            fixer = Fixer(self.options.unsafe_fixes, self.options.diff, self.console, self.totals)
            report = fixer.fix(source, analysis, report, None if path == STDIN else Path(path))
            self.failed = self.failed or fixer.failed
        if self.options.diff:
            return
        self._report(document, report.findings)

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

    def _fail(self, message: str) -> None:
        self.totals.failed += 1
        self.console.complain(message)


def _read(path: str) -> bytes:
    if path == STDIN:
        return sys.stdin.buffer.read(SIZE_LIMIT + 1)
    with Path(path).open("rb") as file:
        return file.read(SIZE_LIMIT + 1)


def _baseline(path: str) -> "Baseline":
    from lossguard.cli.baseline import Baseline

    return Baseline(Path(path))
