"""The running Python's own trees, guarded: whatever the text is, there is a tree or a NotTakenError."""

import ast

from lossguard.syntax.depth import no_room
from lossguard.syntax.source import NotTakenError


def tree_of(text: str) -> ast.Module:
    """Raises NotTakenError."""
    try:
        with no_room():
            return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = getattr(error, "lineno", None)
        where = f"line {line}" if line else "it"
        raise NotTakenError(f"{where} is not valid Python") from None


def expression_of(text: str) -> ast.expr:
    """The tree of a text that is one expression; raises NotTakenError."""
    body = tree_of(text).body
    if len(body) != 1 or not isinstance(body[0], ast.Expr):
        raise NotTakenError("an expression in a text is more than that")
    return body[0].value
