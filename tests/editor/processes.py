"""Which processes run below a code-server."""

import contextlib
from pathlib import Path

from scripts.code_server import CodeServer


def servers(editor: CodeServer) -> list[int]:
    """The language servers that a code-server's windows have started."""
    assert editor.process is not None
    return [pid for pid in descendants(editor.process.pid) if b"launch.py\0server\0" in command_line(pid)]


def descendants(ancestor: int) -> set[int]:
    parents = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            # pid (name) state parent …, and a name may hold anything.
            pid, rest = entry.read_text().split(" (", 1)
            parents[int(pid)] = int(rest.rpartition(") ")[2].split()[1])
    found: set[int] = set()
    while new := {pid for pid, parent in parents.items() if parent in {ancestor, *found}} - found:
        found |= new
    return found


def command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
