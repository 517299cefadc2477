"""The options of the command line, and the sentences that explain them."""

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn, TypeAlias

from lossguard import __version__
from lossguard.cli.formats.choose import FORMATS
from lossguard.locales import LANGUAGES

if TYPE_CHECKING:
    from lossguard.libraries.versions import Resolved

DESCRIPTION = """\
Finds the collator, label and loss mistakes that make fine-tuning fail, or silently
learn the wrong thing, before GPU hours are spent on them.
"""

EPILOG = """\
exit status: 0 nothing found, 1 problems found, 2 wrong usage or an internal error

examples:
  lossguard check                          check this folder
  lossguard check train.py --fix           apply the fixes that are safe
  lossguard check --with trl==0.24.0 .     assume this version of TRL
  lossguard rule COL001                    explain a rule
  lossguard dry-run train.py               run it up to its first training step
"""

COMMANDS = ("check", "explain", "rule", "versions", "dry-run", "server")


def build_parser() -> argparse.ArgumentParser:
    parser = _Parser("lossguard", description=DESCRIPTION, epilog=EPILOG, formatter_class=_Formatter)
    parser.add_argument("--version", action="version", version=f"lossguard {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", title="commands")
    _check(commands)
    _rule(commands)
    _explain(commands)
    _versions(commands)
    _dry_run(commands)
    server = _command(commands, "server", "start the language server, for editors")
    server.add_argument("--stdio", action="store_true", help="talk over standard input and output (the only way)")
    return parser


class _Parser(argparse.ArgumentParser):
    """Says what is wrong without listing all options above it."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}\nSee {self.prog} --help.\n")


class _Formatter(argparse.RawDescriptionHelpFormatter):
    """Keeps the text's own lines, and leaves room for the options."""

    def __init__(self, prog: str, **more: object) -> None:  # noqa: ARG002 - newer Pythons pass more
        super().__init__(prog, max_help_position=30, width=96)


_Commands: TypeAlias = "argparse._SubParsersAction[_Parser]"


def _command(commands: _Commands, name: str, summary: str, epilog: str | None = None) -> argparse.ArgumentParser:
    return commands.add_parser(
        name, help=summary, description=_sentence(summary), epilog=epilog, formatter_class=_Formatter
    )


def _sentence(summary: str) -> str:
    return f"{summary[0].upper()}{summary[1:]}."


def _check(commands: _Commands) -> None:
    parser = _command(commands, "check", "check scripts, notebooks and folders", EPILOG.partition("\n\n")[0])
    parser.add_argument(
        "paths",
        nargs="*",
        default=["."],
        metavar="PATH",
        help="files, folders (.gitignore is respected) or - for standard input; this folder if none is given",
    )
    parser.add_argument("--stdin-filename", metavar="NAME", help="what to call the standard input, e.g. train.ipynb")
    _rules(parser.add_argument_group("rules (names, codes, categories such as COL, or ALL; comma-separated)"))
    _assumed(parser)
    _fixes(parser.add_argument_group("fixes"))
    output = parser.add_argument_group("output")
    output.add_argument(
        "--output-format",
        choices=FORMATS,
        default="full",
        help="full shows the source (the default), concise one line a problem; json, sarif and github are for programs",
    )
    output.add_argument("--statistics", action="store_true", help="show how often each rule fired instead")
    output.add_argument("--baseline", metavar="FILE", help="leave out the problems that are noted in this file")
    output.add_argument("--write-baseline", action="store_true", help="note the present problems in that file instead")
    output.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the messages")
    output.add_argument("--watch", action="store_true", help="check again whenever a file has changed")
    output.add_argument("--exit-zero", action="store_true", help="exit with 0 even if problems were found")
    speed = parser.add_argument_group("speed")
    speed.add_argument("--jobs", metavar="N", type=_jobs, help="processes to use at most; as many as there are cores")
    speed.add_argument("--no-cache", dest="cache", action="store_false", help="neither use nor keep earlier results")


def _rules(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--select", metavar="RULES", action="append", help="run only these rules")
    group.add_argument("--extend-select", metavar="RULES", action="append", help="run these rules too")
    group.add_argument("--ignore", metavar="RULES", action="append", help="do not run these rules")
    group.add_argument(
        "--preview", action=argparse.BooleanOptionalAction, default=None, help="run rules that may still change, too"
    )


def _assumed(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("library versions")
    group.add_argument(
        "--with",
        dest="given",
        metavar="PKG==VERSION",
        action="append",
        type=_given,
        default=[],
        help="assume this version, whatever is pinned or installed; may be repeated",
    )
    group.add_argument(
        "--python",
        metavar="PATH",
        help="interpreter or environment whose installed versions are assumed; it is read, not started",
    )


def _fixes(group: "argparse._ArgumentGroup") -> None:
    group.add_argument("--fix", action="store_true", help="apply the fixes that change nothing but the defect")
    group.add_argument(
        "--unsafe-fixes",
        action="store_true",
        help="with --fix or --diff: those that change training, too",
    )
    group.add_argument("--diff", action="store_true", help="show what --fix would change, and change nothing")


def _rule(commands: _Commands) -> None:
    parser = _command(commands, "rule", "explain a rule")
    parser.add_argument("rule", nargs="?", metavar="RULE", help="name or code")
    parser.add_argument("--all", action="store_true", help="all rules, one line each")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def _explain(commands: _Commands) -> None:
    parser = _command(commands, "explain", "tell what is known of each training in a file, and which line says so")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the sentences")
    _assumed(parser)


def _versions(commands: _Commands) -> None:
    parser = _command(commands, "versions", "show which library versions are assumed for a file, and why")
    parser.add_argument("file", metavar="FILE")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")
    _assumed(parser)


def _dry_run(commands: _Commands) -> None:
    parser = _command(
        commands,
        "dry-run",
        "run a script up to its first training step, apart from everything, and look at it",
        "The script's own arguments come behind --: lossguard dry-run train.py -- --epochs 3\n\n"
        "exit status: 0 nothing found, 1 problems found, 2 the first step was not reached or wrong usage",
    )
    parser.add_argument("script", metavar="SCRIPT", help="a script or a notebook")
    parser.add_argument("--python", metavar="PATH", help="interpreter or environment to run it with; it is started")
    parser.add_argument(
        "--mode",
        choices=("tiny", "full"),
        default="tiny",
        help="tiny runs a miniature of the model without weights on the CPU (the default), full the real model",
    )
    parser.add_argument("--rows", type=_count, default=64, metavar="N", help="rows of each dataset to use (64)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where to run it")
    parser.add_argument("--timeout", type=_seconds, default=300.0, metavar="S", help="seconds until it is ended (300)")
    parser.add_argument("--output-format", choices=("text", "json"), default="text")


def _count(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number


def _seconds(text: str) -> float:
    number = float(text)
    if not 0 < number < 1e6:
        raise ValueError(text)
    return number


def _jobs(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of processes")
    return int(text)


def _given(text: str) -> tuple[str, "Resolved"]:
    from lossguard.libraries.versions import Resolved, normalise
    from lossguard.settings.table import given_version

    package, equals, version = (part.strip() for part in text.partition("=="))
    if not equals:
        raise argparse.ArgumentTypeError(f"{text!r} names no exact version: write e.g. trl==0.24.0")
    if complaint := given_version(package, version):
        raise argparse.ArgumentTypeError(complaint.text())
    return normalise(package), Resolved(version, "--with")


def split(values: Sequence[str] | None) -> list[str] | None:
    """Values of an option that is repeatable and takes comma-separated lists."""
    if values is None:
        return None
    return [part.strip() for value in values for part in value.split(",") if part.strip()]
