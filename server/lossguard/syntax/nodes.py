"""The lowered tree: what the interpreter runs on. Spans are code points from the node's anchor.

A libcst tree takes two hundred bytes a token and is dropped after lowering; these nodes keep only what
has a meaning. A node is its own place: an edit that only moves it changes its span and nothing else, so what
was concluded from it still holds. An edit inside a block puts new statements into it (see ``tree``).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from lossguard.text.place import Anchor, Place


class Node(Place):
    __slots__ = ()
    # Two nodes are never the same thing, wherever they lie.
    __eq__ = object.__eq__
    __hash__ = object.__hash__

    @property
    def place(self) -> Place:
        return self


# Expressions


class Expression(Node):
    __slots__ = ()


@dataclass(slots=True, eq=False)
class Name(Expression):
    id: str


@dataclass(slots=True, eq=False)
class Literal(Expression):
    value: str | bytes | int | float | complex | bool | None


class EllipsisLiteral(Expression):
    __slots__ = ()


@dataclass(slots=True, eq=False)
class FormattedText(Expression):
    """An f-string, or adjacent strings of which one is an f-string."""

    parts: tuple["str | Expression", ...]


def text_of(anchor: Anchor, start: int, end: int, parts: Iterable[str | Expression]) -> FormattedText | Literal:
    """Adjacent strings as one: what is known of them in a row is one part."""
    joined: list[str | Expression] = []
    for part in parts:
        if isinstance(part, str) and joined and isinstance(joined[-1], str):
            joined[-1] += part
        elif part != "":
            joined.append(part)
    if not joined or (len(joined) == 1 and isinstance(joined[0], str)):
        return Literal(anchor, start, end, "".join(map(str, joined)))
    return FormattedText(anchor, start, end, tuple(joined))


@dataclass(slots=True, eq=False)
class Attribute(Expression):
    value: Expression
    name: str


@dataclass(slots=True, eq=False)
class Subscript(Expression):
    value: Expression
    index: Expression


@dataclass(slots=True, eq=False)
class Slice(Expression):
    lower: Expression | None
    upper: Expression | None
    step: Expression | None


@dataclass(slots=True, eq=False)
class Argument(Node):
    """One argument of a call; ``star`` is ``""``, ``"*"`` or ``"**"``."""

    keyword: str | None
    star: str
    value: Expression


@dataclass(slots=True, eq=False)
class Call(Expression):
    function: Expression
    arguments: tuple[Argument, ...]


@dataclass(slots=True, eq=False)
class Sequence(Expression):
    """A list, tuple or set display; members may be ``Starred``."""

    kind: type[list[object]] | type[tuple[object, ...]] | type[set[object]]
    items: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Mapping(Expression):
    """A dict display; a key of None marks ``**value``."""

    items: tuple[tuple[Expression | None, Expression], ...]


@dataclass(slots=True, eq=False)
class Starred(Expression):
    value: Expression


@dataclass(slots=True, eq=False)
class Binary(Expression):
    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Unary(Expression):
    operator: str
    operand: Expression


@dataclass(slots=True, eq=False)
class Logical(Expression):
    """``and`` or ``or``."""

    operator: str
    left: Expression
    right: Expression


@dataclass(slots=True, eq=False)
class Comparison(Expression):
    left: Expression
    operators: tuple[str, ...]
    rest: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Conditional(Expression):
    test: Expression
    body: Expression
    otherwise: Expression


@dataclass(slots=True, eq=False)
class Walrus(Expression):
    target: Expression
    value: Expression


@dataclass(slots=True, eq=False)
class Generator(Node):
    """One ``for … in … if …`` of a comprehension."""

    target: Expression
    iterable: Expression
    conditions: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Comprehension(Expression):
    """``kind`` is list, set, dict, or None for a generator; ``key`` only for dict."""

    kind: type[list[object]] | type[set[object]] | type[dict[object, object]] | None
    key: Expression | None
    element: Expression
    generators: tuple[Generator, ...]


@dataclass(slots=True, eq=False)
class Awaited(Expression):
    value: Expression


@dataclass(slots=True, eq=False)
class Yield(Expression):
    value: Expression | None
    delegated: bool


@dataclass(slots=True, eq=False)
class Parameter(Node):
    """``star`` is ``""``, ``"*"`` or ``"**"``; ``only`` is ``"positional"``, ``"keyword"`` or ``""``."""

    name: str
    star: str
    only: str
    default: Expression | None
    annotation: Expression | None


@dataclass(slots=True, eq=False)
class Lambda(Expression):
    parameters: tuple[Parameter, ...]
    body: Expression


@dataclass(slots=True, eq=False)
class Opaque(Expression):
    """An expression without a modelled meaning; its parts are still evaluated for their effects."""

    parts: tuple[Expression, ...]


# Statements


class Statement(Node):
    __slots__ = ()


Block = tuple[Statement, ...]


@dataclass(slots=True, eq=False)
class ExpressionStatement(Statement):
    value: Expression


@dataclass(slots=True, eq=False)
class Assign(Statement):
    targets: tuple[Expression, ...]
    value: Expression | None
    """None for a bare annotation."""
    annotation: Expression | None = None


@dataclass(slots=True, eq=False)
class AugmentedAssign(Statement):
    target: Expression
    operator: str
    value: Expression


@dataclass(slots=True, eq=False)
class Delete(Statement):
    targets: tuple[Expression, ...]


@dataclass(slots=True, eq=False)
class Return(Statement):
    value: Expression | None


@dataclass(slots=True, eq=False)
class Raise(Statement):
    value: Expression | None
    cause: Expression | None = None


@dataclass(slots=True, eq=False)
class Assert(Statement):
    test: Expression
    message: Expression | None = None


class Pass(Statement):
    __slots__ = ()


class Break(Statement):
    __slots__ = ()


class Continue(Statement):
    __slots__ = ()


@dataclass(slots=True, eq=False)
class Global(Statement):
    names: tuple[str, ...]
    nonlocal_: bool


@dataclass(slots=True, eq=False)
class Import(Statement):
    """``import a.b as c``: pairs of module and alias (None without ``as``)."""

    names: tuple[tuple[str, str | None], ...]


@dataclass(slots=True, eq=False)
class ImportFrom(Statement):
    """``from module import name as alias``; ``names`` is None for ``*``; ``level`` counts the dots."""

    module: str
    level: int
    names: tuple[tuple[str, str | None], ...] | None


@dataclass(slots=True, eq=False)
class If(Statement):
    test: Expression
    body: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class For(Statement):
    target: Expression
    iterable: Expression
    body: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class While(Statement):
    test: Expression
    body: Block
    otherwise: Block


@dataclass(slots=True, eq=False)
class With(Statement):
    items: tuple[tuple[Expression, Expression | None], ...]
    body: Block


@dataclass(slots=True, eq=False)
class Handler(Node):
    kinds: Expression | None
    name: str | None
    body: Block


@dataclass(slots=True, eq=False)
class Try(Statement):
    body: Block
    handlers: tuple[Handler, ...]
    otherwise: Block
    finally_: Block


@dataclass(slots=True, eq=False)
class Case(Node):
    """A pattern is kept only as the names that it binds."""

    bound: tuple[str, ...]
    guard: Expression | None
    body: Block


@dataclass(slots=True, eq=False)
class Match(Statement):
    subject: Expression
    cases: tuple[Case, ...]


@dataclass(slots=True, eq=False)
class Function(Statement):
    name: str
    name_span: tuple[int, int]
    parameters: tuple[Parameter, ...]
    parameters_span: tuple[int, int]
    """From behind the opening parenthesis to before the closing one."""
    body: Block
    decorators: tuple[Expression, ...]
    is_async: bool


@dataclass(slots=True, eq=False)
class Unseen(Statement):
    """Code that is not visible: a part that never parsed may do anything with the names that its text mentions,
    a script that a magic runs (``%run``) may bind any name."""

    names: frozenset[str]
    bound: frozenset[str]
    """Those that it may bind."""
    anything: bool = False
    """It may do anything with names that it does not mention, too."""
    star: bool = False
    """It may bind other names, as ``from module import *`` does."""


@dataclass(slots=True, eq=False)
class Class(Statement):
    name: str
    name_span: tuple[int, int]
    bases: tuple[Argument, ...]
    body: Block
    decorators: tuple[Expression, ...]
