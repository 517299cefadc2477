"""Definitions of functions and classes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from lossguard.program import deeds
from lossguard.syntax import nodes as n
from lossguard.values.heap import Object
from lossguard.values.value import (
    ClassValue,
    FunctionValue,
    Symbol,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter


def _function(run: Interpreter, node: n.Function) -> None:
    defaults = tuple(run.evaluate(p.default) if p.default is not None else None for p in node.parameters)
    if _is_accessor(node):
        return
    decorators = [run.evaluate(decorator) for decorator in node.decorators]
    # A method's free names are looked up outside its class body.
    role = run.role(decorators)
    run.define(FunctionValue(node, run.activation.frame, defaults, place=node.place, role=role), decorators)


def _is_accessor(node: n.Function) -> bool:
    """Whether a method is the setter or deleter of a property: what it does is not followed."""
    return any(
        isinstance(decorator, n.Attribute)
        and decorator.name in ("setter", "deleter")
        and isinstance(decorator.value, n.Name)
        and decorator.value.id == node.name
        for decorator in node.decorators
    )


_PLAIN_METACLASSES = frozenset(("abc.ABCMeta", "builtins.type"))


def _class(run: Interpreter, node: n.Class) -> None:
    bases: tuple[Value, ...] = ()
    for base in node.bases:
        given = run.evaluate(base.value)
        if base.star:
            bases += (Unknown("bases from a splat"),)
        elif base.keyword is None:
            bases += (given,)
        elif base.keyword == "metaclass" and not (isinstance(given, Symbol) and given.path in _PLAIN_METACLASSES):
            bases += (Unknown("a metaclass that is not followed"),)
    if node in run.torn:
        bases += (Unknown("a part of the class does not parse"),)
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
    run.do(deeds.defines_class, value)
    run.assign_name(node.name, value)


DEFINITIONS: dict[type[n.Node], Callable[..., None]] = {n.Function: _function, n.Class: _class}
