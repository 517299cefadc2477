"""libcst trees to the lowered nodes of ``syntax.nodes``, with exact spans."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import libcst as cst

from lossguard.syntax import nodes as n
from lossguard.syntax.by_libcst.expressions import EXPRESSIONS, identifier
from lossguard.syntax.by_libcst.positions import Spans
from lossguard.syntax.by_libcst.statements import STATEMENTS
from lossguard.syntax.source import Source
from lossguard.text.document import Part
from lossguard.text.place import Anchor


class Lowering:
    """Lowers statements; each gets an anchor of its own, to which the spans of its expressions are relative."""

    def __init__(self, source: Source, spans: Spans, part: Part, base: int) -> None:
        self.source = source
        self.spans = spans
        self.base = base
        """Offset in the part of the text that was parsed."""
        self.anchor = Anchor(part, base)
        self.origin = 0
        """Offset of the anchor in the text that was parsed, counted in original characters."""

    @contextmanager
    def anchored(self, node: cst.CSTNode) -> Iterator[None]:
        """What is lowered meanwhile moves as one."""
        outer = self.anchor, self.origin
        self._move_to(node)
        yield
        self.anchor, self.origin = outer

    def _move_to(self, node: cst.CSTNode) -> None:
        self.origin = self.source.original(first_of(self.spans, node))
        self.anchor = Anchor(self.anchor.part, self.base + self.origin)

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        start, end = self.spans[node]
        return self.source.original(start) - self.origin, self.source.original(end) - self.origin

    def behind(self, token: str, offset: int) -> int:
        """Offset behind the next such token, in the text that was parsed."""
        return self.source.text.index(token, offset) + len(token)

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
        outer = self.anchor, self.origin
        self._move_to(node)
        lower = STATEMENTS.get(type(node))
        span = self.span(node)
        lowered = n.Pass(self.anchor, *span) if lower is None else lower(self, node, *span)
        self.anchor, self.origin = outer
        return lowered

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
                identifier(argument.keyword.value) if argument.keyword else None,
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
        name = identifier(node.name.value)
        return n.Parameter(
            self.anchor, start - len(star), last.end if last else end, name, star, only, default, annotation
        )


def first_of(spans: Spans, node: cst.CSTNode) -> int:
    """Start of a node with its decorators, which libcst leaves out of its span."""
    decorators = getattr(node, "decorators", ())
    return spans[decorators[0].decorator][0] if decorators else spans[node][0]
