"""Statements as each of the parsers gives them, and all that they are as plain data."""

from collections.abc import Iterator
from dataclasses import fields

import libcst as cst

from lossguard.syntax import nodes as n
from lossguard.syntax.by_ast import parse as by_ast
from lossguard.syntax.by_libcst import parse as by_libcst
from lossguard.syntax.by_libcst.positions import Spans, spans_of
from lossguard.syntax.depth import room
from lossguard.syntax.source import Source, source
from lossguard.text.decode import parseable
from lossguard.text.document import Part


def by_running_python(text: str) -> n.Block:
    code = parseable(text)
    with room():
        return by_ast.whole(Part("a.py", text), code, source(code), 0)


def by_libcst_alone(text: str) -> n.Block:
    given = source(parseable(text))
    with room():
        return by_libcst.whole(Part("a.py", text), given, 0)


def libcst_spans(text: str) -> tuple[Source, cst.Module, Spans, int]:
    given = source(parseable(text))
    module = by_libcst.parsed(given)
    return given, module, *spans_of(module)


def below(node: object) -> Iterator[n.Node]:
    """A node (or a tuple of nodes) and all below it, in the order of their fields."""
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, tuple):
            waiting += reversed(one)
        elif isinstance(one, n.Node):
            yield one
            waiting += [getattr(one, field.name) for field in reversed(fields(one))]


def shape(block: n.Block) -> list[object]:
    """All that nodes are: kinds, places, what they are anchored to, names and values."""
    return [(type(one).__name__, one.span, one.anchor.offset, _plain(one)) for one in below(block)]


def _plain(node: n.Node) -> list[object]:
    """What a node holds beside other nodes, and how many of those."""
    found: list[object] = []
    waiting: list[object] = [
        getattr(node, field.name) for field in fields(node) if field.name not in ("anchor", "start", "end")
    ]
    for one in waiting:
        if isinstance(one, tuple):
            found.append(len(one))
            waiting += one
        else:
            found.append(type(one).__name__ if isinstance(one, n.Node) else repr(one))
    return found
