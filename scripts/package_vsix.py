"""Builds the VSIX of the extension, which carries its own Python libraries.

A server that shared site-packages with the user's project would break whenever the project changes
(the most frequent complaint about extensions of this kind), so everything it imports is put into
``bundled/libs``. The compiled part of libcst exists once for each version of Python; their files have
different names and lie side by side, so that whatever CPython is found can run the server.
"""

import argparse
import hashlib
import platform
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIBS = ROOT / "bundled" / "libs"
REQUIREMENTS = ROOT / "bundled" / "requirements.txt"
WHEELS = ROOT / ".cache" / "wheels"
OUTPUT = ROOT / "dist"

PYTHONS = ("310", "311", "312", "313", "314")


@dataclass(frozen=True, slots=True)
class Target:
    """A platform as VS Code names it, with what the Python packages call it."""

    tags: tuple[str, ...]
    libcst: str = "1.9.0"


TARGETS = {
    "linux-x64": Target(("manylinux_2_28_x86_64", "manylinux_2_17_x86_64", "manylinux2014_x86_64")),
    "linux-arm64": Target(("manylinux_2_28_aarch64", "manylinux_2_17_aarch64", "manylinux2014_aarch64")),
    "alpine-x64": Target(("musllinux_1_2_x86_64",)),
    "alpine-arm64": Target(("musllinux_1_2_aarch64",)),
    "darwin-arm64": Target(("macosx_11_0_arm64",)),
    # 1.9.0 has no wheels for Intel Macs.
    "darwin-x64": Target(("macosx_10_15_x86_64",), libcst="1.8.6"),
    "win32-x64": Target(("win_amd64",)),
    "win32-arm64": Target(("win_arm64",)),
}

UNUSED = ("/tests/", "libcst/codemod/", "libcst/tool.py")
"""What nothing that the server imports ever imports."""


def current_target() -> str:
    system = {"linux": "linux", "darwin": "darwin", "win32": "win32"}.get(sys.platform, sys.platform)
    if system == "linux" and platform.libc_ver()[0] != "glibc":
        system = "alpine"
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64", "arm64": "arm64"}
    return f"{system}-{machine.get(platform.machine().lower(), platform.machine())}"


def pip(*arguments: str) -> None:
    command = [sys.executable, "-m", "pip", "--disable-pip-version-check", *arguments, "--quiet", "--no-deps"]
    run = subprocess.run(command, check=False, stderr=subprocess.PIPE, text=True)
    if run.returncode != 0:
        raise SystemExit(run.stderr)


def download(target_name: str) -> Path:
    """The wheels for a target, downloaded once for each list of requirements."""
    target = TARGETS[target_name]
    wanted = REQUIREMENTS.read_text() + repr((target, PYTHONS))
    folder = WHEELS / f"{target_name}-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    if folder.exists():
        return folder
    print(f"==> wheels for {target_name}", flush=True)
    partial = folder.with_suffix(".part")
    shutil.rmtree(partial, ignore_errors=True)
    common = ("download", "--only-binary=:all:", "--dest", str(partial))
    pip(
        *common,
        "--python-version=310",
        "--platform=any",
        "--abi=none",
        "--implementation=py",
        f"--requirement={REQUIREMENTS}",
    )
    for python in PYTHONS:
        tags = (f"--platform={tag}" for tag in target.tags)
        version = (f"--python-version={python}", f"--abi=cp{python}", "--implementation=cp")
        pip(*common, *version, *tags, f"libcst=={target.libcst}")
    partial.rename(folder)
    return folder


def build_own_wheel(folder: Path) -> Path:
    pip("wheel", "--wheel-dir", str(folder), str(ROOT))
    (wheel,) = folder.glob("lossguard-*.whl")
    return wheel


def members(wheel: zipfile.ZipFile) -> Iterator[zipfile.ZipInfo]:
    for member in wheel.infolist():
        if not any(part in member.filename for part in UNUSED):
            yield member


def lay_libraries(target_name: str, own_wheel: Path) -> None:
    """Fills bundled/libs for a target; an old one stays in use until the new one is complete."""
    wheels = [*sorted(download(target_name).glob("*.whl")), own_wheel]
    with tempfile.TemporaryDirectory(dir=LIBS.parent) as temporary:
        new = Path(temporary) / "libs"
        for path in wheels:
            with zipfile.ZipFile(path) as wheel:
                for member in members(wheel):
                    wheel.extract(member, new)
        natives = list((new / "libcst").glob("native.*"))
        if len(natives) != len(PYTHONS):
            raise SystemExit(f"libcst has {len(natives)} compiled parts instead of {len(PYTHONS)}: {natives}")
        if LIBS.exists():
            LIBS.rename(Path(temporary) / "old")
        new.rename(LIBS)


def path_of(target_name: str) -> Path:
    return OUTPUT / f"lossguard-{target_name}.vsix"


def package(target_name: str, node: Path) -> Path:
    OUTPUT.mkdir(exist_ok=True)
    vsix = path_of(target_name)
    vsce = ROOT / "node_modules" / "@vscode" / "vsce" / "vsce"
    arguments = ["package", "--target", target_name, "--no-dependencies"]
    run = subprocess.run(
        [str(node), str(vsce), *arguments, "--out", str(vsix)], check=False, cwd=ROOT, capture_output=True, text=True
    )
    if run.returncode != 0:
        raise SystemExit(f"vsce failed:\n{run.stdout}{run.stderr}")
    return vsix


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument(
        "--target", default=current_target(), help=f"all, or one of: {', '.join(TARGETS)} (default: this machine)"
    )
    parser.add_argument("--node", type=Path, help="the Node.js that runs vsce (22 or newer)")
    parser.add_argument(
        "--print-path", action="store_true", help="say where the VSIX of the target lies, and stop there"
    )
    parser.add_argument("--libraries-only", action="store_true", help="fill bundled/libs and stop there")
    options = parser.parse_args()
    names = list(TARGETS) if options.target == "all" else [options.target]
    if unknown := [name for name in names if name not in TARGETS]:
        parser.error(f"unknown target {unknown[0]}; known: all, {', '.join(TARGETS)}")
    if options.print_path:
        print(*map(path_of, names), sep="\n")
        return
    with tempfile.TemporaryDirectory() as temporary:
        package_all(names, build_own_wheel(Path(temporary)), options)


def package_all(names: Sequence[str], own_wheel: Path, options: argparse.Namespace) -> None:
    for name in names:
        lay_libraries(name, own_wheel)
        if options.libraries_only:
            continue
        vsix = package(name, options.node or Path("node"))
        print(f"==> {vsix.relative_to(ROOT)} ({vsix.stat().st_size / 1e6:.1f} MB)")
    if len(names) > 1 and current_target() in TARGETS:
        # Left behind is what this machine can run.
        lay_libraries(current_target(), own_wheel)


if __name__ == "__main__":
    main()
