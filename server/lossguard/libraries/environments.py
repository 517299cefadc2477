"""Which environment a script probably runs in, when nobody says."""

from collections.abc import Mapping
from pathlib import Path

_FOLDERS = (".venv", "venv", "env", ".conda")
_MARKS = ("pyvenv.cfg", "conda-meta")
"""What is in an environment made by ``venv`` (and virtualenv, uv), or by conda."""


def active_environment(variables: Mapping[str, str]) -> str | None:
    """The virtual or conda environment that the user has activated."""
    return next((variables[name] for name in ("VIRTUAL_ENV", "CONDA_PREFIX") if variables.get(name)), None)


def likely_environment(folder: Path, variables: Mapping[str, str]) -> str | None:
    """The active virtual or conda environment, else one in a folder above that belongs to the same project."""
    active = active_environment(variables)
    if active:
        return active
    for above in (folder, *folder.parents):
        for name in _FOLDERS:
            if any((above / name / mark).exists() for mark in _MARKS):
                return str(above / name)
        if (above / ".git").exists():
            break
    return None
