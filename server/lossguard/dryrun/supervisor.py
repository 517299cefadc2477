"""Starts the probe, and sees to it that nothing of it outlives the run.

A program of its own, standard library only, started as ``supervisor.py SPECIFICATION`` with the file
descriptors that the specification names. Standard input is its lifeline: when that ends, because the run was
cancelled or because whoever started it is gone, everything is killed. It prints one JSON object: how the run ended.

On Linux it is a *sub-reaper*: processes that the script leaves behind, even in sessions of their own, become
its children and are killed with the rest. Elsewhere only the process group can be killed.
"""

import contextlib
import ctypes
import json
import os
import select
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

_SET_PARENT_DEATH_SIGNAL = 1
_SET_CHILD_SUBREAPER = 36
_LINUX = sys.platform == "linux"
_WATCH_SECONDS = 0.1
MAX_PROCESSES = 400
"""A script that has more children is multiplying itself. Data loaders and compilers have tens."""
_KILL_SECONDS = 10


class Supervisor:
    def __init__(self, specification: dict[str, Any]) -> None:
        self._specification = specification
        self._deadline = time.monotonic() + specification["timeout"]
        self._peak = 0
        self._ended: tuple[int, float] | None = None
        """Wait status and processor seconds of the probe."""
        self._child = 0
        self._seen: set[int] = set()
        """All processes that were ever found, by number."""

    def run(self) -> dict[str, Any]:
        try:
            self._child = self._start()
        except OSError as error:
            return {"reason": "not-started", "message": error.strerror or str(error)}
        try:
            reason = self._watch()
        finally:
            self._kill_all()
            self._remove_shared_memory()
        status, _ = self._ended or (-1, 0.0)
        code = os.waitstatus_to_exitcode(status) if status >= 0 else None
        return {"reason": reason, "code": code, "peak_memory": self._peak or None}

    def _start(self) -> int:
        spec = self._specification
        process = subprocess.Popen(
            spec["command"],
            cwd=spec["folder"],
            stdin=subprocess.DEVNULL,
            stdout=spec["output"],
            stderr=spec["output"],
            pass_fds=(spec["events"],),
            start_new_session=True,
            preexec_fn=_prepare_child,  # noqa: PLW1509 - there are no threads here
        )
        for descriptor in (spec["output"], spec["events"]):
            os.close(descriptor)
        self._process = process  # kept: the destructor would collect the exit status of one that has ended already
        return process.pid

    def _watch(self) -> str:
        """Until the probe has ended or must end; returns why."""
        wake, write = os.pipe()
        os.set_blocking(write, False)
        signal.set_wakeup_fd(write)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            self._reap()
            if self._ended is not None:
                return "ended"
            if time.monotonic() > self._deadline:
                return "timeout"
            if reason := self._excess():
                return reason
            ready, _, _ = select.select([0, wake], [], [], _WATCH_SECONDS)
            if 0 in ready:
                return "cancelled"
            if wake in ready:
                os.read(wake, 4096)

    def _excess(self) -> str | None:
        if not _LINUX:
            return None
        processes = _descendants(os.getpid())
        self._seen.update(processes)
        if len(processes) > MAX_PROCESSES:
            return "processes"
        memory = sum(map(_own_memory, processes))
        self._peak = max(self._peak, memory)
        return "memory" if memory > self._specification["memory"] else None

    def _remove_shared_memory(self) -> None:
        """Torch names its segments after the process: those of the killed ones are nobody's."""
        for pid in self._seen | {self._child}:
            for left in Path("/dev/shm").glob(f"torch_{pid}_*"):
                left.unlink(missing_ok=True)

    def _reap(self) -> bool:
        """Collect what has ended; False when there is no child left."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self._child:
                self._ended = status, usage.ru_utime + usage.ru_stime

    def _kill_all(self) -> None:
        """Until nobody is left: while one is killed, another may have been started."""
        give_up = time.monotonic() + _KILL_SECONDS
        while True:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self._child, signal.SIGKILL)
            for pid in _descendants(os.getpid()) if _LINUX else ():
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            if not self._reap() or time.monotonic() > give_up:
                return
            time.sleep(0.005)


def _prepare_child() -> None:
    """Between fork and exec: die with the supervisor, and be the first that a full memory ends."""
    if not _LINUX:
        return
    _prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _prctl(option: int, value: int) -> None:
    ctypes.CDLL(None).prctl(option, value, 0, 0, 0)


def _descendants(pid: int) -> list[int]:
    """All children and their children, from the kernel's own lists."""
    found: list[int] = []
    waiting = [pid]
    while waiting and len(found) <= MAX_PROCESSES * 4:
        for task in _listed(f"/proc/{waiting.pop()}/task"):
            children = _read(f"{task}/children").split()
            found += map(int, children)
            waiting += map(int, children)
    return found


def _listed(folder: str) -> list[str]:
    try:
        return [f"{folder}/{name}" for name in os.listdir(folder)]  # noqa: PTH208 - strings are ten times as fast
    except OSError:
        return []


def _read(path: str) -> str:
    try:
        with open(path, encoding="ascii") as file:  # noqa: PTH123 - called for each process ten times a second
            return file.read()
    except OSError:
        return ""


def _own_memory(pid: int) -> int:
    """Bytes that a process holds for itself: resident, less what it shares with files and its parent's pages."""
    fields = _read(f"/proc/{pid}/statm").split()
    return (int(fields[1]) - int(fields[2])) * os.sysconf("SC_PAGE_SIZE") if len(fields) > 2 else 0


def main() -> None:
    specification = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    # Ctrl-C in a terminal goes to whoever started us, and reaches us by the lifeline.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if _LINUX:
        _prctl(_SET_CHILD_SUBREAPER, 1)
    try:
        ended = Supervisor(specification).run()
    finally:
        shutil.rmtree(specification["scratch"], ignore_errors=True)
    print(json.dumps(ended), flush=True)


if __name__ == "__main__":
    main()
