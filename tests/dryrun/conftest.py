"""Runs of real scripts in a process of their own: with this Python where no libraries are needed, else with torch's."""

import asyncio
import subprocess
import sys
import textwrap
from collections.abc import Callable
from pathlib import Path

import pytest

from lossguard.dryrun.job import DryRun
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.result import Progress, Result
from lossguard.text.decode import Problem
from lossguard.text.source import read_source

ROOT = Path(__file__).parents[2]
TORCH_PYTHON = ROOT / ".venv-dryrun" / "bin" / "python"
Run = Callable[..., Result]


def plan_of(path: Path, **options: object) -> Plan:
    """A plan for a file as it lies on disk; paths in findings are its name."""
    source = read_source(path.name, path.read_bytes())
    assert not isinstance(source, Problem), source
    given: dict[str, object] = {"python": sys.executable, "folder": path.parent, "timeout": 60.0, **options}
    return Plan(document=source.document, path=path, **given)  # type: ignore[arg-type]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Dry-run a script of a few lines; ``files`` lie beside it."""

    def run(
        text: str,
        name: str = "train.py",
        files: dict[str, str] | None = None,
        heard: list[Progress] | None = None,
        **options: object,
    ) -> Result:
        folder = tmp_path / "project"
        folder.mkdir(exist_ok=True)
        for file, content in {**(files or {}), name: textwrap.dedent(text)}.items():
            path = folder / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
        tell = heard.append if heard is not None else None
        return asyncio.run(DryRun(plan_of(folder / name, **options), tell).run())

    return run


@pytest.fixture(scope="session")
def torch_python() -> str:
    if not TORCH_PYTHON.exists():
        pytest.skip("needs the environment with torch: make .venv-dryrun")
    return str(TORCH_PYTHON)


@pytest.fixture(scope="session")
def cuda_python(torch_python: str) -> str:
    asked = subprocess.run([torch_python, "-c", "import torch; print(torch.cuda.is_available())"], capture_output=True)
    if asked.stdout.strip() != b"True":
        pytest.skip("needs a CUDA device that this torch can use")
    return torch_python


@pytest.fixture(scope="session")
def models(torch_python: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of model folders: a configuration of the real size and a tokenizer each; ``small`` has weights."""
    folder = tmp_path_factory.mktemp("models")
    code = (
        "import sys; from pathlib import Path; sys.path.insert(0, sys.argv[1]); import model_folders as m\n"
        "for family in m.FAMILIES: m.make_folder(Path(sys.argv[2], family), family, False)\n"
        "m.make_folder(Path(sys.argv[2], 'small'), 'qwen2', True)"
    )
    subprocess.run([torch_python, "-c", code, str(ROOT / "scripts"), str(folder)], check=True, capture_output=True)
    return folder
