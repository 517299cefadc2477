"""What statements do to the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lossguard.program import containers
from lossguard.program.machine import Loop
from lossguard.syntax import nodes as n
from lossguard.values.heap import Object, State
from lossguard.values.value import (
    ClassValue,
    Constant,
    FunctionValue,
    Ref,
    Symbol,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_NOTHING = Constant(None)


def _expression(run: Interpreter, node: n.ExpressionStatement) -> None:
    run.evaluate(node.value)


def _assign(run: Interpreter, node: n.Assign) -> None:
    if node.value is None:
        return
    value = run.evaluate(node.value)
    for target in node.targets:
        run.assign(target, value, node.place)


def _augmented(run: Interpreter, node: n.AugmentedAssign) -> None:
    value = run.evaluate(node.value)
    current = run.evaluate(node.target)
    if node.operator == "|" and isinstance(current, Ref) and run.heap[current].kind == "dict":
        containers.update_dict(run, current, value, node.place)
        return
    run.assign(node.target, run.binary(node, node.operator, current, value), node.place)


def _delete(run: Interpreter, node: n.Delete) -> None:
    for target in node.targets:
        if isinstance(target, n.Subscript):
            owner = run.evaluate(target.value)
            index = run.evaluate(target.index)
            if isinstance(owner, Ref) and run.heap[owner].kind == "dict" and isinstance(index, Constant):
                run.heap.writable(owner).fields.pop(str(index.value), None)
            else:
                run.heap.havoc(owner, "an item of it was deleted")
        elif isinstance(target, n.Attribute):
            run.heap.havoc(run.evaluate(target.value), "an attribute of it was deleted")


def _return(run: Interpreter, node: n.Return) -> None:
    value = run.evaluate(node.value) if node.value is not None else _NOTHING
    run.activation.returns.append((run.heap, value))
    run.alive = False


def _raise(run: Interpreter, node: n.Raise) -> None:
    if node.value is not None:
        run.evaluate(node.value)
    run.alive = False


def _assert(run: Interpreter, node: n.Assert) -> None:
    run.evaluate(node.test)


def _break(run: Interpreter, node: n.Break) -> None:
    if run.activation.loops:
        run.activation.loops[-1].breaks.append(run.heap)
    run.alive = False


def _continue(run: Interpreter, node: n.Continue) -> None:
    if run.activation.loops:
        run.activation.loops[-1].continues.append(run.heap)
    run.alive = False


def _pass(run: Interpreter, node: n.Pass) -> None:
    pass


def _global(run: Interpreter, node: n.Global) -> None:
    names = run.activation.nonlocal_names if node.nonlocal_ else run.activation.global_names
    names.update(node.names)


def _import(run: Interpreter, node: n.Import) -> None:
    for module, alias in node.names:
        root = module.partition(".")[0]
        run.imported.setdefault(root, node.place)
        path = module if alias else root
        run.assign_name(alias or root, Symbol(path, place=node.place))


def _import_from(run: Interpreter, node: n.ImportFrom) -> None:
    module = "." * node.level + node.module
    if not node.level:
        run.imported.setdefault(module.partition(".")[0], node.place)
    if node.names is None:
        run.star_imports.append(module)
        return
    for name, alias in node.names:
        run.assign_name(alias or name, Symbol(f"{module}.{name}", place=node.place))


def _if(run: Interpreter, node: n.If) -> None:
    truth = run.truth(run.evaluate(node.test))
    if truth is not None:
        run.block(node.body if truth else node.otherwise)
        return
    run.branches(_block(run, node.body), _block(run, node.otherwise))


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
        _loop(run, node.body, lambda: run.assign(node.target, element, node.target.place))
    if run.alive:
        run.block(node.otherwise)


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
    run.merge([*loop.breaks, *([run.heap] if run.alive else [])])


def _while(run: Interpreter, node: n.While) -> None:
    def test() -> None:
        run.evaluate(node.test)

    forever = isinstance(node.test, n.Literal) and bool(node.test.value)
    _loop(run, node.body, test, forever=forever)
    if run.alive:
        run.block(node.otherwise)


def _loop(run: Interpreter, body: n.Block, head: Callable[[], None], *, forever: bool = False) -> None:
    """Two passes, then everything that is still changing is unknown."""
    loop = Loop()
    run.activation.loops.append(loop)
    before = run.heap.fork()
    for last in (False, True):
        entry = run.heap.fork()
        head()
        run.block(body)
        ends = [*loop.continues, *([run.heap] if run.alive else [])]
        loop.continues.clear()
        if not ends:
            run.heap, run.alive = entry, True
            break
        run.merge(ends)
        if last:
            run.heap.widen(before)
        run.heap = run.heap.join(entry)
        before = run.heap.fork()
    run.activation.loops.pop()
    ends = loop.breaks if forever else [*loop.breaks, run.heap]
    run.merge(ends)


def _with(run: Interpreter, node: n.With) -> None:
    for item, target in node.items:
        value = run.evaluate(item)
        if target is not None:
            run.assign(target, value if isinstance(value, Ref) else Unknown("a context manager"), target.place)
    run.block(node.body)


def _try(run: Interpreter, node: n.Try) -> None:
    entry = run.heap.fork()
    run.block(node.body)
    ends: list[State] = []
    if run.alive:
        # An exception can come from anywhere in the body: handlers begin from before or behind it.
        middle = run.heap.fork()
        run.block(node.otherwise)
        if run.alive:
            ends.append(run.heap)
        entry = entry.join(middle)
    for handler in node.handlers:
        run.heap, run.alive = entry.fork(), True
        if handler.name:
            run.assign_name(handler.name, Unknown("an exception"))
        run.block(handler.body)
        if run.alive:
            ends.append(run.heap)
    if ends:
        run.merge(ends)
        run.block(node.finally_)
    else:
        run.heap, run.alive = entry, True
        run.block(node.finally_)
        run.alive = False


def _match(run: Interpreter, node: n.Match) -> None:
    run.evaluate(node.subject)

    def case(one: n.Case) -> Callable[[], Value]:
        def go() -> Value:
            for name in one.bound:
                run.assign_name(name, Unknown("a part of a pattern"))
            if one.guard is not None:
                run.evaluate(one.guard)
            run.block(one.body)
            return _NOTHING

        return go

    run.branches(*(case(one) for one in node.cases), lambda: _NOTHING)


def _function(run: Interpreter, node: n.Function) -> None:
    defaults = tuple(run.evaluate(p.default) if p.default is not None else None for p in node.parameters)
    decorators = [run.evaluate(decorator) for decorator in node.decorators]
    # A method's free names are looked up outside its class body.
    role = run.role(decorators)
    run.define(FunctionValue(node, run.activation.frame, defaults, place=node.place, role=role), decorators)


def _class(run: Interpreter, node: n.Class) -> None:
    bases = tuple(
        run.evaluate(base.value) if not base.star else Unknown("bases from a splat")
        for base in node.bases
        if base.keyword is None
    )
    decorators = [run.evaluate(decorator) for decorator in node.decorators]
    frame = run.number(run.activation.context, node, "class")
    run.heap.add(frame, Object("class", None, {}, node.place))
    outer, run.activation.class_frame = run.activation.class_frame, frame
    run.block(node.body)
    run.activation.class_frame = outer
    value = ClassValue(node, frame, bases, run.is_dataclass(decorators, bases), place=node.place)
    if not all(run.keeps(decorator) for decorator in decorators):
        value = ClassValue(
            node, frame, (*bases, Unknown("wrapped by a decorator that is not followed")), place=node.place
        )
    run.classes.append(value)
    run.assign_name(node.name, value)


EXECUTE: dict[type[n.Node], Callable[..., None]] = {
    n.ExpressionStatement: _expression, n.Assign: _assign, n.AugmentedAssign: _augmented, n.Delete: _delete,
    n.Return: _return, n.Raise: _raise, n.Assert: _assert, n.Pass: _pass, n.Break: _break, n.Continue: _continue,
    n.Global: _global, n.Import: _import, n.ImportFrom: _import_from, n.If: _if, n.For: _for, n.While: _while,
    n.With: _with, n.Try: _try, n.Match: _match, n.Function: _function, n.Class: _class,
}  # fmt: skip
