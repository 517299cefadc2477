"""Dry runs of scripts, and whether what ``lossguard explain`` knows of them is so.

    .venv/bin/python -m scripts.oracle --python .venv-dryrun/bin/python [--keep FOLDER] SCRIPT_OR_FOLDER…

Each script is run by the command line in its own folder, where the models and data lie that it names; ``FILE.args``
beside it may hold its arguments. A table counts the facts by topic; each that is known and wrong is listed, and makes
the exit status 1.
"""

import argparse
import asyncio
import hashlib
import json
import shlex
import sys
from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from lossguard.explain.statement import TOPICS
from scripts.oracle.comparing import Compared, Verdict, compare

MOST_REASONS = 15


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m scripts.oracle", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("paths", nargs="+", type=Path, metavar="SCRIPT_OR_FOLDER")
    parser.add_argument("--python", required=True, help="the interpreter to train with")
    parser.add_argument("--keep", type=Path, help="a folder in which results are kept, for the next comparison")
    parser.add_argument("--jobs", type=int, default=1, help="how many dry runs at a time")
    options = parser.parse_args()
    scripts = [script for path in options.paths for script in _scripts(path)]
    results = asyncio.run(_run_all(scripts, str(Path(options.python).absolute()), options.keep, options.jobs))
    by_script = {script: compare(script, result) for script, result in results.items()}
    _print_outcomes(results, by_script)
    _print_table([one for compared in by_script.values() for one in compared])
    return _print_wrong(by_script)


def _scripts(path: Path) -> list[Path]:
    if path.is_file():
        return [path.absolute()]
    return sorted(one.absolute() for one in path.rglob("*") if one.suffix in (".py", ".ipynb"))


async def _run_all(scripts: list[Path], python: str, keep: Path | None, jobs: int) -> dict[Path, dict[str, Any]]:
    turns = asyncio.Semaphore(jobs)

    async def one(script: Path) -> dict[str, Any]:
        async with turns:
            return await _kept(script, python, keep)

    return dict(zip(scripts, await asyncio.gather(*map(one, scripts)), strict=True))


async def _kept(script: Path, python: str, keep: Path | None) -> dict[str, Any]:
    if keep is None:
        return await dry_run(script, python)
    keep.mkdir(parents=True, exist_ok=True)
    digest = hashlib.sha256(str(script).encode() + script.read_bytes()).hexdigest()[:12]
    kept = keep / f"{script.stem}-{digest}.json"
    if not kept.exists():
        kept.write_text(json.dumps(await dry_run(script, python)), encoding="utf-8")
    result: dict[str, Any] = json.loads(kept.read_text(encoding="utf-8"))
    return result


async def dry_run(script: Path, python: str, timeout: int = 280) -> dict[str, Any]:
    """What ``lossguard dry-run --output-format json`` tells of a script, with the arguments that lie beside it."""
    beside = script.with_name(f"{script.name}.args")
    arguments = shlex.split(beside.read_text(encoding="utf-8")) if beside.exists() else []
    command = ["dry-run", script.name, "--python", python, "--timeout", str(timeout), "--output-format", "json"]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "lossguard", *command, "--", *arguments),
        cwd=script.parent,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    told, complaints = await process.communicate()
    if not told:  # the command refuses: it lacks a library, say
        return {"outcome": "refused", "facts": None, "exception": complaints.decode(errors="replace").strip()}
    result: dict[str, Any] = json.loads(told)
    return result


def _print_outcomes(results: dict[Path, dict[str, Any]], by_script: dict[Path, list[Compared]]) -> None:
    outcomes = Counter(result["outcome"] for result in results.values())
    print(f"{len(results)} scripts: {', '.join(f'{number} {outcome}' for outcome, number in outcomes.most_common())}")
    print(f"{sum(bool(compared) for compared in by_script.values())} of them compared\n")
    for script, result in results.items():
        if not by_script[script]:
            print(f"not compared: {script} ({result['outcome']}) {result['exception'][:160]}")


def _print_table(compared: Iterable[Compared]) -> None:
    listed = list(compared)
    counts = Counter((one.topic, one.verdict) for one in listed)
    print("\n" + "".join(f"{head:>22}" for head in ("", *(verdict.value for verdict in Verdict))))
    for topic in TOPICS:
        print("".join(f"{cell:>22}" for cell in (topic, *(counts[topic, verdict] for verdict in Verdict))))
    totals = Counter(one.verdict for one in listed)
    print("".join(f"{cell:>22}" for cell in ("all", *(totals[verdict] for verdict in Verdict))))
    print("\nunknown, because")
    reasons = Counter((one.topic, one.reason) for one in listed if one.verdict is Verdict.UNKNOWN)
    for (topic, reason), number in reasons.most_common(MOST_REASONS):
        print(f"{number:>6}  {topic}: {reason}")


def _print_wrong(by_script: dict[Path, list[Compared]]) -> int:
    wrong = [(script, one) for script, all_of_it in by_script.items() for one in all_of_it]
    wrong = [(script, one) for script, one in wrong if one.verdict is Verdict.WRONG]
    for script, one in wrong:
        print(f"\nWRONG {script}:{one.row}\n      {one.topic}: {one.text}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
