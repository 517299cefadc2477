"""Real editors, where they are installed: a mistake is shown, its fix is applied and helps."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.lsp.editor import SERVER
from tests.lsp.scripts import CORRECTION, MISTAKE, WRONG

SCRIPTS = Path(__file__).with_name("editors")
SMILE = "# 😀\n" + WRONG.replace("data_collator=", "compute_metrics=lambda _: '😀', data_collator=")
"""The columns of the mistake differ in every encoding."""


@pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")
def test_neovim(tmp_path: Path) -> None:
    script = SCRIPTS / "neovim.lua"
    run(["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}"], tmp_path, named=True)


def has_eglot() -> bool:
    command = ["emacs", "--batch", "-l", "package", "--eval", "(progn (package-initialize) (require 'eglot))"]
    return shutil.which("emacs") is not None and subprocess.run(command, capture_output=True).returncode == 0


def test_emacs(tmp_path: Path) -> None:
    if not has_eglot():
        pytest.skip("Emacs with eglot is not installed")
    run(["emacs", "--batch", "-l", "package", "-l", str(SCRIPTS / "emacs.el")], tmp_path, named=False)


def run(command: list[str], folder: Path, named: bool) -> None:
    """Run an editor on the wrong script, named on its command line or not."""
    file = folder / "train.py"
    file.write_text(SMILE, encoding="utf-8")
    arguments = [*command, str(file)] if named else command
    variables = {"LOSSGUARD_SERVER": json.dumps(SERVER), "LOSSGUARD_FILE": str(file), "HOME": str(folder)}
    done = subprocess.run(
        arguments, cwd=folder, env={**os.environ, **variables}, capture_output=True, text=True, timeout=90
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert file.read_text(encoding="utf-8") == SMILE.replace(MISTAKE, CORRECTION)
