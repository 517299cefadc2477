"""Imports from the workspace's own modules: these are run, each in a frame of its own, once on each path."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.program.machine import Activation
from lossguard.program.modules import Module
from lossguard.syntax import nodes as n
from lossguard.values.heap import Object
from lossguard.values.value import Constant, Ref, Symbol, Unknown, Value, lost

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter


def import_names(run: Interpreter, node: n.ImportFrom) -> bool:
    """``from module import …``; False if it is no module of the workspace."""
    frame = _imported(run, node.module, node)
    if frame is None and (node.module or node.names is None):
        return False
    if node.names is None:
        assert frame is not None
        for name, value in list(run.heap[frame].fields.items()):
            if not name.startswith("_"):
                run.assign_name(name, value)
        return True
    for name, alias in node.names:
        run.assign_name(alias or name, _member(run, node, frame, name))
    return True


def import_module(run: Interpreter, name: str, *, alias: bool) -> Value | None:
    """``import a.b``: the frame of ``a``, with that of ``a.b`` in it; None if it is no module of the workspace."""
    parts = name.split(".")
    frames = [_imported(run, ".".join(parts[: index + 1])) for index in range(len(parts))]
    for outer, inner, part in zip(frames, frames[1:], parts[1:], strict=False):
        if outer is not None and inner is not None:
            run.heap.set(outer, part, inner)
    return frames[-1] if alias else frames[0]


def _member(run: Interpreter, node: n.ImportFrom, frame: Ref | None, name: str) -> Value:
    value = run.heap[frame].fields.get(name) if frame is not None else None
    rest = run.heap[frame].rest if frame is not None else None
    if rest is not None:
        return lost(f"what `{node.module}` binds is not certain", *([value] if value is not None else []), rest)
    if value is not None and value.place is not None:
        return value
    if value is not None:
        return value.at(node.place)
    inner = _imported(run, f"{node.module}.{name}" if node.module else name, node)
    if inner is not None:
        return inner
    if frame is None:
        return Symbol(f"{'.' * node.level}{node.module}.{name}", place=node.place)
    return Unknown(f"`{node.module}` does not show where it has `{name}` from")


def _imported(run: Interpreter, name: str, node: n.ImportFrom | None = None) -> Ref | None:
    """The frame of a module; leading dots count from the file in which ``node`` is written, whoever runs it."""
    level = node.level if node is not None else 0
    importer = run.module_files.get(node.anchor.part.key) if node is not None else None
    if not level and run.models.knows(name):
        return None  # a library of that name
    run.heap.whole()  # which modules there are is nothing that a state knows
    module = run.modules.find(name, level, importer)
    if module is None:
        return None
    frame = run.number("module", module.path)
    if frame not in run.heap:
        _run_module(run, frame, module)
    return Ref(frame)


def _run_module(run: Interpreter, frame: int, module: Module) -> None:
    run.heap.add(frame, Object("frame", None, {"__name__": Constant(module.name)}, None))
    outer = run.activation
    run.activation = Activation(frame, frame, depth=outer.depth + 1)
    run.importing.append(module.path)
    if module.statements:
        run.module_files[module.statements[0].anchor.part.key] = module.path
    try:
        run.block(module.statements)
    finally:
        run.importing.pop()
        run.activation = outer
    if not run.alive:  # it raises, as far as can be told
        run.alive = True
        run.heap.writable(frame).rest = Unknown(f"`{module.name}` may not come to its end")
