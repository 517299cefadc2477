"""``lossguard dry-run``: run a script up to its first training step, and report."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

from lossguard.cli.console import Console
from lossguard.cli.words import Words
from lossguard.dryrun.interpreter import find_python, refusal
from lossguard.dryrun.job import DryRun
from lossguard.dryrun.phases import doing
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Outcome, Progress, Result
from lossguard.findings.finding import Message
from lossguard.libraries.environments import likely_environment
from lossguard.locales import translations
from lossguard.settings.project import Projects
from lossguard.text.decode import SIZE_LIMIT, Problem
from lossguard.text.document import Document
from lossguard.text.source import read_source

CLEAN, FOUND, FAILED, INTERRUPTED = 0, 1, 2, 130


@dataclass(frozen=True, slots=True)
class DryRunOptions:
    script: str
    arguments: tuple[str, ...]
    python: str | None
    mode: str
    rows: int
    device: str
    timeout: float
    output_format: str


def run_dry_run(options: DryRunOptions, console: Console) -> int:
    """Returns the exit status: 0 all checks passed, 1 something was found, 2 the first step was not reached."""
    if sys.platform == "win32":
        console.complain("a dry run needs Linux or macOS")
        return FAILED
    named = _interpreter(options)
    python = find_python(named)
    if python is None:
        console.complain(f"{named} is no Python that can be started: choose one with --python")
        return FAILED
    document = _read(options.script)
    if isinstance(document, Problem):
        console.complain(f"{options.script} {document.message}")
        return FAILED
    plan = Plan(
        document=document,
        path=Path(options.script).absolute(),
        python=python,
        arguments=options.arguments,
        mode=options.mode,
        rows=options.rows,
        device=options.device,
        timeout=options.timeout,
    )
    result = asyncio.run(_run(plan, console))
    console.show_status("")
    if isinstance(result, Message):
        console.complain(f"{result.text()} Choose another one with --python.")
        return FAILED
    _report(result, document, options.output_format, console)
    return _status(result)


async def _run(plan: Plan, console: Console) -> Result | Message:
    """The result, or why the script cannot run with this interpreter."""
    refused = await refusal(plan)
    if refused is not None:
        return refused

    def on_progress(progress: Progress) -> None:
        console.show_status(doing(progress).text())

    job = DryRun(plan, on_progress)
    loop = asyncio.get_running_loop()
    # Ctrl-C, `kill`, and a terminal that is closed.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, job.cancel)
    return await job.run()


def _interpreter(options: DryRunOptions) -> str:
    """As given (a file or an environment), else what the project says, the environment of the script, or PATH."""
    path = Path(options.script).absolute()
    project = Projects().of(path).settings.for_file(path)
    return options.python or project.python or likely_environment(path.parent, os.environ) or "python3"


def _read(name: str) -> Document | Problem:
    try:
        with Path(name).open("rb") as file:
            source = read_source(name, file.read(SIZE_LIMIT + 1))
    except OSError as error:
        return Problem(f"cannot be read: {error.strerror or error}")
    if isinstance(source, Problem):
        return source
    return source.document if source.document.parts else Problem("holds no Python code")


def _report(result: Result, document: Document, output_format: str, console: Console) -> None:
    if output_format == "json":
        from lossguard.dryrun.report import to_json

        console.write(json.dumps(to_json(result, document), indent=2))
        return
    from lossguard.cli.formats.dry_run import DryRunText

    DryRunText(console, Words(translations("en"))).write(result, document)


def _status(result: Result) -> int:
    if result.outcome is Outcome.CANCELLED:
        return INTERRUPTED
    if result.findings:
        return FOUND
    return CLEAN if result.outcome is Outcome.STEP else FAILED
