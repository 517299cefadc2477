"""The run itself: the sandbox is closed, the hooks are set, the script is executed as ``__main__``."""

import json
import linecache
import os
import sys
import tempfile
import types
from typing import Any

from . import arguments, command_line, data, devices, loops, models, sandbox, tokenizers, trainers
from .channel import Channel
from .failures import explain_failure, report_exception
from .notebook import Cells
from .protocol import VERSION, Plan
from .session import Session

ENDED, FAILED, LEFT = 3, 1, 4


def run(plan_file: str, descriptor: int) -> None:
    """Run the script of a plan; never returns."""
    with open(plan_file, encoding="utf-8") as file:
        plan: Plan = json.load(file)
    channel = Channel(descriptor)
    session = Session(plan, channel)
    tempfile.tempdir = plan["scratch"]
    sandbox.limit(plan["processor_seconds"])
    enforced = sandbox.close(plan)
    channel.send("started", protocol=VERSION, python=sys.version.split()[0], isolation=enforced, pid=os.getpid())
    for part in (models, tokenizers, arguments, data, devices, trainers, loops, command_line):
        part.install(session)
    session.hooks.install()
    main = _as_main(plan)
    session.phase("running")
    channel.leave(_execute(session, main))


def _as_main(plan: Plan) -> dict[str, Any]:
    """The namespace of a fresh ``__main__``, with the command line and the path that the script would have."""
    module = types.ModuleType("__main__")
    module.__dict__["__file__"] = plan["script"]
    sys.modules["__main__"] = module
    sys.argv = [plan["script"], *plan["arguments"]]
    sys.path.insert(0, os.path.dirname(plan["script"]))
    return module.__dict__


def _execute(session: Session, namespace: dict[str, Any]) -> int:
    cells = Cells(namespace) if session.plan["script"].endswith(".ipynb") else None
    try:
        for unit in session.plan["units"]:
            lines = unit["code"].splitlines(keepends=True)
            linecache.cache[unit["file"]] = (len(unit["code"]), None, lines, unit["file"])
            if cells is not None:
                cells.run(unit["code"], unit["file"])
            else:
                exec(compile(unit["code"], unit["file"], "exec"), namespace)  # noqa: S102 - it is what a dry run does
    except SystemExit as error:
        session.channel.send("exited", code=str(error.code), sites=session.frames.of_traceback(error.__traceback__))
        return LEFT
    except BaseException as error:  # noqa: BLE001 - whatever the script raises is the result
        report_exception(session, error, explain_failure, session)
        return FAILED
    loops.finish(session)
    session.channel.send("ended")
    return ENDED
