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
from lossguard.probe.shrink import shrunk
from scripts.loss_flag.configurations import completed
from scripts.loss_flag.inputs import COMPLETE, EXTENTS, inputs

PATIENCE = 20
"""Seconds of the processor for one class; on the clock many times as long, as others may be at work."""
LONGEST = 15 * PATIENCE
MEMORY = 4 << 30


def attempt(kind: Any, facts: ForwardFacts) -> dict[str, Any]:
    """``loss``: whether there was one; ``error``: why there is no answer. In a process of its own: some never end."""
    reading, writing = os.pipe()
    process = os.fork()
    if process == 0:
        os.close(reading)
        _in_child(kind, facts, writing)
    os.close(writing)
    told = b""
    if select.select([reading], [], [], LONGEST)[0]:
        told = os.read(reading, 65536)
    os.close(reading)
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
    answer: dict[str, Any] = json.loads(told) if told else {"error": "no answer"}
    return answer


def _in_child(kind: Any, facts: ForwardFacts, writing: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (PATIENCE, PATIENCE))
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
    for level, device in _ATTEMPTS:
        try:
            return _tried(kind, facts, level, device)
        except Exception as error:  # noqa: BLE001 - architectures refuse sizes and inputs in their own ways
            problem = problem or error
    assert problem is not None
    raise problem


_ATTEMPTS = (("layers", "meta"), ("all", "cpu"), ("keep-heads", "cpu"), ("", "meta"), ("layers", "cpu"))
"""Without memory first, in the real width; what looks at values has to have some. Some refuse to be cut."""


def _tried(kind: Any, facts: ForwardFacts, level: str, device: str) -> bool:
    config = completed(kind.config_class())
    config = shrunk(config, level) if level else config
    problem: Exception | None = None
    called = False
    with torch.device(device), torch.no_grad():
        model = kind(config).eval()
        for extent in EXTENTS:
            try:
                returned = model(**inputs(model, extent, facts.label_parameters, facts.var_keywords))
            except Exception as error:  # noqa: BLE001 - architectures refuse inputs in their own ways
                problem = error if extent in COMPLETE else problem or error
                continue
            # What compares texts with images has a loss only where it is given both.
            called = called or extent in COMPLETE or "return_loss" not in facts.label_parameters
            if getattr(returned, "loss", None) is not None:
                return True
    if problem is not None and not called:
        raise problem
    return False
