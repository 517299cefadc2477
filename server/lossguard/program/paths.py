"""Statements where paths part and meet: branches, loops, ``try``, ``with``, ``match``."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lossguard.program import containers
from lossguard.program.machine import Guard, Loop
from lossguard.syntax import nodes as n
from lossguard.syntax.walk import nodes_below
from lossguard.values.calls import Call, Given
from lossguard.values.heap import State
from lossguard.values.value import (
    Constant,
    Position,
    Ref,
    Unknown,
    Value,
    lost,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_NOTHING = Constant(None)


def _if(run: Interpreter, node: n.If) -> None:
    truth = run.truth(run.evaluate(node.test))
    if truth is not None:
        run.block(node.body if truth else node.otherwise)
        return
    if not node.otherwise and containers.compares_position(run, node.test, ("<", "<=")) and _only_fills(node.body):
        _fill_front(run, node)
        return
    run.branches(_block(run, node.body), _block(run, node.otherwise))


def _only_fills(body: n.Block) -> bool:
    return all(isinstance(one, n.Assign) and isinstance(one.targets[0], n.Subscript) for one in body)


def _fill_front(run: Interpreter, node: n.If) -> None:
    """``if position < start: labels[position] = -100``: what the loop around it does to the first part."""
    assert isinstance(node.test, n.Comparison)
    position = run.evaluate(node.test.left)
    run.assign(node.test.left, Position(counted=True), node.test.place)
    run.block(node.body)
    run.assign(node.test.left, position, node.test.place)


def _block(run: Interpreter, body: n.Block) -> Callable[[], Value]:
    def go() -> Value:
        run.block(body)
        return _NOTHING

    return go


def _for(run: Interpreter, node: n.For) -> None:
    iterable = run.evaluate(node.iterable)
    items = containers.items_of(run, iterable)
    if items is not None and len(items) <= containers.MAX_UNROLL and not run.in_loop:
        _unrolled(run, node, items)
    else:
        element = containers.element_of(run, iterable)
        if _runs_at_least_once(run, node, iterable, element):
            _first_pass(run, node, element)
        if not run.alive:
            return
        _loop(run, node, lambda: run.assign(node.target, element, node.target.place))


def _runs_at_least_once(run: Interpreter, node: n.For, iterable: Value, element: Value) -> bool:
    """A loop over the positions of a sequence, or over all parameters of a model, which nothing leaves early."""
    if isinstance(iterable, Ref) and run.heap[iterable].kind == "parameters":
        return not any(isinstance(one, n.Break | n.Return) for one in nodes_below(node.body))
    items = containers.items_of(run, element) or [element]
    return isinstance(items[0], Position) and not any(_holds_parameter(run, item) for item in items)


def _holds_parameter(run: Interpreter, item: Value) -> bool:
    """Whether it is a parameter of a model, or its name and it: of how many it is one is not known."""
    thing = run.heap[item] if isinstance(item, Ref) else None
    if thing is None or thing.kind != "tuple":
        return thing is not None and thing.kind == "parameter"
    return any(isinstance(held, Ref) and run.heap[held].kind == "parameter" for held in thing.fields.values())


def _first_pass(run: Interpreter, node: n.For, element: Value) -> None:
    """What a loop that runs at least once writes is written."""
    loop = Loop()
    run.activation.loops.append(loop)
    run.assign(node.target, element, node.target.place)
    run.block(node.body)
    run.activation.loops.pop()
    run.merge([*loop.breaks, *loop.continues, *([run.heap] if run.alive else [])])


def _unrolled(run: Interpreter, node: n.For, items: list[Value]) -> None:
    loop = Loop(exact=True)
    run.activation.loops.append(loop)
    for index, item in enumerate(items):
        with run.context(node, index):
            run.assign(node.target, item, node.target.place)
            run.block(node.body)
        run.merge([*loop.continues, *([run.heap] if run.alive else [])])
        loop.continues.clear()
        if not run.alive:
            break
    run.activation.loops.pop()
    if run.alive:
        run.block(node.otherwise)
    run.merge([*loop.breaks, *([run.heap] if run.alive else [])])


def _while(run: Interpreter, node: n.While) -> None:
    def test() -> None:
        run.evaluate(node.test)

    forever = isinstance(node.test, n.Literal) and bool(node.test.value)
    _loop(run, node, test, forever=forever)


_MAX_PASSES = 8


def _loop(run: Interpreter, node: n.For | n.While, head: Callable[[], None], *, forever: bool = False) -> None:
    """Passes until nothing changes; from the second one on, what is still changing is unknown."""
    loop = Loop()
    run.activation.loops.append(loop)
    run.loops.enter(run, node)
    before = run.heap.fork()
    for count in range(_MAX_PASSES):
        run.step(15)
        run.step_for(run.heap)
        entry = run.heap.fork()
        run.loops.begin(run)
        head()
        run.block(node.body)
        ends = [*loop.continues, *([run.heap] if run.alive else [])]
        loop.continues.clear()
        if not ends:
            run.heap, run.alive = entry, True
            break
        run.merge(ends)
        run.loops.end(run)
        changing = run.heap.widen(before) if count else not run.heap.covered_by(before)
        run.heap = run.heap.join(entry)
        if not changing:
            break
        before = run.heap.fork()
    run.activation.loops.pop()
    run.loops.leave()
    if forever:
        run.merge(loop.breaks)
        return
    run.block(node.otherwise)
    run.merge([*loop.breaks, *([run.heap] if run.alive else [])])


def _with(run: Interpreter, node: n.With) -> None:
    exits: list[Value] = []
    suppresses = False
    for item, target in node.items:
        value = run.evaluate(item)
        suppresses = suppresses or run.is_call_of(item, "contextlib.suppress")
        entered = value
        if isinstance(value, Ref):
            enter, leave = run.special(value, "__enter__"), run.special(value, "__exit__")
            if enter is not None:
                entered = run.invoke(enter, Call(item))
            elif run.heap[value].kind == "list":  # what a generator of the script yields
                entered = containers.element_of(run, value)
            if leave is not None:
                exits.append(leave)
        if target is not None:
            held = entered if isinstance(entered, Ref) else lost("a context manager", entered)
            run.assign(target, held, target.place)
    guard = Guard(run.activation, run.heap.fork())
    if suppresses:
        run.guards.append(guard)
    run.block(node.body)
    if suppresses:
        run.guards.pop()
        run.merge([guard.state, *([run.heap] if run.alive else [])])
    for leave in reversed(exits):
        if run.alive:
            run.invoke(leave, Call(node, [Given(Unknown("an exception"), node.place)] * 3))


def _try(run: Interpreter, node: n.Try) -> None:
    activation = run.activation
    marks = _Leaving(run)
    guard = Guard(activation, run.heap.fork())
    run.guards.append(guard)
    run.block(node.body)
    run.guards.pop()
    if run.guards:
        # Where no handler fits, the exception goes on from anywhere in the body.
        run.guards[-1].add(guard.state)
    ends: list[State] = []
    if run.alive:
        guard.add(run.heap)
        run.block(node.otherwise)
        if run.alive:
            ends.append(run.heap)
    for handler in node.handlers:
        run.heap, run.alive = guard.state.fork(), True
        if handler.name:
            run.assign_name(handler.name, Unknown("an exception"))
        run.block(handler.body)
        if run.alive:
            ends.append(run.heap)
    if node.finally_:
        marks.each(lambda: run.block(node.finally_))
    if ends:
        run.merge(ends)
        run.block(node.finally_)
    else:
        run.heap, run.alive = guard.state, True
        run.block(node.finally_)
        run.alive = False


class _Leaving:
    """The states that leave a ``try`` by return, break or continue from now on."""

    def __init__(self, run: Interpreter) -> None:
        self.run = run
        self.returns = len(run.activation.returns)
        loop = run.activation.loops[-1] if run.activation.loops else Loop()
        self.lists = [(loop.breaks, len(loop.breaks)), (loop.continues, len(loop.continues))]

    def each(self, final: Callable[[], None]) -> None:
        """Run ``finally`` on each of them."""
        run, returns = self.run, self.run.activation.returns
        for index in range(self.returns, len(returns)):
            run.heap, run.alive = returns[index][0], True
            final()
            returns[index] = (run.heap, returns[index][1])
        for states, first in self.lists:
            for index in range(first, len(states)):
                run.heap, run.alive = states[index], True
                final()
                states[index] = run.heap


def _match(run: Interpreter, node: n.Match) -> None:
    subject = run.evaluate(node.subject)

    def case(one: n.Case) -> Callable[[], Value]:
        def go() -> Value:
            for name in one.bound:
                run.assign_name(name, lost("a part of a pattern", subject))
            if one.guard is not None:
                run.evaluate(one.guard)
            run.block(one.body)
            return _NOTHING

        return go

    run.branches(*(case(one) for one in node.cases), lambda: _NOTHING)


PATHS: dict[type[n.Node], Callable[..., None]] = {
    n.If: _if, n.For: _for, n.While: _while, n.With: _with, n.Try: _try, n.Match: _match,
}  # fmt: skip
