"""Lowering of statements: each function takes the lowering, the node and its span."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import libcst as cst

from lossguard.syntax import nodes as n
from lossguard.syntax.by_libcst.expressions import identifier
from lossguard.syntax.by_libcst.operators import OPERATORS

if TYPE_CHECKING:
    from lossguard.syntax.by_libcst.lower import Lowering


def dotted(node: cst.CSTNode | None) -> str:
    """``a.b.c`` of a module name."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{identifier(node.attr.value)}"
    return identifier(node.value) if isinstance(node, cst.Name) else ""


def _expression_statement(low: Lowering, node: cst.Expr, start: int, end: int) -> n.Statement:
    return n.ExpressionStatement(low.anchor, start, end, low.expression(node.value))


def _assign(low: Lowering, node: cst.Assign, start: int, end: int) -> n.Statement:
    targets = tuple(low.expression(target.target) for target in node.targets)
    return n.Assign(low.anchor, start, end, targets, low.expression(node.value))


def _annotated(low: Lowering, node: cst.AnnAssign, start: int, end: int) -> n.Statement:
    annotation = low.expression(node.annotation.annotation)
    return n.Assign(low.anchor, start, end, (low.expression(node.target),), low.optional(node.value), annotation)


def _augmented(low: Lowering, node: cst.AugAssign, start: int, end: int) -> n.Statement:
    operator = OPERATORS[type(node.operator)]
    return n.AugmentedAssign(low.anchor, start, end, low.expression(node.target), operator, low.expression(node.value))


def _delete(low: Lowering, node: cst.Del, start: int, end: int) -> n.Statement:
    target = low.expression(node.target)
    targets = target.items if isinstance(target, n.Sequence) else (target,)
    return n.Delete(low.anchor, start, end, targets)


def _return(low: Lowering, node: cst.Return, start: int, end: int) -> n.Statement:
    return n.Return(low.anchor, start, end, low.optional(node.value))


def _raise(low: Lowering, node: cst.Raise, start: int, end: int) -> n.Statement:
    cause = node.cause.item if node.cause else None
    return n.Raise(low.anchor, start, end, low.optional(node.exc), low.optional(cause))


def _assert(low: Lowering, node: cst.Assert, start: int, end: int) -> n.Statement:
    return n.Assert(low.anchor, start, end, low.expression(node.test), low.optional(node.msg))


def _plain(kind: type[n.Statement]) -> Callable[..., n.Statement]:
    return lambda low, node, start, end: kind(low.anchor, start, end)


def _global(low: Lowering, node: cst.Global | cst.Nonlocal, start: int, end: int) -> n.Statement:
    names = tuple(identifier(item.name.value) for item in node.names)
    return n.Global(low.anchor, start, end, names, isinstance(node, cst.Nonlocal))


def _alias(alias: cst.ImportAlias) -> tuple[str, str | None]:
    name = alias.asname.name if alias.asname else None
    return dotted(alias.name), identifier(name.value) if isinstance(name, cst.Name) else None


def _import(low: Lowering, node: cst.Import, start: int, end: int) -> n.Statement:
    return n.Import(low.anchor, start, end, tuple(_alias(alias) for alias in node.names))


def _import_from(low: Lowering, node: cst.ImportFrom, start: int, end: int) -> n.Statement:
    names = None if isinstance(node.names, cst.ImportStar) else tuple(_alias(alias) for alias in node.names)
    return n.ImportFrom(low.anchor, start, end, dotted(node.module), len(node.relative), names)


def _otherwise(low: Lowering, node: cst.If | cst.Else | None) -> n.Block:
    if node is None:
        return ()
    return (low.statement(node),) if isinstance(node, cst.If) else low.block(node.body)


def _if(low: Lowering, node: cst.If, start: int, end: int) -> n.Statement:
    body = low.block(node.body)
    return n.If(low.anchor, start, end, low.expression(node.test), body, _otherwise(low, node.orelse))


def _for(low: Lowering, node: cst.For, start: int, end: int) -> n.Statement:
    target, iterable = low.expression(node.target), low.expression(node.iter)
    return n.For(low.anchor, start, end, target, iterable, low.block(node.body), _otherwise(low, node.orelse))


def _while(low: Lowering, node: cst.While, start: int, end: int) -> n.Statement:
    body = low.block(node.body)
    return n.While(low.anchor, start, end, low.expression(node.test), body, _otherwise(low, node.orelse))


def _with(low: Lowering, node: cst.With, start: int, end: int) -> n.Statement:
    items = tuple(
        (low.expression(item.item), low.expression(item.asname.name) if item.asname else None) for item in node.items
    )
    return n.With(low.anchor, start, end, items, low.block(node.body))


def _handler(low: Lowering, node: cst.ExceptHandler | cst.ExceptStarHandler) -> n.Handler:
    with low.anchored(node):
        name = identifier(node.name.name.value) if node.name and isinstance(node.name.name, cst.Name) else None
        return n.Handler(low.anchor, *low.span(node), low.optional(node.type), name, low.block(node.body))


def _try(low: Lowering, node: cst.Try | cst.TryStar, start: int, end: int) -> n.Statement:
    handlers = tuple(_handler(low, handler) for handler in node.handlers)
    otherwise = low.block(node.orelse.body) if node.orelse else ()
    final = low.block(node.finalbody.body) if node.finalbody else ()
    return n.Try(low.anchor, start, end, low.block(node.body), handlers, otherwise, final)


def _bound(pattern: cst.CSTNode) -> list[str]:
    names: list[str] = []
    for field in ("name", "rest"):
        target = getattr(pattern, field, None)
        if isinstance(target, cst.Name):
            names.append(identifier(target.value))
    for child in pattern.children:
        names += _bound(child)
    return names


def _match(low: Lowering, node: cst.Match, start: int, end: int) -> n.Statement:
    cases = tuple(_case(low, case) for case in node.cases)
    return n.Match(low.anchor, start, end, low.expression(node.subject), cases)


def _case(low: Lowering, node: cst.MatchCase) -> n.Case:
    with low.anchored(node):
        bound = tuple(_bound(node.pattern))
        return n.Case(low.anchor, *low.span(node), bound, low.optional(node.guard), low.block(node.body))


def _function(low: Lowering, node: cst.FunctionDef, start: int, end: int) -> n.Statement:
    name_span = low.span(node.name)
    parameters = low.parameters(node.params)
    opening = name_span[1] + (parameters[0].start - name_span[1] if parameters else 1)
    return n.Function(
        low.anchor,
        start,
        end,
        identifier(node.name.value),
        name_span,
        parameters,
        (opening, parameters[-1].end if parameters else opening),
        low.block(node.body),
        tuple(low.expression(decorator.decorator) for decorator in node.decorators),
        node.asynchronous is not None,
    )


def _class(low: Lowering, node: cst.ClassDef, start: int, end: int) -> n.Statement:
    return n.Class(
        low.anchor,
        start,
        end,
        identifier(node.name.value),
        low.span(node.name),
        low.arguments((*node.bases, *node.keywords)),
        low.block(node.body),
        tuple(low.expression(decorator.decorator) for decorator in node.decorators),
    )


STATEMENTS: dict[type[cst.CSTNode], Callable[..., n.Statement]] = {
    cst.Expr: _expression_statement, cst.Assign: _assign, cst.AnnAssign: _annotated, cst.AugAssign: _augmented,
    cst.Del: _delete, cst.Return: _return, cst.Raise: _raise, cst.Assert: _assert, cst.Pass: _plain(n.Pass),
    cst.Break: _plain(n.Break), cst.Continue: _plain(n.Continue), cst.Global: _global, cst.Nonlocal: _global,
    cst.Import: _import, cst.ImportFrom: _import_from, cst.If: _if, cst.For: _for, cst.While: _while,
    cst.With: _with, cst.Try: _try, cst.TryStar: _try, cst.Match: _match, cst.FunctionDef: _function,
    cst.ClassDef: _class,
}  # fmt: skip
