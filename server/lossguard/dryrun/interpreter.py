"""The interpreter of a dry run: where it is, and whether it has what the script imports."""

import asyncio
import os
import re
import shutil
from collections.abc import Iterable
from pathlib import Path

from lossguard.dryrun.environment import is_secret
from lossguard.findings.finding import Message
from lossguard.text.document import Document

CANNOT_START = "{python} is no Python that can be started."
LACKS = "{python} has no {packages}, so the script cannot run with it."
TEMPLATES = (CANNOT_START, LACKS)

_LIBRARIES = ("transformers", "trl", "peft", "accelerate", "datasets", "unsloth")
"""What is asked for if the script imports it, together with torch."""
_IMPORT = re.compile(rf"^[ \t]*(?:from|import)[ \t]+({'|'.join((*_LIBRARIES, 'torch'))})\b", re.MULTILINE)
_ASK = "import importlib.util, sys; print(*(n for n in sys.argv[1:] if importlib.util.find_spec(n) is None))"
"""Finds the packages without importing them."""
_PATIENCE = 30.0
"""Seconds for an interpreter on a cold disk."""


def find_python(given: str) -> str | None:
    """The interpreter that a path, a name on PATH, or the folder of an environment stands for."""
    named = str(Path(given, "bin", "python")) if Path(given).is_dir() else given
    found = shutil.which(named)
    # Not resolved: a virtual environment's Python is a link, and its name is what makes it the environment's.
    return str(Path(found).absolute()) if found else None


async def refusal(python: str, document: Document) -> Message | None:
    """Why a script cannot run with an interpreter, in one sentence; None if it can, as far as its imports tell."""
    wanted = _wanted(part.code for part in document.parts)
    if not wanted:
        return None
    missing = await _missing(python, wanted)
    if missing is None:
        return Message(CANNOT_START, {"python": python})
    return Message(LACKS, {"python": python, "packages": ", ".join(missing)}) if missing else None


def _wanted(texts: Iterable[str]) -> list[str]:
    imported = {name for text in texts for name in _IMPORT.findall(text)}
    return ["torch", *(name for name in _LIBRARIES if name in imported)] if imported else []


async def _missing(python: str, names: list[str]) -> list[str] | None:
    """None if the interpreter gives no answer."""
    variables = {name: value for name, value in os.environ.items() if not is_secret(name)}
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
    lines = told.decode("utf-8", "replace").splitlines()
    # The last line: what a sitecustomize prints comes first.
    return lines[-1].split() if process.returncode == 0 and lines else None
