"""Which columns of its rows a collator of the script's own reads."""

import re
from collections.abc import Iterator

from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.scan import without_comments
from lossguard.values.value import ClassValue, FunctionValue, Partial


def read_columns(view: TrainingView) -> Iterator[tuple[nodes.Node, str]]:
    """Where the collator reads a column of its rows, without asking whether it is there."""
    function = _code(view)
    source = without_comments(function.place.source) if function is not None else ""
    parameters = [one.name for one in function.parameters if one.name not in ("self", "cls")] if function else []
    if function is None or not parameters or re.search(r"\btry\b", source):
        return
    batch = parameters[0]
    rows = set(_row_names(function, batch))
    for node in nodes_below(function.body):
        if isinstance(node, nodes.Subscript) and isinstance(node.index, nodes.Literal):
            column = node.index.value
            asked = isinstance(column, str) and re.search(rf"""["']{re.escape(column)}["']\s+(not\s+)?in\b""", source)
            if isinstance(column, str) and not asked and _is_row(node.value, batch, rows):
                yield node, column


def _code(view: TrainingView) -> nodes.Function | None:
    """The function that collates, if it is the script's own."""
    given = view.argument("data_collator")
    if isinstance(given, Partial) and not given.positional:
        given = given.function
    if isinstance(given, FunctionValue):
        return given.node if isinstance(given.node, nodes.Function) else None
    thing = view.find(given)
    if thing is None or not isinstance(thing.type, ClassValue) or thing.rest is not None:
        return None
    body = thing.type.node.body
    return next((one for one in body if isinstance(one, nodes.Function) and one.name == "__call__"), None)


def _row_names(function: nodes.Function, batch: str) -> Iterator[str]:
    """Names of single rows: targets of loops over the batch."""
    for node in nodes_below(function.body):
        if isinstance(node, nodes.For | nodes.Generator):
            target, iterable = node.target, node.iterable
            if (
                isinstance(iterable, nodes.Call)
                and iterable.function.place.source == "enumerate"
                and iterable.arguments
            ):
                iterable = iterable.arguments[0].value
                target = target.items[-1] if isinstance(target, nodes.Sequence) and target.items else target
            if isinstance(iterable, nodes.Name) and iterable.id == batch and isinstance(target, nodes.Name):
                yield target.id


def _is_row(node: nodes.Expression, batch: str, rows: set[str]) -> bool:
    if isinstance(node, nodes.Name):
        return node.id in rows
    first = isinstance(node, nodes.Subscript) and isinstance(node.index, nodes.Literal)
    return first and isinstance(node, nodes.Subscript) and node.value.place.source == batch
