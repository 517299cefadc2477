"""One model class: a small one is built from its configuration's defaults, and called with labels."""

import json
import os
import resource
import select
import signal
import warnings
from typing import Any

import torch

from lossguard.libraries.knowledge.models import ForwardFacts
from lossguard.probe.shrink import LEVELS, shrunk
from scripts.loss_flag.inputs import inputs

PATIENCE = 40.0
"""Seconds for one class."""
MEMORY = 6 << 30


def attempt(kind: Any, facts: ForwardFacts) -> dict[str, Any]:
    """``loss``: whether there was one; ``error``: why there is no answer. In a process of its own: some never end."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _in_child(kind, facts, writing)
    os.close(writing)
    told = b""
    if select.select([reading], [], [], PATIENCE)[0]:
        told = os.read(reading, 65536)
    os.close(reading)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    answer: dict[str, Any] = json.loads(told) if told else {"error": "no answer"}
    return answer


def _in_child(kind: Any, facts: ForwardFacts, writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    warnings.simplefilter("ignore")
    torch.set_num_threads(1)
    try:
        answer: dict[str, Any] = {"loss": _returns_loss(kind, facts)}
    except BaseException as error:  # noqa: BLE001 - whatever it is, there is no answer
        answer = {"error": f"{type(error).__name__}: {error}"[:300]}
    os.write(writing, json.dumps(answer).encode())
    os._exit(0)


def _returns_loss(kind: Any, facts: ForwardFacts) -> bool:
    problem: Exception | None = None
    for level in LEVELS:
        try:
            model = kind(shrunk(kind.config_class(), level)).eval()
            given = inputs(model, facts.label_parameters, facts.var_keywords)
            with torch.no_grad():
                returned = model(**given)
            return getattr(returned, "loss", None) is not None
        except Exception as error:  # noqa: BLE001 - architectures refuse sizes and inputs in their own ways
            problem = problem or error
    assert problem is not None
    raise problem
