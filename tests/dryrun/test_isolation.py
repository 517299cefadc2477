"""What the sandbox forbids. Each attack is tried in a real run; the list of what succeeded has to be empty."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from lossguard.dryrun.environment import is_secret
from lossguard.dryrun.result import Outcome
from tests.dryrun.conftest import Run

PRELUDE = """
import ctypes, json, os, shutil, socket, subprocess, sys
outside, results = sys.argv[1], {}
def attack(name):
    def tried(function):
        try:
            results[name] = bool(function() in (None, True))
        except BaseException as error:
            results[name] = False
    return tried
def succeeds(*command):
    return subprocess.run(command, stderr=subprocess.DEVNULL).returncode == 0
"""
WRITES = """
@attack("open")
def _(): open(outside + "/new", "w").close()
@attack("append")
def _(): open(outside + "/file", "a").close()
@attack("libc open")
def _(): return ctypes.CDLL(None).open((outside + "/new2").encode(), 0o101, 0o644) >= 0
@attack("child")
def _(): return succeeds("sh", "-c", f": > {outside}/new3")
@attack("remove")
def _(): os.remove(outside + "/file")
@attack("rmtree")
def _(): shutil.rmtree(outside)
@attack("rename")
def _(): os.rename(outside + "/file", "taken")
@attack("truncate")
def _(): os.truncate(outside + "/file", 0)
@attack("symlink")
def _(): os.symlink(outside, "link"); open("link/new4", "w").close()
@attack("hard link")
def _(): os.link(outside + "/file", "hard"); open("hard", "a").close()
@attack("namespace")
def _(): return succeeds("unshare", "-rm", "touch", outside + "/new5")
if os.path.exists(outside + "/file"):
    os.chmod(outside + "/file", 0o777); os.utime(outside + "/file", (1, 1))
print("RESULTS", json.dumps(results))
"""
NETWORK = """
for family in (socket.AF_INET, socket.AF_INET6):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        @attack(f"{family} {kind}")
        def _(): socket.socket(family, kind).close()
@attack("netlink")
def _(): socket.socket(socket.AF_NETLINK, socket.SOCK_RAW).close()
@attack("child")
def _(): return succeeds(sys.executable, "-S", "-c", "import socket; socket.socket()")
@attack("io_uring")
def _(): return ctypes.CDLL(None).syscall(425, 8, ctypes.create_string_buffer(120)) >= 0
print("RESULTS", json.dumps(results))
"""
PROCESSES = """
parent = os.getppid()
launcher = int(open(f"/proc/{parent}/stat").read().rpartition(")")[2].split()[1])
for pid in (parent, launcher):
    @attack(f"kill {pid == parent}")
    def _(): os.kill(pid, 0)
    @attack(f"memory {pid == parent}")
    def _(): open(f"/proc/{pid}/mem", "rb").close()
    @attack(f"environment {pid == parent}")
    def _(): return "hidden" in open(f"/proc/{pid}/environ").read()
    @attack(f"trace {pid == parent}")
    def _(): return ctypes.CDLL(None).ptrace(16, pid, 0, 0) == 0
@attack("limits")
def _(): import resource; resource.setrlimit(resource.RLIMIT_CPU, (10**9, 10**9))
@attack("memory watch")
def _(): open("/proc/self/oom_score_adj", "w").write("-1000")
print("RESULTS", json.dumps(results))
"""


def landlock() -> int:
    """Landlock's version of this kernel."""
    code = "import ctypes; print(ctypes.CDLL(None).syscall(444, None, 0, 1))"
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True).stdout)


pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or landlock() < 6, reason="needs a kernel with Landlock 6 (Linux 6.12)"
)


@pytest.fixture
def outside(tmp_path: Path) -> Iterator[Path]:
    """A folder that is not the script's, which has to be the same afterwards."""
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "file").write_text("precious")
    before = (folder / "file").stat()
    yield folder
    after = (folder / "file").stat()
    assert [path.name for path in folder.iterdir()] == ["file"]
    assert (folder / "file").read_text() == "precious"
    assert (after.st_mode, after.st_mtime) == (before.st_mode, before.st_mtime)


@pytest.mark.parametrize("attacks", [WRITES, NETWORK, PROCESSES], ids=["writes", "network", "processes"])
def test_no_attack_succeeds(run: Run, outside: Path, attacks: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SERVICE_TOKEN", "hidden")
    result = run(PRELUDE + attacks, arguments=(str(outside),))
    assert result.outcome is Outcome.NO_TRAINING, result.output
    tried = json.loads(result.output.partition("RESULTS ")[2])
    assert len(tried) >= 7
    assert [name for name, succeeded in tried.items() if succeeded] == []


def test_without_isolation_the_same_attacks_succeed(run: Run, tmp_path: Path) -> None:
    """So that the test above proves something."""
    target = tmp_path / "elsewhere"
    target.mkdir()
    (target / "file").write_text("")
    result = run(PRELUDE + WRITES, arguments=(str(target),), isolate=False)
    tried = json.loads(result.output.partition("RESULTS ")[2])
    assert tried["open"]
    assert tried["child"]
    assert result.isolation is not None
    assert (result.isolation.writes, result.isolation.network) == ("none", "none")
    assert "Isolation was switched off." in result.isolation.notes


def test_what_is_enforced_is_said(run: Run) -> None:
    isolation = run("").isolation
    assert isolation is not None
    assert (isolation.writes, isolation.network) == ("landlock", "seccomp")
    assert "Reading is not restricted." in isolation.notes


def test_a_write_that_is_refused_ends_the_run_with_its_line(run: Run, outside: Path) -> None:
    result = run(f"x = 1\nopen('{outside}/log', 'w')\n")
    assert result.outcome is Outcome.BLOCKED
    assert f"writes to {outside}/log on line 2" in result.summary.text()
    assert result.findings == ()


def test_a_write_that_another_file_tries_is_said_with_that_file(run: Run, outside: Path) -> None:
    files = {"tools/log.py": f"def start():\n    open('{outside}/log', 'w')\n"}
    result = run("import tools.log\ntools.log.start()\n", files=files)
    assert f"writes to {outside}/log on line 2 of tools/log.py" in result.summary.text()


def test_a_write_in_a_notebook_is_said_with_its_cell(run: Run, outside: Path) -> None:
    cells = ["x = 1", f"\nopen('{outside}/log', 'w')"]
    notebook = {
        "cells": [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    result = run(json.dumps(notebook), name="train.ipynb")
    assert f"writes to {outside}/log on line 2 of cell 2" in result.summary.text()


def test_a_connection_that_is_refused_ends_the_run_with_its_line(run: Run) -> None:
    result = run("import socket\nsocket.create_connection(('127.0.0.1', 9))\n")
    assert result.outcome is Outcome.BLOCKED
    assert "opens a network connection on line 2" in result.summary.text()


def test_sockets_between_processes_of_the_script_work(run: Run) -> None:
    assert "ok" in run("import socket; a, b = socket.socketpair(); a.send(b'ok'); print(b.recv(2))").output


def test_abstract_sockets_of_other_programs_are_out_of_reach(run: Run) -> None:
    name = f"\0lossguard-{os.getpid()}"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(name)
        server.listen()
        assert run(f"import socket; socket.socket(socket.AF_UNIX).connect({name!r})").outcome is not Outcome.NO_TRAINING


def test_secrets_of_the_environment_are_hidden_and_named(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = (
        "HF_TOKEN WANDB_API_KEY AWS_SECRET_ACCESS_KEY DATABASE_URL SSH_AUTH_SOCK SSH_PASSPHRASE GITHUB_PAT"
        " AZURE_STORAGE_CONNECTION_STRING SLACK_WEBHOOK_URL VSCODE_IPC_HOOK_CLI"
    ).split()
    for name in secrets:
        monkeypatch.setenv(name, "secret-value")
    monkeypatch.setenv("MONGO_URI", "mongodb://me:secret-value@example.org/db")
    monkeypatch.setenv("HARMLESS", "seen")
    text = "import os; print([v for v in os.environ.values() if 'secret-value' in v], os.environ['HARMLESS'])\n"
    # A script that asks for its token goes on; what leads to another program is not there.
    result = run(text + "print(len(os.environ['HF_TOKEN']) > 0, 'SSH_AUTH_SOCK' in os.environ)\n")
    assert result.output.split("\n")[:2] == ["[] seen", "True False"]
    assert result.isolation is not None
    assert {*secrets, "MONGO_URI"} <= set(result.isolation.hidden_variables)


@pytest.mark.parametrize(
    "name",
    [
        "PATH",
        "HOME",
        "TOKENIZERS_PARALLELISM",
        "MAX_TOKENS",
        "TOKENIZER_PATH",
        "TOKENIZER_NAME",
        "AUTHOR",
        "CUDA_VISIBLE_DEVICES",
        "LANG",
        "HF_HOME",
    ],
)
def test_variables_that_scripts_need_are_no_secrets(name: str) -> None:
    assert not is_secret(name, "https://example.org:80/a@b")


def test_the_working_folder_can_be_written_to_and_the_real_one_stays(run: Run, tmp_path: Path) -> None:
    result = run(
        """
        import json, os
        os.makedirs("outputs/deep", exist_ok=True)
        open("outputs/deep/new.txt", "w").write("x")
        open("notes.txt", "a").write("more")
        json.dump({}, open("outputs/old.json", "w"))
        print(*(open(name).read() for name in ("notes.txt", "data/rows.txt", "../beside.txt")))
        """,
        files={"notes.txt": "some", "data/rows.txt": "rows", "outputs/old.json": "old", "../beside.txt": "beside"},
    )
    assert result.outcome is Outcome.NO_TRAINING, result.output
    assert result.output.split() == ["somemore", "rows", "beside"]
    project = tmp_path / "project"
    assert (project / "notes.txt").read_text() == "some"
    assert (project / "outputs" / "old.json").read_text() == "old"
    assert not (project / "outputs" / "deep").exists()


def test_large_files_and_deep_folders_can_be_read(run: Run) -> None:
    files = {"large.bin": "x" * 300_000, "a/b/c/d/e/f/leaf.txt": "leaf"}
    result = run("print(len(open('large.bin').read()), open('a/b/c/d/e/f/leaf.txt').read())", files=files)
    assert result.output.strip() == "300000 leaf"
