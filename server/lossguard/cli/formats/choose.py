"""From the name of a format to the format; only the one that is wanted is loaded."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lossguard.cli.console import Console
    from lossguard.cli.formats.format import Format
    from lossguard.cli.words import Words

FORMATS = ("full", "concise", "json", "sarif", "github")


def choose(name: str, statistics: bool, console: "Console", words: "Words") -> "Format":
    """One of ``FORMATS``, or counts instead (as JSON where ``name`` says so)."""
    if statistics:
        from lossguard.cli.formats.statistics import StatisticsFormat

        return StatisticsFormat(console, words, name == "json")
    if name == "json":
        from lossguard.cli.formats.json import JsonFormat

        return JsonFormat(console, words)
    if name == "sarif":
        from lossguard.cli.formats.sarif import SarifFormat

        return SarifFormat(console, words)
    if name == "github":
        from lossguard.cli.formats.github import GithubFormat

        return GithubFormat(console, words)
    from lossguard.cli.formats.text import ConciseFormat, FullFormat

    return (ConciseFormat if name == "concise" else FullFormat)(console, words)
