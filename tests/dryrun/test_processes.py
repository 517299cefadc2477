"""Whatever a script does to its process, the run ends with a clear result and leaves nothing behind."""

import asyncio
import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from lossguard.dryrun.job import DryRun
from lossguard.dryrun.result import Outcome, Phase, Progress
from tests.dryrun.conftest import Run, plan_of

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched through /proc")
MARK = f"lossguard-test-orphan-{os.getpid()}"
LEAVE_A_DAEMON = f"""
    import os, subprocess, sys, time
    if os.fork() == 0:
        os.setsid()
        subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)", "{MARK}"], start_new_session=True)
        os._exit(0)
    time.sleep(0.3)
"""


@pytest.fixture(autouse=True)
def nothing_is_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    yield
    assert list(scratch.iterdir()) == []
    assert orphans() == []


def orphans() -> list[str]:
    found = []
    for process in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if process.name.isdigit() and MARK in (process / "cmdline").read_text():
                found.append(process.name)
    return found


@pytest.mark.parametrize(
    ("script", "outcome", "words"),
    [
        ("1 / 0", Outcome.FAILED, "ZeroDivisionError"),
        ("x = (", Outcome.FAILED, "SyntaxError"),
        ("print('done')", Outcome.NO_TRAINING, "without a training step"),
        ("import sys; sys.exit(3)", Outcome.NO_TRAINING, "left with 3"),
        ("import sys; sys.exit('use a|b')", Outcome.NO_TRAINING, "left with use a|b"),
        ("import sys; sys.exit()", Outcome.NO_TRAINING, "without a training step"),
        ("import os; os._exit(7)", Outcome.KILLED, "status 7"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Outcome.KILLED, "signal 9"),
        ("import ctypes; ctypes.string_at(0)", Outcome.KILLED, "signal 11"),
        ("raise KeyboardInterrupt", Outcome.FAILED, "KeyboardInterrupt"),
        ("def f(): f()\nf()", Outcome.FAILED, "RecursionError"),
    ],
)
def test_how_a_script_ended_is_said(run: Run, script: str, outcome: Outcome, words: str) -> None:
    result = run(script)
    assert result.outcome is outcome
    assert words in result.summary.text()
    assert result.faults == ()


def test_an_exception_is_a_finding_at_the_innermost_line_of_the_script(run: Run) -> None:
    result = run("def f(x):\n    return int(x)\n\nprint(f('a'))\n")
    (finding,) = result.findings
    assert (finding.code, finding.place.source) == ("DRY001", "int(x)")
    assert finding.message.text() == "ValueError: invalid literal for int() with base 10: 'a'"
    assert [related.place.source for related in finding.related] == ["f('a')"]


def test_a_script_that_hangs_is_ended_after_the_timeout(run: Run) -> None:
    result = run("import time; time.sleep(600)", timeout=1.0)
    assert result.outcome is Outcome.TIMED_OUT
    assert result.seconds < 10


def test_a_script_that_ignores_signals_is_ended_as_well(run: Run) -> None:
    script = "import signal, time\nfor n in (1, 2, 15): signal.signal(n, signal.SIG_IGN)\nwhile True: time.sleep(1)"
    assert run(script, timeout=1.0).outcome is Outcome.TIMED_OUT


def test_a_process_in_a_session_of_its_own_does_not_outlive_the_run(run: Run) -> None:
    assert run(LEAVE_A_DAEMON).outcome is Outcome.NO_TRAINING


def test_a_script_that_multiplies_is_stopped(run: Run) -> None:
    bomb = "import os, time\nfor _ in range(9):\n    os.fork()\ntime.sleep(600)\n"
    result = run(bomb)
    assert result.outcome is Outcome.KILLED
    assert "so many processes" in result.summary.text()


def test_memory_is_limited_over_all_processes(run: Run) -> None:
    script = "import os, time\nos.fork()\nblock = bytearray(os.urandom(1)) * 80_000_000\ntime.sleep(600)"
    result = run(script, memory=120_000_000)
    assert result.outcome is Outcome.OUT_OF_MEMORY
    assert "0.1 GB" in result.summary.text()


def test_a_flood_of_output_is_drained_and_its_end_kept(run: Run) -> None:
    result = run("for i in range(200_000):\n    print('x' * 50)\nprint('the end')")
    assert result.outcome is Outcome.NO_TRAINING
    assert result.output.endswith("the end\n")
    assert len(result.output) < 50_000


def test_bytes_that_are_no_text_do_no_harm(run: Run) -> None:
    result = run(r"import os; os.write(1, b'\xff\xfe\x00\x1b[2J')")
    assert result.outcome is Outcome.NO_TRAINING


def test_a_python_that_is_none_is_said(run: Run, tmp_path: Path) -> None:
    missing = run("", python=str(tmp_path / "no-python"))
    assert missing.outcome is Outcome.NOT_STARTED
    assert "No such file" in missing.summary.text()
    wrong = run("", python="/bin/false")
    assert wrong.outcome is Outcome.NOT_STARTED


def test_the_script_is_main_and_has_its_arguments(run: Run) -> None:
    script = "import sys\nif __name__ == '__main__':\n    print(sys.argv[1:], __file__)"
    result = run(script, arguments=("--epochs", "3"))
    assert "['--epochs', '3']" in result.output
    assert "train.py" in result.output


def test_modules_beside_the_script_are_found_and_named_in_findings(run: Run) -> None:
    result = run("import helper\nhelper.work()", files={"helper.py": "def work():\n    raise OSError('no')\n"})
    (finding,) = result.findings
    assert finding.place.source == "raise OSError('no')"
    assert finding.place.part.key.endswith("project/helper.py")


def test_a_refused_command_line_tells_what_it_takes(run: Run) -> None:
    result = run("""
        import argparse
        parser = argparse.ArgumentParser()
        parser.add_argument("--model", required=True, help="checkpoint")
        parser.add_argument("--size", choices=["s", "m"], default="s")
        parser.parse_args()
    """)
    assert result.outcome is Outcome.NEEDS_ARGUMENTS
    model, size = result.arguments
    assert (model.flags, model.required, model.help) == (("--model",), True, "checkpoint")
    assert (size.choices, size.default) == (("s", "m"), "s")


def test_a_notebook_runs_cell_by_cell_with_its_magics_masked(run: Run) -> None:
    import json

    cells = ["%pip install nothing\nx = 1", "!ls\nif x:\n    %time y = 2", "%%bash\nexit 1", "z = 1 / (x - 1)"]
    notebook = {
        "cells": [{"cell_type": "code", "source": cell, "metadata": {}, "outputs": []} for cell in cells],
        "metadata": {},
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    result = run(json.dumps(notebook), name="train.ipynb")
    (finding,) = result.findings
    assert (finding.place.part.cell, finding.place.source) == (4, "1 / (x - 1)")


def test_a_notebook_has_what_ipython_brings(run: Run) -> None:
    cells = (
        "from __future__ import annotations\nimport asyncio",
        "display('shown', [1])\nget_ipython().run_line_magic('matplotlib', 'inline')",
        "x = await asyncio.sleep(0, 'awaited')\nprint(x)",
        "def f(a: NotDefinedAnywhere): ...\nprint('annotations wait')",
    )
    described = [
        {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None, "source": text} for text in cells
    ]
    notebook = {"cells": described, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
    result = run(json.dumps(notebook), name="train.ipynb")
    assert (result.outcome, result.findings) == (Outcome.NO_TRAINING, ())
    assert result.output.split("\n")[:4] == ["shown", "[1]", "awaited", "annotations wait"]


def test_phases_are_told_as_they_are_reached(run: Run) -> None:
    heard: list[Progress] = []
    run("pass", heard=heard)
    assert [one.phase for one in heard] == [Phase.STARTING, Phase.RUNNING, Phase.DONE]


@pytest.mark.parametrize("way", ["cancel", "task"])
def test_a_cancelled_run_ends_at_once_with_all_its_processes(tmp_path: Path, way: str) -> None:
    script = tmp_path / "train.py"
    script.write_text(textwrap.dedent(LEAVE_A_DAEMON) + "print('up', flush=True)\ntime.sleep(600)\n")

    async def cancelled() -> None:
        reached = asyncio.Event()
        job = DryRun(plan_of(script), lambda progress: reached.set() if progress.phase is Phase.RUNNING else None)
        task = asyncio.create_task(job.run())
        await reached.wait()
        await asyncio.sleep(0.5)
        begin = time.monotonic()
        if way == "cancel":
            job.cancel()
            assert (await task).outcome is Outcome.CANCELLED
        else:
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
        assert time.monotonic() - begin < 5

    asyncio.run(cancelled())


def test_a_run_that_is_cancelled_before_it_starts_does_not_start(tmp_path: Path) -> None:
    script = tmp_path / "train.py"
    script.write_text("import time; time.sleep(600)")

    async def cancelled() -> Outcome:
        job = DryRun(plan_of(script))
        job.cancel()
        return (await job.run()).outcome

    assert asyncio.run(cancelled()) is Outcome.CANCELLED


def test_the_run_dies_with_whoever_started_it(tmp_path: Path) -> None:
    """Even if that was killed and could not say so."""
    script = tmp_path / "train.py"
    script.write_text(textwrap.dedent(LEAVE_A_DAEMON) + "time.sleep(600)\n")
    command = [sys.executable, "-m", "lossguard", "dry-run", str(script), "--python", sys.executable]
    environment = {**os.environ, "TMPDIR": tempfile.gettempdir()}
    process = subprocess.Popen(command, env=environment)
    wait_until(lambda: orphans() != [])
    process.send_signal(signal.SIGKILL)
    process.wait()
    wait_until(lambda: orphans() == [])
    wait_until(lambda: list(Path(tempfile.gettempdir()).iterdir()) == [])


def wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 30
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)
