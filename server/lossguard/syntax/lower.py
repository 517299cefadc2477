"""libcst trees to the lowered nodes of ``syntax.nodes``, with exact spans."""

from collections.abc import Callable, Iterable
from typing import Any

import libcst as cst

from lossguard.syntax import nodes as n
from lossguard.syntax.parse import Parsed
from lossguard.syntax.positions import Spans
from lossguard.text.place import Anchor


class Lowering:
    """Lowers the statements of one chunk; spans become relative to the chunk's anchor."""

    def __init__(self, parsed: Parsed, spans: Spans, anchor: Anchor, origin: int) -> None:
        self.parsed = parsed
        self.spans = spans
        self.anchor = anchor
        self.origin = origin
        """Offset of the anchor in the text that was parsed, counted in original characters."""

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        start, end = self.spans[node]
        return self.parsed.original(start) - self.origin, self.parsed.original(end) - self.origin

    def statements(self, body: Iterable[cst.CSTNode]) -> n.Block:
        lowered: list[n.Statement] = []
        for statement in body:
            if isinstance(statement, cst.SimpleStatementLine):
                for small in statement.body:
                    lowered.append(self.statement(small))
            elif not isinstance(statement, cst.EmptyLine):
                lowered.append(self.statement(statement))
        return tuple(lowered)

    def block(self, suite: cst.BaseSuite) -> n.Block:
        if isinstance(suite, cst.SimpleStatementSuite):
            return tuple(self.statement(small) for small in suite.body)
        return self.statements(suite.body)

    def statement(self, node: cst.CSTNode) -> n.Statement:
        lower = _STATEMENTS.get(type(node))
        if lower is None:
            return n.Pass(self.anchor, *self.span(node))
        return lower(self, node, *self.span(node))

    def expression(self, node: cst.CSTNode) -> n.Expression:
        lower = _EXPRESSIONS.get(type(node))
        if lower is None:
            return n.Opaque(self.anchor, *self.span(node), self.children(node))
        return lower(self, node, *self.span(node))

    def optional(self, node: cst.CSTNode | None) -> n.Expression | None:
        return None if node is None else self.expression(node)

    def children(self, node: cst.CSTNode) -> tuple[n.Expression, ...]:
        """The expressions right below a node without a modelled meaning."""
        found: list[n.Expression] = []
        for child in node.children:
            if isinstance(child, cst.BaseExpression):
                found.append(self.expression(child))
            elif not isinstance(child, cst.BaseParenthesizableWhitespace):
                found += self.children(child)
        return tuple(found)

    def arguments(self, arguments: Iterable[cst.Arg]) -> tuple[n.Argument, ...]:
        return tuple(
            n.Argument(
                self.anchor,
                *self.span(argument),
                argument.keyword.value if argument.keyword else None,
                argument.star,
                self.expression(argument.value),
            )
            for argument in arguments
        )

    def parameters(self, parameters: cst.Parameters) -> tuple[n.Parameter, ...]:
        lowered = [self.parameter(parameter, "", "positional") for parameter in parameters.posonly_params]
        lowered += [self.parameter(parameter, "", "") for parameter in parameters.params]
        if isinstance(parameters.star_arg, cst.Param):
            lowered.append(self.parameter(parameters.star_arg, "*", ""))
        lowered += [self.parameter(parameter, "", "keyword") for parameter in parameters.kwonly_params]
        if parameters.star_kwarg is not None:
            lowered.append(self.parameter(parameters.star_kwarg, "**", ""))
        return tuple(lowered)

    def parameter(self, node: cst.Param, star: str, only: str) -> n.Parameter:
        start, end = self.span(node.name)
        default = self.optional(node.default)
        annotation = self.expression(node.annotation.annotation) if node.annotation else None
        last = default or annotation
        return n.Parameter(
            self.anchor, start - len(star), last.end if last else end, node.name.value, star, only, default, annotation
        )


def dotted(node: cst.CSTNode | None) -> str:
    """``a.b.c`` of a module name."""
    if isinstance(node, cst.Attribute):
        return f"{dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


# Expressions: each takes the lowering, the node and its span.

_CONSTANTS = {"True": True, "False": False, "None": None}


def _name(low: Lowering, node: cst.Name, start: int, end: int) -> n.Expression:
    if node.value in _CONSTANTS:
        return n.Literal(low.anchor, start, end, _CONSTANTS[node.value])
    return n.Name(low.anchor, start, end, node.value)


def _number(low: Lowering, node: cst.BaseNumber, start: int, end: int) -> n.Expression:
    try:
        value = node.evaluated_value  # type: ignore[attr-defined]
    except Exception:  # an integer beyond the interpreter's digit limit, for one
        return n.Opaque(low.anchor, start, end, ())
    return n.Literal(low.anchor, start, end, value)


def _string(low: Lowering, node: cst.SimpleString, start: int, end: int) -> n.Expression:
    try:
        value = node.evaluated_value
    except Exception:  # an escape that literal_eval refuses
        return n.Opaque(low.anchor, start, end, ())
    return n.Literal(low.anchor, start, end, value)


def _text_parts(low: Lowering, node: cst.CSTNode) -> list[str | n.Expression] | None:
    if isinstance(node, cst.ConcatenatedString):
        left, right = _text_parts(low, node.left), _text_parts(low, node.right)
        return None if left is None or right is None else left + right
    if isinstance(node, cst.FormattedString):
        raw = "r" in node.prefix.lower()
        parts: list[str | n.Expression] = []
        for part in node.parts:
            if isinstance(part, cst.FormattedStringText):
                parts.append(_unescaped(part.value, raw))
            elif isinstance(part, cst.FormattedStringExpression):
                parts.append(low.expression(part.expression))
        return parts
    lowered = low.expression(node)
    return [lowered.value] if isinstance(lowered, n.Literal) and isinstance(lowered.value, str) else None


def _unescaped(text: str, raw: bool) -> str:
    text = text.replace("{{", "{").replace("}}", "}")
    if raw or "\\" not in text:
        return text
    try:
        return text.encode("latin-1", "backslashreplace").decode("unicode_escape")
    except UnicodeDecodeError:
        return text


def _formatted(low: Lowering, node: cst.CSTNode, start: int, end: int) -> n.Expression:
    parts = _text_parts(low, node)
    if parts is None:
        return n.Opaque(low.anchor, start, end, low.children(node))
    if all(isinstance(part, str) for part in parts):
        return n.Literal(low.anchor, start, end, "".join(str(part) for part in parts))
    return n.FormattedText(low.anchor, start, end, tuple(parts))


def _attribute(low: Lowering, node: cst.Attribute, start: int, end: int) -> n.Expression:
    return n.Attribute(low.anchor, start, end, low.expression(node.value), node.attr.value)


def _call(low: Lowering, node: cst.Call, start: int, end: int) -> n.Expression:
    return n.Call(low.anchor, start, end, low.expression(node.func), low.arguments(node.args))


def _subscript(low: Lowering, node: cst.Subscript, start: int, end: int) -> n.Expression:
    indices = [_index(low, element.slice) for element in node.slice]
    index: n.Expression
    if len(indices) == 1:
        index = indices[0]
    else:
        index = n.Sequence(low.anchor, indices[0].start, indices[-1].end, tuple, tuple(indices))
    return n.Subscript(low.anchor, start, end, low.expression(node.value), index)


def _index(low: Lowering, node: cst.BaseSlice) -> n.Expression:
    if isinstance(node, cst.Index):
        return low.expression(node.value)
    assert isinstance(node, cst.Slice)
    bounds = [low.optional(bound) for bound in (node.lower, node.upper, node.step)]
    return n.Slice(low.anchor, *low.span(node), *bounds)


def _sequence(low: Lowering, node: cst.List | cst.Tuple | cst.Set, start: int, end: int) -> n.Expression:
    kind: Any = {cst.List: list, cst.Tuple: tuple, cst.Set: set}[type(node)]
    return n.Sequence(low.anchor, start, end, kind, tuple(_element(low, element) for element in node.elements))


def _element(low: Lowering, node: cst.BaseElement) -> n.Expression:
    value = low.expression(node.value)
    return n.Starred(low.anchor, value.start, value.end, value) if isinstance(node, cst.StarredElement) else value


def _starred(low: Lowering, node: cst.StarredElement, start: int, end: int) -> n.Expression:
    return n.Starred(low.anchor, start, end, low.expression(node.value))


def _mapping(low: Lowering, node: cst.Dict, start: int, end: int) -> n.Expression:
    items = tuple(
        (low.expression(element.key) if isinstance(element, cst.DictElement) else None, low.expression(element.value))
        for element in node.elements
    )
    return n.Mapping(low.anchor, start, end, items)


_OPERATORS: dict[type[cst.CSTNode], str] = {
    cst.Add: "+", cst.Subtract: "-", cst.Multiply: "*", cst.Divide: "/", cst.FloorDivide: "//", cst.Modulo: "%",
    cst.Power: "**", cst.BitOr: "|", cst.BitAnd: "&", cst.BitXor: "^", cst.LeftShift: "<<", cst.RightShift: ">>",
    cst.MatrixMultiply: "@", cst.Minus: "-", cst.Plus: "+", cst.BitInvert: "~", cst.Not: "not", cst.And: "and",
    cst.Or: "or", cst.Equal: "==", cst.LessThan: "<", cst.GreaterThan: ">", cst.LessThanEqual: "<=",
    cst.GreaterThanEqual: ">=", cst.NotEqual: "!=", cst.Is: "is", cst.IsNot: "is not", cst.In: "in",
    cst.NotIn: "not in", cst.AddAssign: "+", cst.SubtractAssign: "-", cst.MultiplyAssign: "*", cst.DivideAssign: "/",
    cst.FloorDivideAssign: "//", cst.ModuloAssign: "%", cst.PowerAssign: "**", cst.BitOrAssign: "|",
    cst.BitAndAssign: "&", cst.BitXorAssign: "^", cst.LeftShiftAssign: "<<", cst.RightShiftAssign: ">>",
    cst.MatrixMultiplyAssign: "@",
}  # fmt: skip


def _binary(low: Lowering, node: cst.BinaryOperation, start: int, end: int) -> n.Expression:
    left, right = low.expression(node.left), low.expression(node.right)
    return n.Binary(low.anchor, start, end, _OPERATORS[type(node.operator)], left, right)


def _unary(low: Lowering, node: cst.UnaryOperation, start: int, end: int) -> n.Expression:
    return n.Unary(low.anchor, start, end, _OPERATORS[type(node.operator)], low.expression(node.expression))


def _logical(low: Lowering, node: cst.BooleanOperation, start: int, end: int) -> n.Expression:
    left, right = low.expression(node.left), low.expression(node.right)
    return n.Logical(low.anchor, start, end, _OPERATORS[type(node.operator)], left, right)


def _comparison(low: Lowering, node: cst.Comparison, start: int, end: int) -> n.Expression:
    operators = tuple(_OPERATORS[type(target.operator)] for target in node.comparisons)
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
    return n.Ellipsis_(low.anchor, start, end)


_EXPRESSIONS: dict[type[cst.CSTNode], Callable[..., n.Expression]] = {
    cst.Name: _name, cst.Integer: _number, cst.Float: _number, cst.Imaginary: _number, cst.SimpleString: _string,
    cst.ConcatenatedString: _formatted, cst.FormattedString: _formatted, cst.Attribute: _attribute, cst.Call: _call,
    cst.Subscript: _subscript, cst.List: _sequence, cst.Tuple: _sequence, cst.Set: _sequence,
    cst.StarredElement: _starred, cst.Dict: _mapping, cst.BinaryOperation: _binary, cst.UnaryOperation: _unary,
    cst.BooleanOperation: _logical, cst.Comparison: _comparison, cst.IfExp: _conditional, cst.NamedExpr: _walrus,
    cst.ListComp: _comprehension, cst.SetComp: _comprehension, cst.GeneratorExp: _comprehension,
    cst.DictComp: _dict_comprehension, cst.Lambda: _lambda, cst.Await: _awaited, cst.Yield: _yield,
    cst.Ellipsis: _ellipsis,
}  # fmt: skip


# Statements


def _expression_statement(low: Lowering, node: cst.Expr, start: int, end: int) -> n.Statement:
    return n.ExpressionStatement(low.anchor, start, end, low.expression(node.value))


def _assign(low: Lowering, node: cst.Assign, start: int, end: int) -> n.Statement:
    targets = tuple(low.expression(target.target) for target in node.targets)
    return n.Assign(low.anchor, start, end, targets, low.expression(node.value))


def _annotated(low: Lowering, node: cst.AnnAssign, start: int, end: int) -> n.Statement:
    annotation = low.expression(node.annotation.annotation)
    return n.Assign(low.anchor, start, end, (low.expression(node.target),), low.optional(node.value), annotation)


def _augmented(low: Lowering, node: cst.AugAssign, start: int, end: int) -> n.Statement:
    operator = _OPERATORS[type(node.operator)]
    return n.AugmentedAssign(low.anchor, start, end, low.expression(node.target), operator, low.expression(node.value))


def _delete(low: Lowering, node: cst.Del, start: int, end: int) -> n.Statement:
    target = low.expression(node.target)
    targets = target.items if isinstance(target, n.Sequence) else (target,)
    return n.Delete(low.anchor, start, end, targets)


def _return(low: Lowering, node: cst.Return, start: int, end: int) -> n.Statement:
    return n.Return(low.anchor, start, end, low.optional(node.value))


def _raise(low: Lowering, node: cst.Raise, start: int, end: int) -> n.Statement:
    return n.Raise(low.anchor, start, end, low.optional(node.exc))


def _assert(low: Lowering, node: cst.Assert, start: int, end: int) -> n.Statement:
    return n.Assert(low.anchor, start, end, low.expression(node.test))


def _plain(kind: type[n.Statement]) -> Callable[..., n.Statement]:
    return lambda low, node, start, end: kind(low.anchor, start, end)


def _global(low: Lowering, node: cst.Global | cst.Nonlocal, start: int, end: int) -> n.Statement:
    names = tuple(item.name.value for item in node.names)
    return n.Global(low.anchor, start, end, names, isinstance(node, cst.Nonlocal))


def _alias(alias: cst.ImportAlias) -> tuple[str, str | None]:
    name = alias.asname.name if alias.asname else None
    return dotted(alias.name), name.value if isinstance(name, cst.Name) else None


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
    body = low.block(node.body)
    kinds = low.optional(node.type)
    name = node.name.name.value if node.name and isinstance(node.name.name, cst.Name) else None
    edge = kinds or (body[0] if body else None)
    start, end = (edge.start, body[-1].end if body else edge.end) if edge else (0, 0)
    return n.Handler(low.anchor, start, end, kinds, name, body)


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
            names.append(target.value)
    for child in pattern.children:
        names += _bound(child)
    return names


def _match(low: Lowering, node: cst.Match, start: int, end: int) -> n.Statement:
    cases: list[n.Case] = []
    for case in node.cases:
        body = low.block(case.body)
        first, last = (body[0].start, body[-1].end) if body else (start, end)
        cases.append(n.Case(low.anchor, first, last, tuple(_bound(case.pattern)), low.optional(case.guard), body))
    return n.Match(low.anchor, start, end, low.expression(node.subject), tuple(cases))


def _function(low: Lowering, node: cst.FunctionDef, start: int, end: int) -> n.Statement:
    name_span = low.span(node.name)
    parameters = low.parameters(node.params)
    opening = name_span[1] + (parameters[0].start - name_span[1] if parameters else 1)
    return n.Function(
        low.anchor,
        start,
        end,
        node.name.value,
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
        node.name.value,
        low.span(node.name),
        low.arguments((*node.bases, *node.keywords)),
        low.block(node.body),
        tuple(low.expression(decorator.decorator) for decorator in node.decorators),
    )


_STATEMENTS: dict[type[cst.CSTNode], Callable[..., n.Statement]] = {
    cst.Expr: _expression_statement, cst.Assign: _assign, cst.AnnAssign: _annotated, cst.AugAssign: _augmented,
    cst.Del: _delete, cst.Return: _return, cst.Raise: _raise, cst.Assert: _assert, cst.Pass: _plain(n.Pass),
    cst.Break: _plain(n.Break), cst.Continue: _plain(n.Continue), cst.Global: _global, cst.Nonlocal: _global,
    cst.Import: _import, cst.ImportFrom: _import_from, cst.If: _if, cst.For: _for, cst.While: _while,
    cst.With: _with, cst.Try: _try, cst.TryStar: _try, cst.Match: _match, cst.FunctionDef: _function,
    cst.ClassDef: _class,
}  # fmt: skip
