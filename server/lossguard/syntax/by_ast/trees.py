"""The running Python's own trees, guarded: whatever the text is, there is a tree or a NotTakenError."""

import ast
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from lossguard.syntax.source import NotTakenError

_DEEPEST = 1_000
"""Calls of Python functions, of which the parser's own recursion takes three times as many."""


def tree_of(text: str) -> ast.Module:
    """Raises NotTakenError."""
    try:
        with _as_deep_as_usual():
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


@contextmanager
def _as_deep_as_usual() -> Iterator[None]:
    """The parser takes the limit of Python's calls for a measure of the C stack, which ``room`` is not."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(min(limit, _DEEPEST))
    try:
        yield
    finally:
        sys.setrecursionlimit(limit)
