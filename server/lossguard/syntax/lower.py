"""libcst trees to the lowered nodes of ``syntax.nodes``, with exact spans."""

from collections.abc import Iterable

import libcst as cst

from lossguard.syntax import nodes as n
from lossguard.syntax.lower_expressions import EXPRESSIONS
from lossguard.syntax.lower_statements import STATEMENTS
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
                lowered += (self.statement(small) for small in statement.body)
            elif not isinstance(statement, cst.EmptyLine):
                lowered.append(self.statement(statement))
        return tuple(lowered)

    def block(self, suite: cst.BaseSuite) -> n.Block:
        if isinstance(suite, cst.SimpleStatementSuite):
            return tuple(self.statement(small) for small in suite.body)
        return self.statements(suite.body)

    def statement(self, node: cst.CSTNode) -> n.Statement:
        lower = STATEMENTS.get(type(node))
        if lower is None:
            return n.Pass(self.anchor, *self.span(node))
        return lower(self, node, *self.span(node))

    def expression(self, node: cst.CSTNode) -> n.Expression:
        lower = EXPRESSIONS.get(type(node))
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
