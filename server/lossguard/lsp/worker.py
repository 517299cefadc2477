"""A process beside the server that checks files which are not open.

The parser holds Python's global lock, so a thread would stop every keystroke. A worker that dies, by a
crash of the parser or by a kill, takes nothing with it. It answers one line of JSON with another.
"""

import json
import os
import sys
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TextIO

from lossguard.lsp.configuration import EditorSettings, parse

START = (
    "import json, sys; "
    "sys.path[:], sys.pycache_prefix, sys.dont_write_bytecode = json.loads(sys.argv[1]); "
    "from lossguard.lsp.worker import main; main(sys.argv[2])"
)
"""For ``python -c``: the worker imports as the server does, whatever its Python would do by itself."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a worker has to know besides the files."""

    editor: EditorSettings
    encoding: str
    related: bool
    language: str = "en"

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> "Task":
        data = json.loads(text)
        return cls(editor=parse(data.pop("editor"))[0], **data)


def main(task: str) -> None:
    with suppress(OSError, AttributeError):
        os.nice(10)  # typing comes first
    # What anything prints must not be taken for an answer.
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    serve(Task.from_json(task), sys.stdin, answers)


def serve(task: Task, requests: TextIO, answers: TextIO) -> None:
    from lossguard.lsp.files import FileChecks
    from lossguard.settings.discover import discover

    checks = FileChecks(task)
    for line in requests:
        request: dict[str, Any] = json.loads(line)
        if "folders" in request:
            seen: set[str] = set()
            files = [str(path) for folder in request["folders"] for path in discover(Path(folder), seen)]
            answer: dict[str, Any] = {"files": files}
        else:
            answer = checks.check(Path(request["check"]))
        answers.write(json.dumps(answer) + "\n")
        answers.flush()
