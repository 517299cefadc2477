"""Cells of a marimo notebook: functions that are run as code of the module, each once its names are bound."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from lossguard.syntax import nodes as n
from lossguard.values.value import FunctionValue, Method, Ref, Value

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_CELLS = frozenset(("cell",))
_SAME = frozenset(("function", "class_definition"))


def notebook_method(run: Interpreter, decorator: Value) -> str:
    """Name of the method of a notebook that a decorator is; empty if it is none."""
    if isinstance(decorator, Method) and isinstance(decorator.owner, Ref) and decorator.name in _CELLS | _SAME:
        return decorator.name if run.heap[decorator.owner].kind == "notebook" else ""
    return ""


def is_cell(run: Interpreter, decorators: list[Value]) -> bool:
    return any(notebook_method(run, decorator) in _CELLS for decorator in decorators)


def run_cells(run: Interpreter, cells: list[FunctionValue]) -> None:
    """Run cells in the order in which each finds what it takes, else in that of the file."""
    waiting = list(cells)
    while waiting and not run.spent:
        names = run.frame(run.module)
        ready = (cell for cell in waiting if all(parameter.name in names for parameter in cell.node.parameters))
        cell = next(ready, waiting[0])
        waiting.remove(cell)
        assert isinstance(cell.node, n.Function)
        run.attempt(partial(_run_cell, run, cell.node))
        run.alive = True


def _run_cell(run: Interpreter, cell: n.Function) -> None:
    returns = run.activation.returns
    run.block(cell.body)
    run.merge([*(state for state, _ in returns), *([run.heap] if run.alive else [])])
    returns.clear()
