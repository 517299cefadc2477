"""Installed versions are read from disk for every layout of an interpreter, without starting it."""

import os
import sys
from pathlib import Path

import pytest

from lossguard.libraries.environments import likely_environment
from lossguard.libraries.installed import InstalledVersions
from lossguard.libraries.versions import Versions
from lossguard.text.decode import Problem

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="builds layouts with symbolic links")


def install(folder: Path, *distributions: str) -> Path:
    for distribution in distributions:
        (folder / f"{distribution}.dist-info").mkdir(parents=True)
        (folder / f"{distribution}.dist-info" / "METADATA").touch()
    return folder


def executable(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"\x7fELF")
    return path


def link(path: Path, target: str | Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.symlink_to(target)
    return path


def found(interpreter: Path) -> dict[str, str]:
    versions = InstalledVersions().of(str(interpreter))
    assert isinstance(versions, Versions), versions
    assert {pin.source for pin in versions.resolved.values()} <= {str(interpreter)}
    return {name: pin.version for name, pin in versions.resolved.items()}


@pytest.fixture
def system(tmp_path: Path) -> Path:
    """A system with two Pythons, like Debian's."""
    install(tmp_path / "usr/lib/python3.11/site-packages", "trl-0.11.0", "system_only-1.0")
    install(tmp_path / "usr/lib/python3.12/site-packages", "trl-0.12.0")
    executable(tmp_path / "usr/bin/python3.12")
    link(tmp_path / "usr/bin/python3", executable(tmp_path / "usr/bin/python3.11").name)
    return tmp_path / "usr"


def virtual_environment(root: Path, home: Path, more: str = "") -> Path:
    root.mkdir()
    (root / "pyvenv.cfg").write_text(f"home = {home}\nversion = 3.11.4\n{more}\n")
    install(root / "lib/python3.11/site-packages", "trl-0.24.0", "torch-2.9.0+cu128")
    return link(root / "bin/python", link(root / "bin/python3", home / "python3").name)


def test_a_virtual_environment_is_read_and_not_the_python_behind_it(tmp_path: Path, system: Path) -> None:
    python = virtual_environment(tmp_path / "venv", system / "bin")
    assert found(python) == found(tmp_path / "venv") == {"trl": "0.24.0", "torch": "2.9.0+cu128"}


def test_a_virtual_environment_that_sees_the_system_is_completed_by_it(tmp_path: Path, system: Path) -> None:
    python = virtual_environment(tmp_path / "venv", system / "bin", "include-system-site-packages = TRUE")
    assert found(python) == {"trl": "0.24.0", "torch": "2.9.0+cu128", "system-only": "1.0"}


def test_uv_writes_the_version_under_another_name(tmp_path: Path, system: Path) -> None:
    python = virtual_environment(tmp_path / "venv", system / "bin")
    (tmp_path / "venv/pyvenv.cfg").write_text(f"home = {system}/bin\nversion_info = 3.11.4\n")
    assert found(python)["trl"] == "0.24.0"


def test_the_version_of_a_system_python_comes_from_where_its_links_lead(system: Path) -> None:
    assert found(system / "bin/python3")["trl"] == "0.11.0"
    assert found(system / "bin/python3.12") == {"trl": "0.12.0"}


def test_a_link_from_elsewhere_is_followed(tmp_path: Path, system: Path) -> None:
    assert found(link(tmp_path / "shortcuts/py", "../usr/bin/python3"))["trl"] == "0.11.0"


def test_conda_and_pyenv_keep_everything_in_one_prefix(tmp_path: Path) -> None:
    install(tmp_path / "env/lib/python3.10/site-packages", "unsloth_zoo-2025.10.1")
    python = link(tmp_path / "env/bin/python", executable(tmp_path / "env/bin/python3.10").name)
    assert found(python) == found(tmp_path / "env") == {"unsloth-zoo": "2025.10.1"}


def test_homebrew_keeps_packages_beside_the_links(tmp_path: Path) -> None:
    executable(tmp_path / "Cellar/python@3.11/3.11.9/bin/python3.11")
    install(tmp_path / "lib/python3.11/site-packages", "trl-0.24.0")
    python = link(tmp_path / "bin/python3", "../Cellar/python@3.11/3.11.9/bin/python3.11")
    assert found(python) == {"trl": "0.24.0"}


def test_windows_keeps_packages_in_lib(tmp_path: Path) -> None:
    install(tmp_path / "venv/Lib/site-packages", "trl-0.24.0")
    (tmp_path / "venv/pyvenv.cfg").write_text("home = C:\\Python311\nversion = 3.11.4\n")
    assert found(executable(tmp_path / "venv/Scripts/python.exe")) == {"trl": "0.24.0"}
    install(tmp_path / "base/Lib/site-packages", "trl-0.23.0")
    assert found(executable(tmp_path / "base/python.exe")) == {"trl": "0.23.0"}


@pytest.mark.parametrize("mark", [".venv/pyvenv.cfg", "venv/pyvenv.cfg", "env/pyvenv.cfg", ".conda/conda-meta/history"])
def test_the_environment_of_a_project_is_found_from_its_scripts(tmp_path: Path, mark: str) -> None:
    (tmp_path / mark).parent.mkdir(parents=True)
    (tmp_path / mark).touch()
    script = tmp_path / "src/scripts"
    script.mkdir(parents=True)
    assert likely_environment(script, {}) == str(tmp_path / mark.partition("/")[0])
    assert likely_environment(script, {"CONDA_PREFIX": "/opt/conda"}) == "/opt/conda"
    (tmp_path / "src/.git").mkdir()
    assert likely_environment(script, {}) is None


def test_leftovers_and_other_metadata_are_not_read(tmp_path: Path) -> None:
    folder = install(tmp_path / "e/lib/python3.11/site-packages", "~rl-0.1.0", "trl-0.24.0", "peft-0.1", "peft-0.2")
    (folder / "torch-2.0.0.dist-info").mkdir()
    (folder / "datasets-4.0.egg-info").mkdir()
    assert found(tmp_path / "e") == {"trl": "0.24.0"}


def test_a_change_on_disk_is_seen(tmp_path: Path) -> None:
    folder = install(tmp_path / "e/lib/python3.11/site-packages", "trl-0.24.0")
    reader = InstalledVersions()
    first = reader.of(str(tmp_path / "e"))
    install(folder, "peft-0.17.0")
    os.utime(folder, ns=(1, 1))
    second = reader.of(str(tmp_path / "e"))
    assert isinstance(first, Versions)
    assert isinstance(second, Versions)
    assert (first.get("peft"), second.get("peft") is not None) == (None, True)


def test_the_interpreter_of_this_test_has_what_it_runs_on() -> None:
    assert found(Path(sys.executable))["pytest"] == pytest.__version__


def test_a_path_that_is_no_interpreter_is_a_problem(tmp_path: Path) -> None:
    shim = tmp_path / "shims/python"
    shim.parent.mkdir()
    shim.write_text("#!/bin/sh\nexec pyenv exec python\n")
    loop = link(tmp_path / "loop", "loop")
    for path, message in [
        (tmp_path / "none", "is no Python interpreter: there is no such file"),
        (tmp_path, "is no Python interpreter that is known: no site-packages folder belongs to it"),
        (executable(tmp_path / "x/tool"), "no site-packages folder belongs to it"),
        (shim, "is a launcher script"),
        (loop, "is no"),
        (Path("a\0b"), "is no Python"),
    ]:
        problem = InstalledVersions().of(str(path))
        assert isinstance(problem, Problem)
        assert message in problem.message
