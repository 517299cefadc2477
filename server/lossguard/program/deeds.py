"""What statements do beside the heap. Each is done by ``Core.do``, which notes it, so that it can be done again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.program.training import LoopStep
from lossguard.syntax import nodes as n
from lossguard.text.place import Place
from lossguard.values.value import ClassValue, FunctionValue

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter


def imports(run: Interpreter, package: str, place: Place) -> None:
    run.imported.setdefault(package, place)


def defines_class(run: Interpreter, value: ClassValue) -> None:
    run.classes.append(value)


def defines_function(run: Interpreter, value: FunctionValue) -> None:
    run.functions.append(value)


def defines_foreign_function(run: Interpreter, value: FunctionValue) -> None:
    run.foreign.append(value)


def defines_cell(run: Interpreter, value: FunctionValue) -> None:
    run.cells.append(value)
    run.called.add(value.node)


def calls(run: Interpreter, function: n.Node) -> None:
    run.called.add(function)


def nests(run: Interpreter, frame: int, outer: int) -> None:
    run.parents[frame] = outer


def takes_step(run: Interpreter, step: LoopStep) -> None:
    run.loops.take(step)
