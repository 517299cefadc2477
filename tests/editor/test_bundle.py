"""The libraries in the VSIX run the server on every Python that may be found."""

import json
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

INITIALIZE = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {"processId": None, "rootUri": None, "capabilities": {}},
}


def pythons() -> Iterator[tuple[str, str]]:
    """Every CPython on PATH and in pyenv's folder, as (version, path): one for each minor version."""
    folders = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep)]
    # pyenv's shims answer for versions that are not selected, with an error.
    folders = [folder for folder in folders if folder.name != "shims"]
    folders += sorted(Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")).glob("versions/3*/bin"))
    found: dict[str, str] = {}
    for folder in folders:
        for name in ["python3", *(f"python3.{minor}" for minor in range(8, 15))]:
            path = shutil.which(name, path=str(folder))
            if path is None:
                continue
            run = subprocess.run([path, "--version"], capture_output=True, text=True)
            if version := re.match(r"Python (3\.\d+)", run.stdout):
                found.setdefault(version[1], path)
    yield from sorted(found.items(), key=lambda item: int(item[0].split(".")[1]))


PYTHONS = dict(pythons())
USABLE = [version for version in PYTHONS if int(version.split(".")[1]) in range(10, 15)]
TOO_OLD = [version for version in PYTHONS if int(version.split(".")[1]) < 10]


@pytest.fixture(scope="module")
def launcher(tmp_path_factory: pytest.TempPathFactory, vsix: Path) -> Path:
    folder = tmp_path_factory.mktemp("vsix")
    with zipfile.ZipFile(vsix) as archive:
        archive.extractall(folder)
    return folder / "extension" / "bundled" / "launch.py"


def launch(version: str, launcher: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command = [PYTHONS[version], "-I", "-S", "-B", str(launcher), *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, timeout=60, cwd=launcher.parent)


@pytest.mark.parametrize("version", USABLE)
def test_every_usable_python_runs_the_server(version: str, launcher: Path) -> None:
    body = json.dumps(INITIALIZE).encode()
    run = launch(version, launcher, "server", "--stdio", stdin=b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
    assert b'"serverInfo"' in run.stdout, run.stderr.decode()


@pytest.mark.parametrize("version", USABLE)
def test_every_usable_python_checks_a_file(version: str, launcher: Path, tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_bytes((Path(__file__).parent / "workspace" / "train.py").read_bytes())
    run = launch(version, launcher, "check", "--output-format", "json", str(script))
    assert run.returncode == 1, run.stderr.decode()
    assert len(json.loads(run.stdout)) == 1


@pytest.mark.parametrize("version", TOO_OLD)
def test_an_old_python_is_told_so_in_one_line(version: str, launcher: Path) -> None:
    run = launch(version, launcher, "server", "--stdio")
    assert run.returncode == 78
    assert run.stdout == b""
    assert run.stderr.decode().count("\n") == 1
    assert "needs Python 3.10 or newer" in run.stderr.decode()


def test_it_finds_nothing_outside_its_folder(launcher: Path) -> None:
    """No site-packages, no current folder: only the bundled libraries and the standard library."""
    program = f"import runpy, sys; sys.argv[1:] = ['who']; runpy.run_path({str(launcher)!r}); print(sys.path)"
    run = subprocess.run([PYTHONS[USABLE[-1]], "-I", "-S", "-c", program], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert "site-packages" not in run.stdout


def test_the_vsix_holds_what_it_should_and_no_more(vsix: Path) -> None:
    with zipfile.ZipFile(vsix) as archive:
        names = archive.namelist()
    tops = {name.split("/")[1] for name in names if name.startswith("extension/")}
    assert {"package.json", "client", "l10n", "bundled"} <= tops
    assert not tops & {"node_modules", "server", "tests", "scripts", "shared"}
    assert not [name for name in names if name.endswith((".ts", ".map", ".pyc"))]
    natives = [name for name in names if "/libcst/native." in name]
    assert len(natives) == 5, natives
    assert vsix.stat().st_size < 15_000_000
