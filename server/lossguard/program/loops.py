"""Training loops without a trainer: which of their steps (backward, optimizer, mode) each pass takes, in order."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lossguard.program import deeds
from lossguard.program.training import LoopStep, RawLoop
from lossguard.syntax import nodes as n
from lossguard.values.heap import Object
from lossguard.values.outputs import MODE, model_of
from lossguard.values.value import Constant, Method, Ref, Value

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

STEPS = frozenset("backward step zero_grad train eval accumulate no_sync clip_grad_norm_ clip_grad_value_".split())
"""Methods that are noted where they are called in a loop, whatever they are methods of."""


@dataclass(slots=True)
class _Open:
    """A loop that is running. What a pass does on each of its paths is marked on the heap, which forks and joins."""

    node: n.For | n.While
    marks: int
    steps: dict[tuple[str, n.Node], LoopStep] = field(default_factory=dict[tuple[str, n.Node], LoopStep])


class Loops:
    def __init__(self) -> None:
        self.found: dict[n.Node, RawLoop] = {}
        self._open: list[_Open] = []

    @property
    def running(self) -> tuple[int, ...]:
        """The loops that are running, outermost first."""
        return tuple(loop.marks for loop in self._open)

    def enter(self, run: Interpreter, node: n.For | n.While) -> None:
        self._open.append(_Open(node, run.number("marks of a loop", node)))

    def begin(self, run: Interpreter) -> None:
        """Another pass of the innermost loop begins."""
        loop = self._open[-1]
        run.heap.add(loop.marks, Object("loop", None, {}, loop.node.place))
        loop.steps = {}

    def end(self, run: Interpreter) -> None:
        """A pass has come to its end: the last one counts, with what earlier ones left behind."""
        loop = self._open[-1]
        if run.quiet or not any(step.name == "backward" for step in loop.steps.values()):
            return
        run.heap.whole()
        marks = run.heap[loop.marks]
        steps = tuple(
            replace(step, certain=marks.get(_mark(run, *key)) == Constant(True)) for key, step in loop.steps.items()
        )
        self.found[loop.node] = RawLoop(loop.node, steps, run.heap.fork())

    def leave(self) -> None:
        self._open.pop()

    def note(self, run: Interpreter, node: n.Call, function: Value, first: Value) -> None:
        """A method is called that may be a step of training."""
        if not self._open or not isinstance(node.function, n.Attribute):
            return
        name = node.function.name
        owner = function.owner if isinstance(function, Method) else function
        accelerated = isinstance(owner, Ref) and run.heap[owner].kind == "accelerator"
        value = first if accelerated and name == "backward" else owner
        mode = _mode(run, value)
        for loop in self._open:
            run.heap.set(loop.marks, _mark(run, name, node), Constant(True))
        run.do(deeds.takes_step, LoopStep(name, node, value, False, mode, accelerated))

    def take(self, step: LoopStep) -> None:
        """A step that belongs to all loops that are running."""
        for loop in self._open:
            loop.steps[step.name, step.node] = step


def _mark(run: Interpreter, name: str, node: n.Node) -> str:
    return str(run.number("step of a loop", name, node))


def _mode(run: Interpreter, value: Value) -> Value | None:
    """The mode of the model from which a loss comes; None if that is not known."""
    model = model_of(run.heap, value)
    return run.heap[model].get(MODE) if model is not None else None
