"""Analyses what is hard to analyse, and prints what raised and what took longest.

python -m scripts.bench.robustness files PATH…      every Python file, as it is
python -m scripts.bench.robustness prefixes PATH…   each file as it is while it is typed from the top to the bottom
python -m scripts.bench.robustness mutations PATH…  each file with random edits, one upon the other

A crash of the process names the file on the last line. Ctrl+C ends a run, and what it found so far is told.
"""

import argparse
import random
import time
import traceback
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lossguard.check import Analysis
from lossguard.text.decode import Decoded, decode
from lossguard.text.document import Document

PIECES = [
    "(",
    ")",
    "[",
    "}",
    '"""',
    "'",
    "\\\n",
    ":",
    "else:\n",
    "    ",
    "\t",
    "\n",
    "#",
    "=",
    "😀",
    "\x00",
    "\f",
    "\r",
]
SLOWEST = 8


class Record:
    def __init__(self) -> None:
        self.steps = 0
        self.characters = 0
        self.faults: list[str] = []
        self.times: list[tuple[float, str]] = []

    def refresh(self, analysis: Analysis, name: str, *, hasty: bool = False) -> None:
        self.steps += 1
        self.characters += sum(len(part.text) for part in analysis.document.parts)
        before = time.process_time()
        try:
            analysis.refresh(hasty=hasty)
        except Exception:  # noqa: BLE001 - that it raises is what is looked for
            self.faults.append(f"{name}\n{traceback.format_exc(limit=-3)}")
            print(f"\nraised: {self.faults[-1]}", flush=True)  # also of a run that is killed
        self.times.append((time.process_time() - before, name))
        self.times = sorted(self.times, reverse=True)[:SLOWEST]

    def told(self) -> str:
        slowest = "\n".join(f"  {seconds:8.2f} s  {name}" for seconds, name in self.times)
        return "\n".join(
            [f"{self.steps:,} texts, {self.characters:,} characters, {len(self.faults)} raised", slowest, *self.faults]
        )


def texts(paths: list[Path]) -> Iterator[tuple[str, str]]:
    """Name and text of each file, and of each Python file of a folder."""
    for path in paths:
        for one in sorted(path.rglob("*.py")) if path.is_dir() else [path]:
            decoded = decode(one.read_bytes())
            if isinstance(decoded, Decoded):
                yield str(one), decoded.text


def files(paths: list[Path], record: Record) -> None:
    for name, text in texts(paths):
        print(f"\r{record.steps:6} {name[-100:]:100}", end="", flush=True)
        record.refresh(Analysis(Document.script(name, text)), name)


def prefixes(paths: list[Path], record: Record, step: int) -> None:
    for name, text in texts(paths):
        document = Document.script(name, "")
        analysis = Analysis(document)
        for end in range(0, len(text) + 1, step):
            document.parts[0].text = text[:end]
            record.refresh(analysis, f"{name}:{end}", hasty=True)
        record.refresh(analysis, name)


def mutations(paths: list[Path], record: Record, count: int) -> None:
    known = list(texts(paths))
    chance = random.Random(1)
    for number in range(count):
        if number % 20 == 0:
            name, text = chance.choice(known)
            document = Document.script(name, text)
            analysis = Analysis(document)
        else:
            start = chance.randrange(len(text) + 1)
            cut = start + chance.choice([0, 0, 1, 5, 40])
            text = text[:start] + chance.choice(PIECES) + text[cut:]
            document.parts[0].text = text
        record.refresh(analysis, f"{name}, edit {number}", hasty=chance.random() < 0.5)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["files", "prefixes", "mutations"])
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--step", type=int, default=1, help="characters from one prefix to the next")
    parser.add_argument("--count", type=int, default=2000, help="mutations")
    options = parser.parse_args()
    record = Record()
    with suppress(KeyboardInterrupt):
        match options.what:
            case "files":
                files(options.paths, record)
            case "prefixes":
                prefixes(options.paths, record, options.step)
            case _:
                mutations(options.paths, record, options.count)
    print(f"\n{options.what}: {record.told()}")


if __name__ == "__main__":
    main()
