"""What statements do to the state."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lossguard.program import containers, deeds, siblings
from lossguard.program.definitions import DEFINITIONS
from lossguard.program.machine import Loop
from lossguard.program.paths import PATHS
from lossguard.syntax import nodes as n
from lossguard.values.sequences import CONTAINERS
from lossguard.values.value import (
    ABSENT,
    Constant,
    Method,
    Ref,
    Symbol,
    Union,
    Unknown,
    Value,
    lost,
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
    current = run.evaluate(node.target)
    value = run.evaluate(node.value)
    if isinstance(current, Ref):
        # In place: whoever else holds the object sees the change.
        kind = run.heap[current].kind
        if node.operator == "|" and kind in ("dict", "encoding", "example"):
            containers.update_dict(run, current, value, node.place)
            return
        if node.operator in "+|" and kind == "list":
            containers.extend(run, current, value)
            return
    result = run.binary(node, node.operator, current, value)
    if isinstance(current, Unknown | Union | Symbol | Method):
        run.kept([current, value], "something that is not followed is changed in place")
    elif isinstance(current, Ref) and run.heap[current].kind == "sequence" and isinstance(result, Ref):
        run.heap.set(current, "tags", run.heap[result].get("tags"))
    elif isinstance(current, Ref) and run.heap[current].kind not in (*CONTAINERS, "loss"):
        run.escape([current, value], "an operator that is not followed changes it in place")
    run.assign(node.target, result, node.place)


def _delete(run: Interpreter, node: n.Delete) -> None:
    for target in node.targets:
        if isinstance(target, n.Subscript):
            owner = run.evaluate(target.value)
            index = run.evaluate(target.index)
            if isinstance(owner, Ref) and run.heap[owner].kind == "dict" and isinstance(index, Constant):
                containers.set_key(run, owner, index, ABSENT, None)
            else:
                run.escape([owner], "an item of it was deleted")
        elif isinstance(target, n.Attribute):
            run.escape([run.evaluate(target.value)], "an attribute of it was deleted")


def _return(run: Interpreter, node: n.Return) -> None:
    value = run.evaluate(node.value) if node.value is not None else _NOTHING
    run.activation.returns.append((run.heap, value))
    run.alive = False


def _raise(run: Interpreter, node: n.Raise) -> None:
    for raised in (node.value, node.cause):
        if raised is not None:
            run.evaluate(raised)
    if run.guards:
        run.guards[-1].add(run.heap)
    run.alive = False


def _assert(run: Interpreter, node: n.Assert) -> None:
    run.evaluate(node.test)
    message = node.message
    if isinstance(message, n.Call):  # of which the effects are seen by a handler only

        def fails() -> Value:
            run.evaluate(message)
            _raise(run, n.Raise(node.anchor, node.start, node.end, None))
            return _NOTHING

        run.branches(fails, lambda: _NOTHING)


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
    if node.nonlocal_:
        run.activation.nonlocal_names |= frozenset(node.names)
    else:
        run.activation.global_names |= frozenset(node.names)


def _import(run: Interpreter, node: n.Import) -> None:
    for module, alias in node.names:
        root = module.partition(".")[0]
        run.do(deeds.imports, root, node.place)
        path = module if alias else root
        own = siblings.import_module(run, module, alias=alias is not None)
        if own is not None:
            run.assign_name(alias or root, own)
            continue
        run.assign_name(alias or root, Symbol(path, place=node.place))


def _import_from(run: Interpreter, node: n.ImportFrom) -> None:
    module = "." * node.level + node.module
    if not node.level:
        run.do(deeds.imports, module.partition(".")[0], node.place)
    if siblings.import_names(run, node):
        return
    if node.names is None:
        run.star_import(module, known=not node.level and run.models.knows(module))
        return
    for name, alias in node.names:
        run.assign_name(alias or name, Symbol(f"{module}.{name}", place=node.place))


def _unseen(run: Interpreter, node: n.Unseen) -> None:
    why = "a part that does not parse may change it"
    if node.anything:
        run.forget_all(why)
        return
    if node.star:
        run.star_import("a script that a magic runs", known=False)
        return
    names = {name: value for name in node.names if (value := run.find_name(run.module, name)[1]) is not None}
    run.escape(names.values(), why)
    for name in node.bound:
        run.assign_name(name, lost(why, *([names[name]] if name in names else [])))
    _perhaps_leave(run, node, why)


def _perhaps_leave(run: Interpreter, node: n.Unseen, why: str) -> None:
    """What does not parse may leave the function, or the loop."""
    activation = run.activation
    loop = activation.loops[-1] if activation.loops else Loop()
    if "return" in node.names:
        activation.returns.append((run.heap.fork(), Unknown(why)))
    if "yield" in node.names:
        activation.yields.append(Unknown(why))
        activation.pauses.append(run.heap.fork())
    if "break" in node.names:
        loop.breaks.append(run.heap.fork())
    if "continue" in node.names:
        loop.continues.append(run.heap.fork())


EXECUTE: dict[type[n.Node], Callable[..., None]] = {
    n.ExpressionStatement: _expression, n.Assign: _assign, n.AugmentedAssign: _augmented, n.Delete: _delete,
    n.Return: _return, n.Raise: _raise, n.Assert: _assert, n.Pass: _pass, n.Break: _break, n.Continue: _continue,
    n.Global: _global, n.Import: _import, n.ImportFrom: _import_from, n.Unseen: _unseen, **PATHS, **DEFINITIONS,
}  # fmt: skip
