"""Prints the share of each rule in the time of whole checks, over scripts and notebooks.

python -m scripts.bench.rules [--top 15] [PATH…]    by default the scripts that the rules are tested with

What several rules read together (the text as it is written) is read before.
"""

import argparse
from collections import defaultdict
from functools import partial
from pathlib import Path

from lossguard.check import Analysis
from lossguard.libraries.mentions import mentions_library
from lossguard.rules.context import Context
from lossguard.rules.registry import all_rules
from lossguard.rules.rule import Rule
from lossguard.settings.discover import discover
from lossguard.text.decode import Problem
from lossguard.text.source import read_source
from scripts.bench.__main__ import cpu

FIXTURES = Path(__file__).parents[2] / "tests" / "rules"


class Shares:
    """CPU seconds by rule, and the largest share that each has in one file."""

    def __init__(self) -> None:
        self.files = 0
        self.total = 0.0
        self.rules: defaultdict[str, float] = defaultdict(float)
        self.largest: dict[str, tuple[float, str]] = {}

    def measure(self, path: Path) -> None:
        data = path.read_bytes()
        source = read_source(str(path), data)
        if isinstance(source, Problem) or not mentions_library("\n".join(part.text for part in source.document.parts)):
            return
        whole = cpu(lambda: Analysis(source.document).refresh(), 3)
        analysis = Analysis(source.document)
        analysis.refresh()
        context = analysis.context()
        self.files += 1
        self.total += whole
        for rule in all_rules():
            seconds = cpu(partial(_all, rule, context), 3)
            self.rules[rule.name] += seconds
            self.largest[rule.name] = max(self.largest.get(rule.name, (0.0, "")), (seconds / whole, str(path)))

    def table(self, top: int) -> str:
        every = sum(self.rules.values())
        rows = [f"{self.files} files, {self.total:.2f} s CPU; all rules together {every / self.total:.1%}"]
        for name, seconds in sorted(self.rules.items(), key=lambda row: -row[1])[:top]:
            share, where = self.largest[name]
            rows.append(f"{seconds / self.total:>7.2%}  {name:<40} at most {share:>6.1%} in {where}")
        return "\n".join(rows)


def _all(rule: Rule, context: Context) -> None:
    for _ in rule.check(context):
        """Only its time is of interest."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("paths", nargs="*", type=Path, default=[FIXTURES])
    parser.add_argument("--top", type=int, default=15)
    options = parser.parse_args()
    shares, seen = Shares(), set[str]()
    for path in options.paths:
        for file in discover(path, seen):
            shares.measure(file)
    print(shares.table(options.top))


if __name__ == "__main__":
    main()
