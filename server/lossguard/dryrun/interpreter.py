"""The interpreter of a dry run: where it is, and whether it has what the script imports."""

import ast
import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from lossguard.dryrun.environment import is_secret
from lossguard.dryrun.plan import Plan
from lossguard.findings.finding import Message

CANNOT_START = "{python} is no Python that can be started."
LACKS = "{python} has no {packages}, so the script cannot run with it."
TEMPLATES = (CANNOT_START, LACKS)

_LIBRARIES = ("transformers", "trl", "peft", "accelerate", "datasets", "unsloth")
"""What is asked for if the script imports it, together with torch."""
_MARK = "lossguard:"
_ASK = (
    f"import importlib.util, sys; print({_MARK!r}, *(n for n in sys.argv[1:] if importlib.util.find_spec(n) is None))"
)
"""Finds the packages without importing them."""
_PATIENCE = 30.0
"""Seconds for an interpreter on a cold disk."""


def find_python(given: str) -> str | None:
    """The interpreter that a path, a name on PATH, or the folder of an environment stands for."""
    named = str(Path(given, "bin", "python")) if Path(given).is_dir() else given
    found = shutil.which(named)
    # Not resolved: a virtual environment's Python is a link, and its name is what makes it the environment's.
    return str(Path(found).absolute()) if found else None


async def refusal(plan: Plan) -> Message | None:
    """Why a script cannot run with its interpreter, in one sentence; None if it can, as far as its imports tell."""
    wanted = list(_wanted(plan))
    if not wanted:
        return None
    missing = await _missing(plan.python, wanted)
    if missing is None:
        return Message(CANNOT_START, {"python": plan.python})
    return Message(LACKS, {"python": plan.python, "packages": ", ".join(missing)}) if missing else None


def _wanted(plan: Plan) -> Iterator[str]:
    """What the script cannot do without: not what it imports under a condition, nor what lies beside it."""
    imported = {name for part in plan.document.parts for name in _imported(part.code)}
    if not imported.isdisjoint(("torch", *_LIBRARIES)):
        for name in ("torch", *_LIBRARIES):
            beside = plan.path.parent / name
            if (name == "torch" or name in imported) and not (beside.is_dir() or beside.with_suffix(".py").is_file()):
                yield name


def _imported(code: str) -> Iterator[str]:
    """Top-level packages that a text imports, whatever happens; none if it does not parse here."""
    try:
        statements = ast.parse(code).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return
    for statement in statements:
        if isinstance(statement, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in statement.names)
        elif isinstance(statement, ast.ImportFrom) and not statement.level:
            yield (statement.module or "").partition(".")[0]


async def _missing(python: str, names: list[str]) -> list[str] | None:
    """None if the interpreter gives no answer."""
    variables = {name: value for name, value in os.environ.items() if not is_secret(name, value)}
    try:
        process = await asyncio.create_subprocess_exec(
            *(python, "-X", "utf8", "-B", "-c", _ASK, *names),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            cwd=Path.home(),
            env=variables,
        )
    except OSError:
        return None
    try:
        told, _ = await asyncio.wait_for(process.communicate(), _PATIENCE)
    except asyncio.TimeoutError:
        return None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    # The last line: what a sitecustomize prints comes first.
    lines = told.decode("utf-8", "replace").splitlines()
    mark, *missing = lines[-1].split() if lines and lines[-1] else [""]
    return missing if process.returncode == 0 and mark == _MARK else None
