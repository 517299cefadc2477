"""A script can write to the descriptor that the probe tells by: whatever comes, there is a result."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lossguard.dryrun.attribution import Attribution
from lossguard.dryrun.conclusion import conclude
from lossguard.dryrun.explanations import EXPLANATIONS
from lossguard.dryrun.launch import Ending
from lossguard.dryrun.plan import Plan
from lossguard.dryrun.report import to_json
from lossguard.dryrun.result import Outcome
from lossguard.probe.protocol import decode, encode
from lossguard.text.document import Document
from tests.dryrun.conftest import Run

PLAN = Plan(Document.script("train.py", "x = f(1)\n"), Path("/project/train.py"), "python")
EVENTS = (
    "started phase change training batch loss check exception ended exited stopped arguments fault facts labels"
    " nonsense"
).split()
FIELDS = (
    "isolation python phase time what site training trainer versions model tensors rows value code status cause facts "
    "sites related made type message traceback kind detail options error notes collator columns steps tokenizer by"
).split()
SITE = ("file", "line", "column", "end_line", "end_column", "argument")
CODES = sorted({code for code, _ in EXPLANATIONS})
CAUSES = sorted({cause for _, cause in EXPLANATIONS})
WORDS = st.sampled_from(
    [*CODES, *CAUSES, "failed", "passed", "trained", "/project/train.py", "nan", "{x}", "a|b", "\ud800"]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([*FIELDS, *SITE]), inner),
    max_leaves=8,
)
MESSAGES = st.lists(
    st.tuples(st.sampled_from(EVENTS), st.dictionaries(st.sampled_from(FIELDS), VALUES, max_size=6)), max_size=6
)


@settings(max_examples=300, deadline=None)
@given(MESSAGES, st.sampled_from(["ended", "timeout", "memory", "processes", "cancelled", "not-started", "lost"]))
def test_any_messages_make_a_result(told: list[tuple[str, dict[str, Any]]], reason: str) -> None:
    messages = [{**fields, "event": event} for event, fields in told]
    result = conclude(PLAN, messages, Ending(reason, 1), Attribution(PLAN), 1.0)
    assert result.summary.text()
    json.dumps(to_json(result, PLAN.document), allow_nan=False)
    for finding in result.findings:
        assert finding.message.text()


def test_a_site_that_names_a_pipe_is_no_place(tmp_path: Path) -> None:
    for name in ("pipe", "pipe.py"):
        os.mkfifo(tmp_path / name)
        assert Attribution(PLAN).place({"file": str(tmp_path / name), "line": 1}) is None


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=60))
def test_any_line_is_a_message_or_none(line: bytes) -> None:
    message = decode(line)
    assert message is None or isinstance(message["event"], str)


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800", [1, {"a": None}], 10**30])
def test_what_is_told_arrives_as_a_line_of_json(value: Any) -> None:
    line = encode("fact", 1.0, {"value": value})
    assert line.count(b"\n") == 1
    assert decode(line) is not None


def test_a_script_that_writes_nonsense_to_every_descriptor_gets_a_result(run: Run) -> None:
    result = run(r"""
        import os
        forged = b'{"event": "check", "code": "DRY005", "status": "failed", "cause": "no-head"}'
        for number in range(3, 300):
            for line in (
                forged, b"{",
                b"\xff\x00", b'{"event": 1}', b'{"event": "phase", "phase": []}', b"[" * 9000, b"x" * 100000):
                try:
                    os.write(number, b"\n" + line + b"\n")
                except OSError:
                    pass
        1 / 0
    """)
    assert result.outcome is Outcome.FAILED
    assert result.exception == "ZeroDivisionError: division by zero"


def test_a_script_that_closes_every_descriptor_is_said_to_have_left(run: Run) -> None:
    result = run("import os\nos.closerange(0, 300)\n1 / 0\n")
    assert result.outcome is Outcome.KILLED


def test_a_forked_child_tells_nothing(run: Run) -> None:
    result = run("import os\nif os.fork() == 0:\n    1 / 0\nos.wait()\n")
    assert result.outcome is Outcome.NO_TRAINING
    assert result.findings == ()
