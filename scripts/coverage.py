"""How much ``lossguard explain`` knows of the trainings in folders of scripts and notebooks.

    .venv/bin/python -m scripts.coverage FOLDER… [--reasons]

Nothing is run, and no environment is read: versions come from the files alone, as where people read others' scripts.
"""

import argparse
import sys
from collections import Counter
from collections.abc import Iterator
from multiprocessing import Pool
from pathlib import Path

from lossguard.check import Analysis
from lossguard.explain.explanations import explain
from lossguard.explain.statement import TOPICS, Explanation
from lossguard.text.decode import Problem
from lossguard.text.source import read_source

MOST_REASONS = 6


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.coverage", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--reasons", action="store_true", help="why the rest is unknown")
    parser.add_argument("--jobs", type=int, default=2)
    options = parser.parse_args()
    files = [path for folder in options.folders for path in sorted(folder.rglob("*")) if _is_source(path)]
    with Pool(options.jobs, maxtasksperchild=50) as pool:
        told = list(pool.imap_unordered(_unknowns, files, chunksize=4))
    _print([one for trainings in told for one in trainings], sum(map(bool, told)), options.reasons)
    return 0


def _is_source(path: Path) -> bool:
    return path.suffix in (".py", ".ipynb") and path.is_file()


Training = dict[str, tuple[str, ...]]
"""For each topic of one trainer, what is not known and why."""


def _unknowns(path: Path) -> list[Training]:
    source = read_source(str(path), path.read_bytes())
    if isinstance(source, Problem):
        return []
    analysis = Analysis(source.document)
    analysis.refresh()
    return [dict(_by_topic(one)) for one in explain(analysis.context()) if _is_trainer(one)]


def _is_trainer(explanation: Explanation) -> bool:
    """Loops written by hand are left out: they have no arguments and no default collator."""
    return any(statement.topic == "versions" for statement in explanation.statements)


def _by_topic(explanation: Explanation) -> Iterator[tuple[str, tuple[str, ...]]]:
    for topic in TOPICS:
        unknown = (one.message for one in explanation.about([topic]) if not one.known)
        yield topic, tuple(f"{one.arguments['what']}: {one.arguments['reason']}" for one in unknown)


def _print(trainings: list[Training], files: int, reasons: bool) -> None:
    print(f"{len(trainings)} trainers in {files} files; of these nothing is unknown about their")
    for topic in TOPICS:
        known = sum(not one[topic] for one in trainings)
        print(f"{topic:>12} {known:>5}  {known / max(len(trainings), 1):.0%}")
        if reasons:
            counts = Counter(why for one in trainings for why in set(one[topic]))
            for why, number in counts.most_common(MOST_REASONS):
                print(f"{number:>18}  {why}")


if __name__ == "__main__":
    sys.exit(main())
