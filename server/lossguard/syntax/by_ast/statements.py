"""Lowering of statements: each function takes the lowering, the node and its span."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lossguard.syntax import nodes as n
from lossguard.syntax.by_ast.expressions import OPERATORS
from lossguard.syntax.by_ast.lines import behind_nothing

if TYPE_CHECKING:
    from lossguard.syntax.by_ast.lower import Lowering

_BLANK = r"(?:[ \t\f]|\\\r\n|\\\n|\\\r)+"
_DEFINED = re.compile(rf"(?:async{_BLANK})?(?:def|class){_BLANK}([^\s(:\[\\#]+)")
"""The name of a function or class."""


def _expression_statement(low: Lowering, node: ast.Expr, start: int, end: int) -> n.Statement:
    return n.ExpressionStatement(low.anchor, start, end, low.expression(node.value))


def _assign(low: Lowering, node: ast.Assign, start: int, end: int) -> n.Statement:
    targets = tuple([low.expression(target) for target in node.targets])
    return n.Assign(low.anchor, start, end, targets, low.expression(node.value))


def _annotated(low: Lowering, node: ast.AnnAssign, start: int, end: int) -> n.Statement:
    annotation = low.expression(node.annotation)
    return n.Assign(low.anchor, start, end, (low.expression(node.target),), low.optional(node.value), annotation)


def _augmented(low: Lowering, node: ast.AugAssign, start: int, end: int) -> n.Statement:
    operator = OPERATORS[type(node.op)]
    return n.AugmentedAssign(low.anchor, start, end, low.expression(node.target), operator, low.expression(node.value))


def _delete(low: Lowering, node: ast.Delete, start: int, end: int) -> n.Statement:
    targets = tuple([low.expression(target) for target in node.targets])
    if len(targets) == 1 and isinstance(targets[0], n.Sequence):
        targets = targets[0].items
    return n.Delete(low.anchor, start, end, targets)


def _return(low: Lowering, node: ast.Return, start: int, end: int) -> n.Statement:
    return n.Return(low.anchor, start, end, low.optional(node.value))


def _raise(low: Lowering, node: ast.Raise, start: int, end: int) -> n.Statement:
    return n.Raise(low.anchor, start, end, low.optional(node.exc), low.optional(node.cause))


def _assert(low: Lowering, node: ast.Assert, start: int, end: int) -> n.Statement:
    return n.Assert(low.anchor, start, end, low.expression(node.test), low.optional(node.msg))


def _plain(kind: type[n.Statement]) -> Callable[[Lowering, Any, int, int], n.Statement]:
    return lambda low, node, start, end: kind(low.anchor, start, end)


def _global(low: Lowering, node: ast.Global | ast.Nonlocal, start: int, end: int) -> n.Statement:
    return n.Global(low.anchor, start, end, tuple(node.names), isinstance(node, ast.Nonlocal))


def _import(low: Lowering, node: ast.Import, start: int, end: int) -> n.Statement:
    return n.Import(low.anchor, start, end, tuple([(one.name, one.asname) for one in node.names]))


def _import_from(low: Lowering, node: ast.ImportFrom, start: int, end: int) -> n.Statement:
    names = None if node.names[0].name == "*" else tuple([(one.name, one.asname) for one in node.names])
    return n.ImportFrom(low.anchor, start, end, node.module or "", node.level, names)


def _if(low: Lowering, node: ast.If, start: int, end: int) -> n.Statement:
    test = low.expression(node.test)
    return n.If(low.anchor, start, end, test, low.block(node.body), low.block(node.orelse))


def _for(low: Lowering, node: ast.For | ast.AsyncFor, start: int, end: int) -> n.Statement:
    target, iterable = low.expression(node.target), low.expression(node.iter)
    return n.For(low.anchor, start, end, target, iterable, low.block(node.body), low.block(node.orelse))


def _while(low: Lowering, node: ast.While, start: int, end: int) -> n.Statement:
    test = low.expression(node.test)
    return n.While(low.anchor, start, end, test, low.block(node.body), low.block(node.orelse))


def _with(low: Lowering, node: ast.With | ast.AsyncWith, start: int, end: int) -> n.Statement:
    items = tuple([(low.expression(item.context_expr), low.optional(item.optional_vars)) for item in node.items])
    return n.With(low.anchor, start, end, items, low.block(node.body))


def _handler(low: Lowering, node: ast.ExceptHandler) -> n.Handler:
    outer = low.anchor, low.origin
    start, end = low.lines.span(node)
    low.move_to(start)
    low.guard_head(start, end, node.body)
    kinds, body = low.optional(node.type), low.block(node.body)
    lowered = n.Handler(low.anchor, 0, low.end_of(body) - start, kinds, node.name, body)
    low.anchor, low.origin = outer
    return lowered


def _try(low: Lowering, node: Any, start: int, end: int) -> n.Statement:
    handlers = tuple([_handler(low, handler) for handler in node.handlers])
    otherwise, final = low.block(node.orelse), low.block(node.finalbody)
    return n.Try(low.anchor, start, end, low.block(node.body), handlers, otherwise, final)


def _match(low: Lowering, node: ast.Match, start: int, end: int) -> n.Statement:
    subject = low.expression(node.subject)
    cases: list[n.Case] = []
    behind = low.lines.span(node.subject)[1]
    for case in node.cases:
        cases.append(_case(low, case, _next_word(low.code, behind)))
        behind = low.end_of(cases[-1].body)
    return n.Match(low.anchor, start, end, subject, tuple(cases))


def _next_word(code: str, offset: int) -> int:
    """Where ``case`` stands, of which the trees do not tell the place."""
    at = behind_nothing(code, offset)
    while code[at] in "),;:":
        at = behind_nothing(code, at + 1)
    return at


def _case(low: Lowering, node: ast.match_case, start: int) -> n.Case:
    outer = low.anchor, low.origin
    low.move_to(start)
    low.guard_head(start, low.lines.span(node.body[-1])[1], node.body)
    guard, body = low.optional(node.guard), low.block(node.body)
    lowered = n.Case(low.anchor, 0, low.end_of(body) - start, tuple(_bound(node.pattern)), guard, body)
    low.anchor, low.origin = outer
    return lowered


def _bound(pattern: ast.pattern) -> list[str]:
    found = [name for field in ("name", "rest") if (name := getattr(pattern, field, None)) is not None]
    for child in ast.iter_child_nodes(pattern):
        if isinstance(child, ast.pattern):
            found += _bound(child)
    return found


def _defined(low: Lowering, start: int) -> tuple[int, int]:
    """The place of the name that a statement defines."""
    match = _DEFINED.match(low.code, low.origin + start)
    assert match is not None
    return match.start(1) - low.origin, match.end(1) - low.origin


def _function(low: Lowering, node: ast.FunctionDef | ast.AsyncFunctionDef, start: int, end: int) -> n.Statement:
    name_span = _defined(low, start)
    parameters = low.parameters(node.args)
    opening = parameters[0].start if parameters else name_span[1] + 1
    return n.Function(
        low.anchor,
        start,
        end,
        node.name,
        name_span,
        parameters,
        (opening, parameters[-1].end if parameters else opening),
        low.block(node.body),
        tuple([low.expression(decorator) for decorator in node.decorator_list]),
        isinstance(node, ast.AsyncFunctionDef),
    )


def _class(low: Lowering, node: ast.ClassDef, start: int, end: int) -> n.Statement:
    name_span = _defined(low, start)
    return n.Class(
        low.anchor,
        start,
        end,
        node.name,
        name_span,
        _bases(low, node, low.origin + name_span[1]),
        low.block(node.body),
        tuple([low.expression(decorator) for decorator in node.decorator_list]),
    )


def _bases(low: Lowering, node: ast.ClassDef, opened: int) -> tuple[n.Argument, ...]:
    given: list[ast.expr | ast.keyword] = [*node.bases, *node.keywords]
    if not given:
        return ()
    types: list[Any] = getattr(node, "type_params", [])
    if types:
        opened = behind_nothing(low.code, low.lines.span(types[-1])[1])
        while low.code[opened] == ",":
            opened = behind_nothing(low.code, opened + 1)
        opened += 1
    end = max(low.lines.span(one)[1] for one in given)
    at = behind_nothing(low.code, end)
    while low.code[at] in "),":  # the last bracket is that of the class
        end = at + 1
        at = behind_nothing(low.code, end)
    return low.arguments(node.bases, node.keywords, opened, end)


STATEMENTS: dict[type[ast.stmt], Callable[[Lowering, Any, int, int], n.Statement]] = {
    ast.Expr: _expression_statement, ast.Assign: _assign, ast.AnnAssign: _annotated, ast.AugAssign: _augmented,
    ast.Delete: _delete, ast.Return: _return, ast.Raise: _raise, ast.Assert: _assert, ast.Pass: _plain(n.Pass),
    ast.Break: _plain(n.Break), ast.Continue: _plain(n.Continue), ast.Global: _global, ast.Nonlocal: _global,
    ast.Import: _import, ast.ImportFrom: _import_from, ast.If: _if, ast.For: _for, ast.AsyncFor: _for,
    ast.While: _while, ast.With: _with, ast.AsyncWith: _with, ast.Try: _try, ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function, ast.ClassDef: _class, ast.Match: _match,
}  # fmt: skip
if sys.version_info >= (3, 11):
    STATEMENTS[ast.TryStar] = _try
if sys.version_info >= (3, 12):
    STATEMENTS[ast.TypeAlias] = _plain(n.Pass)
