"""Lowering of expressions: each function takes the lowering, the node and its span."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

import libcst as cst

from lossguard.syntax import nodes as n
from lossguard.syntax.by_libcst.operators import OPERATORS

if TYPE_CHECKING:
    from lossguard.syntax.by_libcst.lower import Lowering

_CONSTANTS = {"True": True, "False": False, "None": None}
_CODE = cst.Module([])
"""Any module: it writes the code of nodes."""


def identifier(name: str) -> str:
    """A name as Python takes it: letters that are written in several ways are one."""
    return name if name.isascii() else normalize("NFKC", name)


def _name(low: Lowering, node: cst.Name, start: int, end: int) -> n.Expression:
    if node.value in _CONSTANTS:
        return n.Literal(low.anchor, start, end, _CONSTANTS[node.value])
    return n.Name(low.anchor, start, end, identifier(node.value))


def _number(low: Lowering, node: cst.BaseNumber, start: int, end: int) -> n.Expression:
    try:
        value = node.evaluated_value  # type: ignore[attr-defined]
    except (ValueError, SyntaxError):  # an integer beyond the interpreter's digit limit, for one
        return n.Opaque(low.anchor, start, end, ())
    return n.Literal(low.anchor, start, end, value)


def _string(low: Lowering, node: cst.SimpleString, start: int, end: int) -> n.Expression:
    try:
        value = node.evaluated_value
    except (ValueError, SyntaxError):  # an escape that literal_eval refuses
        return n.Opaque(low.anchor, start, end, ())
    return n.Literal(low.anchor, start, end, value)


def _formatted(low: Lowering, node: cst.ConcatenatedString | cst.FormattedString, start: int, end: int) -> n.Expression:
    """An f-string, or adjacent strings."""
    parts: list[str | n.Expression] = []
    for one in _adjacent(node):
        if isinstance(one, cst.FormattedString):
            parts += _parts(low, one)
            continue
        lowered = low.expression(one)
        value = lowered.value if isinstance(lowered, n.Literal) else None
        if not isinstance(value, str):  # bytes, or an escape that literal_eval refuses
            return _bytes(low, node, start, end)
        parts.append(value)
    return n.text_of(low.anchor, start, end, parts)


def _adjacent(node: cst.BaseExpression) -> list[cst.BaseExpression]:
    if isinstance(node, cst.ConcatenatedString):
        return [*_adjacent(node.left), *_adjacent(node.right)]
    return [node]


def _bytes(low: Lowering, node: cst.BaseExpression, start: int, end: int) -> n.Expression:
    parts = tuple(low.expression(one) for one in _adjacent(node))
    values = [one.value for one in parts if isinstance(one, n.Literal) and isinstance(one.value, bytes)]
    if len(values) < len(parts):
        return n.Opaque(low.anchor, start, end, parts)
    return n.Literal(low.anchor, start, end, b"".join(values))


def _parts(low: Lowering, node: cst.FormattedString) -> list[str | n.Expression]:
    raw = "r" in node.prefix.lower()
    parts: list[str | n.Expression] = []
    for part in node.parts:
        if isinstance(part, cst.FormattedStringText):
            parts.append(_unescaped(part.value, raw))
        elif isinstance(part, cst.FormattedStringExpression):
            if part.equal is not None:  # `{value=}` writes what stands there, too
                parts.append(_CODE.code_for_node(part.with_changes(conversion=None, format_spec=None))[1:-1])
            parts.append(_field(low, part))
    return parts


def _field(low: Lowering, node: cst.FormattedStringExpression) -> n.Expression:
    """``{value}``; with a conversion or format (``{value!r:>8}``), what is written is not the value's text."""
    value = low.expression(node.expression)
    if node.conversion is None and node.format_spec is None and node.equal is None:
        return value
    inner = [part.expression for part in node.format_spec or () if isinstance(part, cst.FormattedStringExpression)]
    return n.Opaque(value.anchor, value.start, value.end, (value, *(low.expression(part) for part in inner)))


def _unescaped(text: str, raw: bool) -> str:
    text = text.replace("{{", "{").replace("}}", "}")
    if raw or "\\" not in text:
        return text
    if (len(text) - len(text.rstrip("\\"))) % 2:  # `\{value}`
        text += "\\"
    try:
        return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text


def _attribute(low: Lowering, node: cst.Attribute, start: int, end: int) -> n.Expression:
    return n.Attribute(low.anchor, start, end, low.expression(node.value), identifier(node.attr.value))


def _call(low: Lowering, node: cst.Call, start: int, end: int) -> n.Expression:
    return n.Call(low.anchor, start, end, low.expression(node.func), low.arguments(node.args))


def _subscript(low: Lowering, node: cst.Subscript, start: int, end: int) -> n.Expression:
    indices = [_index(low, element.slice) for element in node.slice]
    index = indices[0]
    if len(indices) > 1 or isinstance(node.slice[0].comma, cst.Comma) or isinstance(index, n.Starred):
        index = n.Sequence(low.anchor, index.start, indices[-1].end, tuple, tuple(indices))
    return n.Subscript(low.anchor, start, end, low.expression(node.value), index)


def _index(low: Lowering, node: cst.BaseSlice) -> n.Expression:
    if isinstance(node, cst.Index):
        value = low.expression(node.value)
        return n.Starred(low.anchor, value.start, value.end, value) if node.star else value
    assert isinstance(node, cst.Slice)
    bounds = [low.optional(bound) for bound in (node.lower, node.upper, node.step)]
    start, end = low.span(node)
    if node.step is None and (node.upper is None or isinstance(node.second_colon, cst.Colon)):
        # libcst counts the white space behind the last colon in.
        end = low.behind(":", low.spans[node.lower][1] if node.lower is not None else low.spans[node][0])
        if isinstance(node.second_colon, cst.Colon):
            end = low.behind(":", low.spans[node.upper][1] if node.upper is not None else end)
        end = low.source.original(end) - low.origin
    return n.Slice(low.anchor, start, end, *bounds)


def _sequence(low: Lowering, node: cst.List | cst.Tuple | cst.Set, start: int, end: int) -> n.Expression:
    kind: Any = {cst.List: list, cst.Tuple: tuple, cst.Set: set}[type(node)]
    return n.Sequence(low.anchor, start, end, kind, tuple(_element(low, element) for element in node.elements))


def _element(low: Lowering, node: cst.BaseElement) -> n.Expression:
    value = low.expression(node.value)
    return n.Starred(low.anchor, value.start, value.end, value) if isinstance(node, cst.StarredElement) else value


def _starred(low: Lowering, node: cst.StarredElement, start: int, end: int) -> n.Expression:
    value = low.expression(node.value)
    return n.Starred(low.anchor, value.start, value.end, value)


def _mapping(low: Lowering, node: cst.Dict, start: int, end: int) -> n.Expression:
    items = tuple(
        (low.expression(element.key) if isinstance(element, cst.DictElement) else None, low.expression(element.value))
        for element in node.elements
    )
    return n.Mapping(low.anchor, start, end, items)


def _binary(low: Lowering, node: cst.BinaryOperation, start: int, end: int) -> n.Expression:
    left, right = low.expression(node.left), low.expression(node.right)
    return n.Binary(low.anchor, start, end, OPERATORS[type(node.operator)], left, right)


def _unary(low: Lowering, node: cst.UnaryOperation, start: int, end: int) -> n.Expression:
    return n.Unary(low.anchor, start, end, OPERATORS[type(node.operator)], low.expression(node.expression))


def _logical(low: Lowering, node: cst.BooleanOperation, start: int, end: int) -> n.Expression:
    left, right = low.expression(node.left), low.expression(node.right)
    return n.Logical(low.anchor, start, end, OPERATORS[type(node.operator)], left, right)


def _comparison(low: Lowering, node: cst.Comparison, start: int, end: int) -> n.Expression:
    operators = tuple(OPERATORS[type(target.operator)] for target in node.comparisons)
    rest = tuple(low.expression(target.comparator) for target in node.comparisons)
    return n.Comparison(low.anchor, start, end, low.expression(node.left), operators, rest)


def _conditional(low: Lowering, node: cst.IfExp, start: int, end: int) -> n.Expression:
    test, body, otherwise = (low.expression(part) for part in (node.test, node.body, node.orelse))
    return n.Conditional(low.anchor, start, end, test, body, otherwise)


def _walrus(low: Lowering, node: cst.NamedExpr, start: int, end: int) -> n.Expression:
    return n.Walrus(low.anchor, start, end, low.expression(node.target), low.expression(node.value))


def _generators(low: Lowering, node: cst.CompFor) -> tuple[n.Generator, ...]:
    start, end = low.span(node.target)[0], low.span(node.iter)[1]
    conditions = tuple(low.expression(condition.test) for condition in node.ifs)
    one = n.Generator(low.anchor, start, end, low.expression(node.target), low.expression(node.iter), conditions)
    inner = _generators(low, node.inner_for_in) if node.inner_for_in else ()
    return (one, *inner)


def _comprehension(
    low: Lowering, node: cst.ListComp | cst.SetComp | cst.GeneratorExp, start: int, end: int
) -> n.Expression:
    kind: Any = {cst.ListComp: list, cst.SetComp: set}.get(type(node))
    return n.Comprehension(low.anchor, start, end, kind, None, low.expression(node.elt), _generators(low, node.for_in))


def _dict_comprehension(low: Lowering, node: cst.DictComp, start: int, end: int) -> n.Expression:
    key, value = low.expression(node.key), low.expression(node.value)
    return n.Comprehension(low.anchor, start, end, dict, key, value, _generators(low, node.for_in))


def _lambda(low: Lowering, node: cst.Lambda, start: int, end: int) -> n.Expression:
    return n.Lambda(low.anchor, start, end, low.parameters(node.params), low.expression(node.body))


def _awaited(low: Lowering, node: cst.Await, start: int, end: int) -> n.Expression:
    return n.Awaited(low.anchor, start, end, low.expression(node.expression))


def _yield(low: Lowering, node: cst.Yield, start: int, end: int) -> n.Expression:
    if isinstance(node.value, cst.From):
        return n.Yield(low.anchor, start, end, low.expression(node.value.item), True)
    return n.Yield(low.anchor, start, end, low.optional(node.value), False)


def _ellipsis(low: Lowering, node: cst.Ellipsis, start: int, end: int) -> n.Expression:
    return n.EllipsisLiteral(low.anchor, start, end)


EXPRESSIONS: dict[type[cst.CSTNode], Callable[..., n.Expression]] = {
    cst.Name: _name, cst.Integer: _number, cst.Float: _number, cst.Imaginary: _number, cst.SimpleString: _string,
    cst.ConcatenatedString: _formatted, cst.FormattedString: _formatted, cst.Attribute: _attribute, cst.Call: _call,
    cst.Subscript: _subscript, cst.List: _sequence, cst.Tuple: _sequence, cst.Set: _sequence,
    cst.StarredElement: _starred, cst.Dict: _mapping, cst.BinaryOperation: _binary, cst.UnaryOperation: _unary,
    cst.BooleanOperation: _logical, cst.Comparison: _comparison, cst.IfExp: _conditional, cst.NamedExpr: _walrus,
    cst.ListComp: _comprehension, cst.SetComp: _comprehension, cst.GeneratorExp: _comprehension,
    cst.DictComp: _dict_comprehension, cst.Lambda: _lambda, cst.Await: _awaited, cst.Yield: _yield,
    cst.Ellipsis: _ellipsis,
}  # fmt: skip
