"""The entry point: ``lossguard COMMAND``. Imports only what the command needs."""

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from lossguard.cli.arguments import COMMANDS, build_parser, split
from lossguard.cli.console import Console

if TYPE_CHECKING:
    from lossguard.cli.check import CheckOptions
    from lossguard.cli.given import Given

WRONG_USAGE = 2
INTERRUPTED = 130
"""128 + SIGINT, as shells have it."""


class UsageError(Exception):
    """The command line asks for something that there is not; the message says what."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command, by default that of the process; returns the exit status. A wrong option raises SystemExit."""
    if arguments is None:
        arguments = sys.argv[1:]
        gc.disable()  # nothing made during the start is garbage; see `load_engine`
    console = Console()
    try:
        status = _dispatch(arguments, console)
        console.out.flush()
    except UsageError as error:
        console.complain(str(error))
        return WRONG_USAGE
    except BrokenPipeError:
        # `lossguard check | head` has read enough. The streams are flushed once more at exit: not into the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), console.out.fileno())
        return 1
    except KeyboardInterrupt:
        console.show_status("")
        return INTERRUPTED
    return status


def _dispatch(arguments: Sequence[str], console: Console) -> int:
    parser = build_parser()
    if arguments and not arguments[0].startswith("-") and arguments[0] not in COMMANDS:
        raise UsageError(_unknown_command(arguments[0]))
    arguments, script_arguments = _divided(arguments)
    options = parser.parse_args(arguments)
    if options.command == "check":
        return _check(options, console)
    if options.command == "rule":
        from lossguard.cli.rule import run_rule

        return run_rule(options.rule, options.all, options.output_format, console)
    if options.command == "explain":
        from lossguard.cli.explain import run_explain

        return run_explain(options.file, _given(options), options.output_format, options.lang, console)
    if options.command == "versions":
        from lossguard.cli.versions import run_versions

        return run_versions(options.file, _given(options), options.output_format, console)
    if options.command == "dry-run":
        return _dry_run(options, script_arguments, console)
    if options.command == "server":
        from lossguard.lsp.server import main as serve

        return serve()
    parser.print_help(console.errors)
    return WRONG_USAGE


def _unknown_command(word: str) -> str:
    from lossguard.settings.suggestions import near

    if Path(word).exists():
        return f"there is no command {word!r}; to check it: lossguard check {word}"
    meant = near(word, COMMANDS)
    return f"there is no command {word!r}{f'; did you mean {meant!r}?' if meant else ': see lossguard --help'}"


def _check(options: Any, console: Console) -> int:
    from lossguard.cli.check import CheckOptions, run_check
    from lossguard.cli.given import STDIN

    if options.unsafe_fixes and not (options.fix or options.diff):
        raise UsageError("--unsafe-fixes does nothing without --fix or --diff")
    if options.write_baseline and not options.baseline:
        raise UsageError("--write-baseline does nothing without --baseline FILE")
    if options.baseline and (options.fix or options.diff):
        raise UsageError("--baseline does nothing with --fix or --diff")
    if options.stdin_filename and STDIN not in options.paths:
        raise UsageError("--stdin-filename does nothing unless - is among the paths")
    if options.watch and (STDIN in options.paths or options.diff or options.write_baseline):
        raise UsageError("--watch does nothing with -, --diff or --write-baseline")
    if options.watch and options.output_format not in ("full", "concise"):
        raise UsageError(f"--watch is for people: --output-format {options.output_format} is for programs")
    return (_watch if options.watch else run_check)(
        CheckOptions(
            paths=tuple(options.paths),
            given=_given(options),
            output_format=options.output_format,
            statistics=options.statistics,
            fix=options.fix and not options.diff,
            unsafe_fixes=options.unsafe_fixes,
            diff=options.diff,
            exit_zero=options.exit_zero,
            language=options.lang,
            stdin_filename=options.stdin_filename,
            baseline=options.baseline,
            write_baseline=options.write_baseline,
            jobs=options.jobs,
            cache=options.cache,
        ),
        console,
    )


def _watch(options: "CheckOptions", console: Console) -> int:
    from lossguard.cli.watch import watch

    return watch(options, console)


def _divided(arguments: Sequence[str]) -> tuple[Sequence[str], tuple[str, ...]]:
    """Our own arguments, and those behind ``--``, which are for the script of a dry run."""
    if not arguments or arguments[0] != "dry-run" or "--" not in arguments:
        return arguments, ()
    at = list(arguments).index("--")
    return arguments[:at], tuple(arguments[at + 1 :])


def _dry_run(options: Any, script_arguments: tuple[str, ...], console: Console) -> int:
    from lossguard.cli.dry_run import DryRunOptions, run_dry_run

    return run_dry_run(
        DryRunOptions(
            script=options.script,
            arguments=script_arguments,
            python=options.python,
            mode=options.mode,
            rows=options.rows,
            device=options.device,
            timeout=options.timeout,
            output_format=options.output_format,
        ),
        console,
    )


def _given(options: Any) -> "Given":
    from lossguard.cli.given import Given

    python = options.python
    if python:
        from lossguard.libraries.installed import InstalledVersions
        from lossguard.text.decode import Problem

        found = InstalledVersions().of(python)
        if isinstance(found, Problem):
            raise UsageError(f"--python {python} {found.message}")
    return Given(
        select=_rules(getattr(options, "select", None)),
        ignore=_rules(getattr(options, "ignore", None)),
        extend_select=_rules(getattr(options, "extend_select", None)) or (),
        python=python,
        versions=dict(options.given),
        preview=getattr(options, "preview", None),
    )


def _rules(values: Sequence[str] | None) -> tuple[str, ...] | None:
    """The rules of an option in the form of the settings."""
    names = split(values)
    if names is None:
        return None
    from lossguard.settings.rule_keys import RuleKeys

    keys = RuleKeys()
    resolved: list[str] = []
    for name in names:
        key = keys.resolve(name)
        if key is None:
            raise UsageError(keys.complaint(name).text())
        resolved.append(key)
    return tuple(resolved)


if __name__ == "__main__":
    sys.exit(main())
