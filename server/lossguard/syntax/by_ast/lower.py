"""Python's own trees to the lowered nodes of ``syntax.nodes``, with exact spans."""

import ast
from collections.abc import Iterable

from lossguard.syntax import nodes as n
from lossguard.syntax.by_ast.expressions import EXPRESSIONS
from lossguard.syntax.by_ast.lines import Lines, behind_brackets, behind_nothing
from lossguard.syntax.by_ast.statements import STATEMENTS
from lossguard.syntax.regions import blocks_of
from lossguard.syntax.source import MAX_CHAIN, NotTakenError, guard
from lossguard.text.document import Part
from lossguard.text.place import Anchor


class Lowering:
    """Lowers statements; each gets an anchor of its own, to which the spans of its expressions are relative."""

    def __init__(self, part: Part, code: str, lines: Lines, base: int) -> None:
        self.code = code
        """The text that was given, to which the lines point."""
        self.lines = lines
        self.base = base
        """Offset in the part of that text."""
        self.anchor = Anchor(part, base)
        self.origin = 0
        """Offset of the anchor in the text."""

    def inside(self, lines: Lines) -> "Lowering":
        """For an expression that was parsed by itself; its places count from the same anchor."""
        new = Lowering(self.anchor.part, self.code, lines, self.base)
        new.anchor, new.origin = self.anchor, self.origin
        return new

    def move_to(self, start: int) -> None:
        """What is lowered from here on moves as one."""
        self.origin = start
        self.anchor = Anchor(self.anchor.part, self.base + start)

    def span(self, node: ast.expr | ast.stmt | ast.excepthandler | ast.keyword | ast.arg) -> tuple[int, int]:
        """Offsets from the anchor."""
        start, end = self.lines.span(node)
        return start - self.origin, end - self.origin

    def block(self, body: Iterable[ast.stmt]) -> n.Block:
        return tuple([self.statement(statement) for statement in body])

    def statement(self, node: ast.stmt) -> n.Statement:
        lower = STATEMENTS.get(type(node))
        if lower is None:
            raise NotTakenError(f"`{type(node).__name__}` is not lowered")
        outer = self.anchor, self.origin
        decorators: list[ast.expr] = getattr(node, "decorator_list", [])
        start, end = self.lines.span(node)
        self.move_to(self.lines.span(decorators[0])[0] if decorators else start)
        self.guard_head(start, end, getattr(node, "body", None))
        lowered = lower(self, node, start - self.origin, end - self.origin)
        if self.code[end - 1] == ";":  # that of the last statement in it: the trees count it in
            inner = [block for _, _, block in blocks_of(lowered)]
            lowered.end = (self.end_of(inner[-1]) if inner else end) - self.origin
        self.anchor, self.origin = outer
        return lowered

    def end_of(self, block: n.Block) -> int:
        """Offset in the text behind the last statement of a block."""
        return block[-1].span[1] - self.base

    def guard_head(self, start: int, end: int, body: list[ast.stmt] | None) -> None:
        """Refuse a statement of which the part in front of its body chains too many operators."""
        if end - start > MAX_CHAIN:
            head = self.lines.span(body[0])[0] if body else end
            if head - start > MAX_CHAIN:
                guard(self.code[start:head])

    def expression(self, node: ast.expr) -> n.Expression:
        lower = EXPRESSIONS.get(type(node))
        if lower is None:
            raise NotTakenError(f"`{type(node).__name__}` is not lowered")
        return lower(self, node)

    def optional(self, node: ast.expr | None) -> n.Expression | None:
        return None if node is None else self.expression(node)

    def arguments(
        self, given: list[ast.expr], keywords: list[ast.keyword], opened: int, end: int
    ) -> tuple[n.Argument, ...]:
        """Arguments between the bracket behind an offset of the text and the one that ends at another."""
        found: list[n.Argument] = []
        nodes: list[ast.expr | ast.keyword] = [*given, *keywords]
        if given and keywords and isinstance(given[-1], ast.Starred):  # behind a keyword, perhaps
            nodes.sort(key=lambda one: (one.lineno, one.col_offset))
        for node in nodes:
            start, last = self.lines.span(node)
            keyword, star = None, ""
            if isinstance(node, ast.keyword):
                keyword, star, lowered = node.arg, "**" if node.arg is None else "", self.expression(node.value)
            elif isinstance(node, ast.Starred):
                star, lowered = "*", self.expression(node.value)
            else:
                lowered = self.expression(node)
                if last == end:  # a generator in the brackets of the call
                    start, last = self.origin + lowered.start, self.origin + lowered.end
                else:
                    start, last = self._with_brackets(start, last, opened, end - 1, first=not found)
            opened = last
            found.append(n.Argument(self.anchor, start - self.origin, last - self.origin, keyword, star, lowered))
        return tuple(found)

    def _with_brackets(self, start: int, end: int, behind: int, limit: int, *, first: bool) -> tuple[int, int]:
        """The span of a positional argument with the brackets around it; ``behind`` is what stands before it."""
        last = behind_brackets(self.code, end, limit)
        if last == end:
            return start, end
        if first:  # the brackets around the function are closed before that of the call opens
            behind = behind_brackets(self.code, behind, limit)
        return behind_nothing(self.code, behind_nothing(self.code, behind) + 1), last

    def parameters(self, given: ast.arguments) -> tuple[n.Parameter, ...]:
        plain = [*given.posonlyargs, *given.args]
        defaults = [None] * (len(plain) - len(given.defaults)) + given.defaults
        found: list[n.Parameter] = []
        for index, (one, default) in enumerate(zip(plain, defaults, strict=True)):
            found.append(self._parameter(one, "", "positional" if index < len(given.posonlyargs) else "", default))
        if given.vararg is not None:
            found.append(self._parameter(given.vararg, "*", "", None))
        for one, default in zip(given.kwonlyargs, given.kw_defaults, strict=True):
            found.append(self._parameter(one, "", "keyword", default))
        if given.kwarg is not None:
            found.append(self._parameter(given.kwarg, "**", "", None))
        return tuple(found)

    def _parameter(self, one: ast.arg, star: str, only: str, default: ast.expr | None) -> n.Parameter:
        start, end = self.span(one)
        value, annotation = self.optional(default), self.optional(one.annotation)
        last = value or annotation
        return n.Parameter(
            self.anchor, start - len(star), last.end if last else end, one.arg, star, only, value, annotation
        )
