"""After an edit, only those statements are run on which it has an effect."""

from collections.abc import Callable
from typing import Any

import pytest

from lossguard.libraries.models import build_models
from lossguard.program.analyse import analyse
from lossguard.program.interpreter import Interpreter
from lossguard.program.memory import Memory
from lossguard.program.training import TrainingProgram
from lossguard.syntax.nodes import Statement
from lossguard.syntax.tree import Tree
from lossguard.text.document import Part
from lossguard.values.value import Constant, Ref, Unknown

SCRIPT = """\
import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments


def load(name):
    tokenizer = AutoTokenizer.from_pretrained(name)
    tokenizer.pad_token = tokenizer.eos_token
    return tokenizer


def main():
    seed = 3
    torch.manual_seed(seed)
    tokenizer = load("gpt2")
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    steps = 8
    arguments = TrainingArguments("out", gradient_accumulation_steps=steps)
    for name in ("a", "b"):
        print(name)
    trainer = Trainer(model, arguments, processing_class=tokenizer)
    trainer.train()


main()
"""


class Counting(Memory):
    def __init__(self) -> None:
        super().__init__()
        self.ran: list[str] = []
        self.steps = 0
        """Steps so far, of the last analysis."""

    def run(self, run: Interpreter, statement: Statement, execute: Callable[[Interpreter, Any], None]) -> None:
        def counted(run: Interpreter, statement: Statement) -> None:
            self.ran.append(statement.place.source.partition("\n")[0])
            execute(run, statement)

        super().run(run, statement, counted)
        self.steps = run.steps


class Session:
    """One script through edits, with a memory."""

    def __init__(self, text: str = SCRIPT) -> None:
        self.part, self.memory, self.models = Part("a.py", text), Counting(), build_models()
        self.tree = Tree(self.part)
        self.analyse()

    def analyse(self) -> TrainingProgram:
        self.tree.refresh()
        assert not self.tree.broken
        self.memory.forget(self.tree.replaced)
        self.tree.replaced.clear()
        self.memory.ran.clear()
        return analyse(self.tree.statements, self.models, memory=self.memory)

    def edit(self, old: str, new: str) -> list[str]:
        """The statements that are run after an edit."""
        assert self.part.text.count(old) == 1
        self.part.text = self.part.text.replace(old, new)
        self.analyse()
        return self.memory.ran


ALWAYS = ["main()", "trainer.train()"]
"""What keeps the state as a whole, with the calls around it."""


def test_what_was_not_edited_is_not_run_again() -> None:
    session = Session()
    session.analyse()
    assert session.memory.ran == ALWAYS


EDITS = {
    "what nothing follows from": ("seed = 3", "seed = 4", ["seed = 4", "torch.manual_seed(seed)"]),
    "a value on the way to the trainer": (
        "steps = 8", "steps = 4",
        ["steps = 4", 'arguments = TrainingArguments("out", gradient_accumulation_steps=steps)'],
    ),
    "inside a loop": ("print(name)", "print(name, 1)", ['for name in ("a", "b"):', "print(name, 1)", "print(name, 1)"]),
    "a new statement": ("    seed = 3\n", "    seed = 3\n    other = 5\n", ["other = 5"]),
    "a function that is called": (
        "    tokenizer.pad_token = tokenizer.eos_token\n", "    tokenizer.pad_token = '[PAD]'\n",
        ["tokenizer.pad_token = '[PAD]'", "return tokenizer", 'tokenizer = load("gpt2")'],
    ),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS.values(), ids=EDITS)
def test_only_what_rests_on_the_edit_is_run(edit: tuple[str, str, list[str]]) -> None:
    old, new, expected = edit
    assert sorted(Session().edit(old, new)) == sorted([*ALWAYS, *expected])


def steps_of(program: TrainingProgram) -> object:
    (training,) = program.trainings
    arguments = training.object.get("args")
    assert isinstance(arguments, Ref)
    return training.heap[arguments].get("gradient_accumulation_steps")


def test_what_is_repeated_is_what_would_be_found() -> None:
    session = Session()
    session.edit("steps = 8", "steps = 4")
    session.edit("seed = 3", "seed = 1")
    assert steps_of(session.analyse()) == Constant(4)


def test_an_edit_that_is_taken_back_leaves_nothing() -> None:
    session = Session()
    session.edit("steps = 8", "steps = seed")
    session.edit("seed = 3", "seed = 16")
    assert steps_of(session.analyse()) == Constant(16)
    session.edit("steps = seed", "steps = 8")
    assert steps_of(session.analyse()) == Constant(8)


def test_a_memory_does_not_grow_with_edits_for_ever() -> None:
    session = Session()
    for number in range(2000):
        session.edit(f"seed = {number + 3}", f"seed = {number + 4}")
        if session.memory.full:
            return
    raise AssertionError("it was never full")


def trained_for(steps: str, code: str) -> str:
    """A script that trains for as many steps as code says."""
    return f"""\
from transformers import Trainer, TrainingArguments
{code}
arguments = TrainingArguments("out", gradient_accumulation_steps={steps})
Trainer(model, arguments).train()
"""


CLOSURES = """\
def make(number):
    def keep():
        known = number
        kept["steps"] = known
    return keep
kept = {}
first, second = make(1), make(2)
keep = first
keep()
"""


def test_another_closure_of_a_function_finds_its_own_names() -> None:
    session = Session(trained_for('kept["steps"]', CLOSURES))
    session.edit("keep = first", "keep = second")
    assert steps_of(session.analyse()) == Constant(2)


METHODS = """\
class Base:
    def set(self):
        self.steps = 8
class Own(Base):
    def set(self):
        super().set()
one, other = Own(), Own()
one.steps = other.steps = 1
chosen = one
chosen.set()
"""


def test_what_super_is_about_may_be_another_object() -> None:
    session = Session(trained_for("other.steps", METHODS))
    session.edit("chosen = one", "chosen = other")
    assert steps_of(session.analyse()) == Constant(8)


WRITTEN_BETWEEN = """\
def keep(numbers):
    kept["steps"] = numbers["steps"]
kept = {}
writes = False
numbers = {"steps": 1}
result = numbers.update(a=1), keep(numbers), numbers.update(steps=2) if writes else None, keep(numbers)
"""


def test_an_object_may_be_written_to_after_it_was_found_to_be_the_same() -> None:
    session = Session(trained_for('kept["steps"]', WRITTEN_BETWEEN))
    session.edit("writes = False", "writes = True")
    assert steps_of(session.analyse()) == Constant(2)


def test_a_zero_may_become_negative() -> None:
    session = Session(trained_for("text", 'number = 0.0\nproduct = number * 2.0\ntext = f"{product}"\n'))
    session.edit("= 0.0", "= -0.0")
    assert steps_of(session.analyse()) == Constant("-0.0")


CALLED_BACK = """\
import lib
def write():
    box["a"] = 1
box = None
start = 1
lib.run(write)
options = {"steps": 4, "a": 3}
box = options
lib.run(write)
lib.run(write)
options["steps"] = 8
lib.run(write)
"""


def test_a_function_may_be_called_back_first_when_more_is_there() -> None:
    session = Session(trained_for('options["steps"]', CALLED_BACK))
    assert steps_of(session.analyse()) == Constant(8)  # it was never seen to change what was there first
    session.edit('"a": 3}\n', '"a": 3}\nlib.run(write)\n')
    session.edit("start = 1\nlib.run(write)\n", "start = 1\n")
    assert isinstance(steps_of(session.analyse()), Unknown)


MANY_PATHS = """\
others = []
for name in names:
    if name:
        names.append(name)
for name in names:
    name.run()
"""


def test_what_is_repeated_takes_as_many_steps_as_running_it() -> None:
    session = Session(trained_for("8", MANY_PATHS))
    session.edit("others = []", f"others = [{'[], ' * 30}]")
    session.edit("others = [", "others = [[], ")
    assert session.memory.steps == Session(session.part.text).memory.steps
