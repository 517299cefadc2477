"""Prints how long a keystroke and a cold check take, as ratios to libcst's bare parse of the same text.

python -m scripts.bench [--edits 500] [FILE…]

Without files: scripts made of real code of the standard library. Edits are of three kinds: a comment that is typed,
a statement that is typed, a number that is changed. On a busy machine the ratios hold, the milliseconds do not.
"""

import argparse
import os
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import libcst

from lossguard.check import Analysis
from lossguard.text.document import Document
from scripts.bench.edits import KINDS, Edit
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


def measure(name: str, text: str, edits: int) -> Iterator[str]:
    bare = cpu(lambda: libcst.parse_module(text))
    cold = cpu(lambda: Analysis(Document.script("train.py", text)).refresh())
    session = Session()
    first = session.open(text)
    yield (
        f"{name}: {text.count(chr(10))} lines, bare parse {bare * 1e3:.1f} ms, cold check {cold / bare:.2f}, "
        f"initialized {session.initialized:.2f} s, first diagnostics {first:.2f} s, load {os.getloadavg()[0]:.1f}"
    )
    for kind, make in KINDS.items():
        yield f"  {kind:22} {typed(session, make(text, edits), bare)}"
    yield f"  resident at the end    {session.resident() / 1e6:.0f} MB"
    session.close()


def typed(session: Session, edits: Iterator[Edit], bare: float) -> str:
    """Wall time from each edit to its answer, and the server's CPU time for all of them."""
    before = session.cpu()
    walls = sorted(session.edit(edit) for edit in edits)
    used = (session.cpu() - before) / len(walls)
    median, late = statistics.median(walls) * 1e3, walls[len(walls) * 95 // 100] * 1e3
    return f"{len(walls)} edits: median {median:6.1f} ms, 95 % {late:6.1f} ms, CPU {used / bare:.3f} of the parse"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--edits", type=int, default=500, help="of each kind, at least")
    options = parser.parse_args()
    made = {f"made of {size}": script(size) for size in SIZES}
    texts = {path.name: path.read_text(encoding="utf-8") for path in options.files} or made
    for name, text in texts.items():
        for line in measure(name, text, options.edits):
            print(line, flush=True)


if __name__ == "__main__":
    main()
