"""Prints how long the command takes beside other linters: on single scripts, and on a folder of real files.

python -m scripts.bench.peers [--rounds 7] [FILE…]    by default real files of about 300, 800, 2000 and 4700 lines
python -m scripts.bench.peers --folder [--rounds 3]   trl, peft and accelerate as they are published

`make .cache/peers` installs the other linters and fetches the files. Each command is a process from its start to its
end; they run in turns, and medians are told. On a busy machine the CPU times hold better than the wall times.
"""

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PEERS = ROOT / ".cache" / "peers"
OURS = "lossguard"
SIZES = (300, 800, 2000, 4700)
FOLDER = ("trl", "peft", "accelerate")


@dataclass(frozen=True, slots=True)
class Spent:
    """Seconds."""

    wall: float
    cpu: float
    """Of all its processes."""


Commands = Mapping[str, Callable[[], Spent]]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="*")
    parser.add_argument("--folder", action="store_true")
    parser.add_argument("--rounds", type=int, default=7, help="runs of each command")
    options = parser.parse_args()
    if not (PEERS / "venv").exists():
        raise SystemExit("Run: make .cache/peers")
    with tempfile.TemporaryDirectory() as scratch:
        told = over_folder(Path(scratch), options.rounds) if options.folder else over_files(Path(scratch), options)
        for line in told:
            print(line, flush=True)


def over_files(scratch: Path, options: argparse.Namespace) -> Iterator[str]:
    for path in options.files or map(nearest, SIZES):
        # Apart from its package, as a script is: else it would be measured what the modules beside it take.
        file = Path(shutil.copy(path, scratch / "train.py"))
        lines = file.read_text(encoding="utf-8").count("\n")
        yield f"{path.name}: {lines} lines, {options.rounds} rounds, load {os.getloadavg()[0]:.1f}"
        commands = file_commands(file, scratch)
        in_turns(commands, 1)  # bytecode, and what the cache is to hold
        yield from table(in_turns(commands, options.rounds))


def nearest(size: int) -> Path:
    """The published file that has to do with training and has about so many lines."""
    named = [path for path in sorted((PEERS / "files").rglob("*.py")) if path.name != "__init__.py"]
    trainers = [path for path in named if "Trainer" in path.read_text("utf-8")]
    return min(trainers, key=lambda path: abs(path.read_text("utf-8").count("\n") - size))


def file_commands(file: Path, scratch: Path) -> Commands:
    check = [program(OURS), "check", str(file)]
    return {
        OURS: lambda: run([*check, "--no-cache"], scratch),
        f"{OURS}, from its cache": lambda: run(check, scratch),
        "torchfix": lambda: run([peer("torchfix"), str(file)], scratch),
        "fixit": lambda: run([peer("fixit"), "lint", str(file)], scratch),
        "pylint": lambda: run([peer("pylint"), str(file)], scratch),
        "ruff": lambda: run([peer("ruff"), "check", "--no-cache", str(file)], scratch),
    }


def over_folder(scratch: Path, rounds: int) -> Iterator[str]:
    folder = scratch / "project"
    for name in FOLDER:
        shutil.copytree(PEERS / "files" / name, folder / name)
    counted = subprocess.run([*PARSE, str(folder)], cwd=ROOT, check=True, capture_output=True, text=True)
    files, lines = map(int, counted.stdout.split())
    there = sum(1 for _ in folder.rglob("*.py"))
    yield f"{there} files; {files} with {lines} lines name a library; {rounds} rounds, load {os.getloadavg()[0]:.1f}"
    yield from table(in_turns(folder_commands(folder, scratch), rounds), lines)


PARSE = [sys.executable, "-m", "scripts.bench.parsing"]


def folder_commands(folder: Path, scratch: Path) -> Commands:
    check = [program(OURS), "check", str(folder)]

    def filled() -> Spent:
        shutil.rmtree(scratch / "cache", ignore_errors=True)
        return run(check, scratch)

    return {
        "libcst, parsing alone": lambda: run([*PARSE, str(folder)], ROOT),
        OURS: lambda: run([*check, "--no-cache", "--jobs", "1"], scratch),
        f"{OURS}, 2 processes": lambda: run([*check, "--no-cache", "--jobs", "2"], scratch),
        f"{OURS}, filling its cache": filled,
        f"{OURS}, from its cache": lambda: run(check, scratch),
        "torchfix": lambda: run([peer("torchfix"), "--jobs", "1", str(folder)], scratch),
        "torchfix, 2 processes": lambda: run([peer("torchfix"), "--jobs", "2", str(folder)], scratch),
    }


def run(command: Sequence[str], folder: Path) -> Spent:
    # Bytecode and caches as for users, but not those of this user.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    cache = folder if folder != ROOT else PEERS
    begun, before = time.perf_counter(), children()
    subprocess.run(
        command,
        cwd=folder,
        env=environment | {"XDG_CACHE_HOME": str(cache / "cache")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,  # that something is found is no failure
    )
    return Spent(time.perf_counter() - begun, children() - before)


def children() -> float:
    """CPU seconds of all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def program(name: str) -> str:
    return str(Path(sys.executable).with_name(name))


def peer(name: str) -> str:
    return str(PEERS / "venv" / "bin" / name)


def in_turns(commands: Commands, rounds: int) -> dict[str, Spent]:
    """The medians."""
    spent: dict[str, list[Spent]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, command in commands.items():
            spent[name].append(command())
    return {
        name: Spent(statistics.median(one.wall for one in runs), statistics.median(one.cpu for one in runs))
        for name, runs in spent.items()
    }


def table(spent: Mapping[str, Spent], lines: int | None = None) -> Iterator[str]:
    """The times, and how they compare to ours; with ``lines``, how many a second."""
    ours = spent[OURS]
    for name, one in spent.items():
        speed = f", {lines / one.wall:9,.0f} lines/s" if lines else ""
        yield (
            f"  {name:28} {one.wall:8.3f} s ({one.wall / ours.wall:6.2f}), CPU {one.cpu:8.3f} s "
            f"({one.cpu / ours.cpu:6.2f}){speed}"
        )


if __name__ == "__main__":
    main()
