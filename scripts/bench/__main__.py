"""Prints how long a keystroke and a cold check take, as ratios to libcst's bare parse of the same text.

python -m scripts.bench [--edits 200]
"""

import argparse
import statistics
import time
from collections.abc import Callable

import libcst

from lossguard.check import Analysis
from lossguard.text.document import Document
from scripts.bench.scripts import script
from scripts.bench.session import Session

SIZES = (300, 800, 2000)


def cpu(action: Callable[[], object], times: int = 5) -> float:
    """The least CPU seconds of several runs."""
    least = float("inf")
    for _ in range(times):
        before = time.process_time()
        action()
        least = min(least, time.process_time() - before)
    return least


def measure(lines: int, edits: int) -> str:
    text = script(lines)
    bare = cpu(lambda: libcst.parse_module(text))
    cold = cpu(lambda: Analysis(Document.script("train.py", text)).refresh())
    session = Session()
    first = session.open(text)
    before = session.cpu()
    # Every edit moves the finding, so every one of them is followed by diagnostics.
    walls = sorted(session.insert(0, f"x = {number}\n") for number in range(edits))
    used = (session.cpu() - before) / edits
    session.close()
    return (
        f"{text.count(chr(10)):>6} {bare * 1e3:>9.1f} {cold / bare:>7.2f} {session.initialized:>7.2f} {first:>7.2f} "
        f"{statistics.median(walls) * 1e3:>8.1f} {walls[int(edits * 0.95)] * 1e3:>8.1f} {used / bare:>7.2f}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--edits", type=int, default=200)
    options = parser.parse_args()
    print("cold: whole check ÷ bare parse; init, first: seconds from the start; key: a statement inserted at the top")
    print(" lines  parse ms    cold    init   first   key ms   p95 ms  key cpu ÷ parse")
    for lines in SIZES:
        print(measure(lines, options.edits), flush=True)


if __name__ == "__main__":
    main()
