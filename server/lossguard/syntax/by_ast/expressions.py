"""Lowering of expressions: each function takes the lowering and the node."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from lossguard.syntax import nodes as n
from lossguard.syntax.by_ast.formatted import formatted
from lossguard.syntax.by_ast.lines import behind_brackets, behind_nothing, has_brackets, inside_brackets

if TYPE_CHECKING:
    from lossguard.syntax.by_ast.lower import Lowering

OPERATORS: dict[type[ast.AST], str] = {
    ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/", ast.FloorDiv: "//", ast.Mod: "%", ast.Pow: "**",
    ast.BitOr: "|", ast.BitAnd: "&", ast.BitXor: "^", ast.LShift: "<<", ast.RShift: ">>", ast.MatMult: "@",
    ast.USub: "-", ast.UAdd: "+", ast.Invert: "~", ast.Not: "not", ast.And: "and", ast.Or: "or", ast.Eq: "==",
    ast.Lt: "<", ast.Gt: ">", ast.LtE: "<=", ast.GtE: ">=", ast.NotEq: "!=", ast.Is: "is", ast.IsNot: "is not",
    ast.In: "in", ast.NotIn: "not in",
}  # fmt: skip


def _name(low: Lowering, node: ast.Name) -> n.Expression:
    return n.Name(low.anchor, *low.span(node), node.id)


def _constant(low: Lowering, node: ast.Constant) -> n.Expression:
    if node.value is ...:
        return n.EllipsisLiteral(low.anchor, *low.span(node))
    value: Any = node.value
    return n.Literal(low.anchor, *low.span(node), value)


def _attribute(low: Lowering, node: ast.Attribute) -> n.Expression:
    return n.Attribute(low.anchor, *low.span(node), low.expression(node.value), node.attr)


def _call(low: Lowering, node: ast.Call) -> n.Expression:
    function = low.expression(node.func)
    start, end = low.lines.span(node)
    origin = low.origin
    arguments = low.arguments(node.args, node.keywords, origin + function.end, end)
    return n.Call(low.anchor, start - origin, end - origin, function, arguments)


def _subscript(low: Lowering, node: ast.Subscript) -> n.Expression:
    return n.Subscript(low.anchor, *low.span(node), low.expression(node.value), _index(low, node.slice))


def _index(low: Lowering, node: ast.expr) -> n.Expression:
    if not isinstance(node, ast.Tuple) or not node.elts or _own_brackets(low, node):
        return low.expression(node)
    items = tuple([low.expression(item) for item in node.elts])
    return n.Sequence(low.anchor, items[0].start, items[-1].end, tuple, items)


def _slice(low: Lowering, node: ast.Slice) -> n.Expression:
    bounds = [low.optional(bound) for bound in (node.lower, node.upper, node.step)]
    return n.Slice(low.anchor, *low.span(node), *bounds)


def _sequence(low: Lowering, node: ast.List | ast.Set) -> n.Expression:
    kind: Any = list if isinstance(node, ast.List) else set
    return n.Sequence(low.anchor, *low.span(node), kind, tuple([low.expression(item) for item in node.elts]))


def _tuple(low: Lowering, node: ast.Tuple) -> n.Expression:
    start, end = low.lines.span(node)
    if not node.elts:
        start = end = behind_nothing(low.code, start + 1)
    elif _own_brackets(low, node):
        start, end = inside_brackets(low.code, start, low.lines.span(node.elts[-1])[1], end)
    items = tuple([low.expression(item) for item in node.elts])
    return n.Sequence(low.anchor, start - low.origin, end - low.origin, tuple, items)


def _own_brackets(low: Lowering, node: ast.Tuple) -> bool:
    start, end = low.lines.span(node)
    return not node.elts or has_brackets(low.code, start, low.lines.span(node.elts[0]), end)


def _starred(low: Lowering, node: ast.Starred) -> n.Expression:
    value = low.expression(node.value)
    return n.Starred(low.anchor, value.start, value.end, value)


def _mapping(low: Lowering, node: ast.Dict) -> n.Expression:
    pairs = zip(node.keys, node.values, strict=True)
    items = tuple([(low.optional(key), low.expression(value)) for key, value in pairs])
    return n.Mapping(low.anchor, *low.span(node), items)


def _binary(low: Lowering, node: ast.BinOp) -> n.Expression:
    left, right = low.expression(node.left), low.expression(node.right)
    return n.Binary(low.anchor, *low.span(node), OPERATORS[type(node.op)], left, right)


def _unary(low: Lowering, node: ast.UnaryOp) -> n.Expression:
    return n.Unary(low.anchor, *low.span(node), OPERATORS[type(node.op)], low.expression(node.operand))


def _logical(low: Lowering, node: ast.BoolOp) -> n.Expression:
    """``a and b and c`` is one node here, and ``(a and b) and c`` lowered."""
    operator = OPERATORS[type(node.op)]
    start, end = low.lines.span(node)
    origin = low.origin
    left = low.expression(node.values[0])
    for value in node.values[1:-1]:
        last = behind_brackets(low.code, low.lines.span(value)[1], end)
        left = n.Logical(low.anchor, start - origin, last - origin, operator, left, low.expression(value))
    return n.Logical(low.anchor, start - origin, end - origin, operator, left, low.expression(node.values[-1]))


def _comparison(low: Lowering, node: ast.Compare) -> n.Expression:
    operators = tuple([OPERATORS[type(operator)] for operator in node.ops])
    rest = tuple([low.expression(one) for one in node.comparators])
    return n.Comparison(low.anchor, *low.span(node), low.expression(node.left), operators, rest)


def _conditional(low: Lowering, node: ast.IfExp) -> n.Expression:
    test, body, otherwise = low.expression(node.test), low.expression(node.body), low.expression(node.orelse)
    return n.Conditional(low.anchor, *low.span(node), test, body, otherwise)


def _walrus(low: Lowering, node: ast.NamedExpr) -> n.Expression:
    return n.Walrus(low.anchor, *low.span(node), low.expression(node.target), low.expression(node.value))


def _generator(low: Lowering, node: ast.comprehension) -> n.Generator:
    target, iterable = low.expression(node.target), low.expression(node.iter)
    conditions = tuple([low.expression(condition) for condition in node.ifs])
    return n.Generator(low.anchor, target.start, iterable.end, target, iterable, conditions)


def _comprehension(low: Lowering, node: ast.ListComp | ast.SetComp) -> n.Expression:
    kind: Any = list if isinstance(node, ast.ListComp) else set
    generators = tuple([_generator(low, one) for one in node.generators])
    return n.Comprehension(low.anchor, *low.span(node), kind, None, low.expression(node.elt), generators)


def _dict_comprehension(low: Lowering, node: ast.DictComp) -> n.Expression:
    key, value = low.expression(node.key), low.expression(node.value)
    generators = tuple([_generator(low, one) for one in node.generators])
    return n.Comprehension(low.anchor, *low.span(node), dict, key, value, generators)


def _generator_expression(low: Lowering, node: ast.GeneratorExp) -> n.Expression:
    start, end = low.lines.span(node)
    last = node.generators[-1]
    start, end = inside_brackets(low.code, start, low.lines.span((last.ifs or [last.iter])[-1])[1], end)
    generators = tuple([_generator(low, one) for one in node.generators])
    element = low.expression(node.elt)
    return n.Comprehension(low.anchor, start - low.origin, end - low.origin, None, None, element, generators)


def _lambda(low: Lowering, node: ast.Lambda) -> n.Expression:
    return n.Lambda(low.anchor, *low.span(node), low.parameters(node.args), low.expression(node.body))


def _awaited(low: Lowering, node: ast.Await) -> n.Expression:
    return n.Awaited(low.anchor, *low.span(node), low.expression(node.value))


def _yield(low: Lowering, node: ast.Yield) -> n.Expression:
    return n.Yield(low.anchor, *low.span(node), low.optional(node.value), False)


def _yield_from(low: Lowering, node: ast.YieldFrom) -> n.Expression:
    return n.Yield(low.anchor, *low.span(node), low.expression(node.value), True)


EXPRESSIONS: dict[type[ast.expr], Callable[[Lowering, Any], n.Expression]] = {
    ast.Name: _name, ast.Constant: _constant, ast.JoinedStr: formatted, ast.Attribute: _attribute, ast.Call: _call,
    ast.Subscript: _subscript, ast.Slice: _slice, ast.List: _sequence, ast.Set: _sequence, ast.Tuple: _tuple,
    ast.Starred: _starred, ast.Dict: _mapping, ast.BinOp: _binary, ast.UnaryOp: _unary, ast.BoolOp: _logical,
    ast.Compare: _comparison, ast.IfExp: _conditional, ast.NamedExpr: _walrus, ast.ListComp: _comprehension,
    ast.SetComp: _comprehension, ast.DictComp: _dict_comprehension, ast.GeneratorExp: _generator_expression,
    ast.Lambda: _lambda, ast.Await: _awaited, ast.Yield: _yield, ast.YieldFrom: _yield_from,
}  # fmt: skip
