"""Texts made of a template: ``"{} {name}".format(…)`` and ``"%s %(name)s" % …``, with holes as in f-strings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter
from typing import TYPE_CHECKING

from lossguard.program import containers, operators
from lossguard.values.calls import Call
from lossguard.values.value import Constant, Ref, Text, Unknown, Value, lost, may_be_absent

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_PERCENT = re.compile(r"%(?:\((?P<name>[^)]*)\))?(?P<how>[-#0 +]*[\d*]*(?:\.[\d*]*)?)[hlL]?(?P<kind>.)", re.DOTALL)


def by_braces(template: Value, call: Call) -> Value:
    """``str.format``."""
    filled: list[str | Value] = []
    numbers = iter(range(10_000))
    try:
        for piece in _pieces(template):
            if isinstance(piece, Value):
                filled.append(piece)
                numbers = iter(())  # it may hold fields of its own
                continue
            for literal, name, how, conversion in Formatter().parse(piece):
                filled.append(literal)
                if name is not None:
                    value = _argument(call, name, numbers)
                    plain = not how and conversion in (None, "s")
                    filled.append(value if plain else lost("a formatted argument", value))
    except (ValueError, LookupError):
        return Unknown("a template that does not fit its arguments")
    return operators.join_text(part for part in filled if part != "")


def _argument(call: Call, name: str, numbers: Iterator[int]) -> Value:
    """Raises LookupError where there is none."""
    head = re.split(r"[.\[]", name, maxsplit=1)[0]
    if head and not head.isdecimal():
        value = call.keywords[head].value if head in call.keywords else _splat(call.unknown_keywords)
    else:
        number = int(head) if head else next(numbers, None)
        if number is None:
            return lost("an argument of a template", *call.values())
        there = number < len(call.positional)
        value = call.positional[number].value if there else _splat(call.unknown_positional)
    return lost("a part of an argument", value) if head != name or may_be_absent(value) else value


def _splat(value: Value | None) -> Value:
    if value is None:
        raise LookupError
    return value


def by_percent(run: Interpreter, template: Value, given: Value) -> Value:
    """``template % given``."""
    is_tuple = isinstance(given, Ref) and run.heap[given].kind == "tuple"
    items = containers.items_of(run, given) if is_tuple else [given]
    filled: list[str | Value] = []
    left = iter(items or ())
    for piece in _pieces(template):
        if isinstance(piece, Value):
            filled.append(piece)
            items = None  # it may hold fields of its own
            continue
        end = 0
        for match in _PERCENT.finditer(piece):
            filled.append(piece[end : match.start()])
            end = match.end()
            if match["kind"] == "%":
                filled.append("%")
            elif match["how"] or match["kind"] not in "sd":
                items = None
                filled.append(lost("a formatted argument", given))
            elif match["name"] is not None:
                filled.append(_at_key(run, given, match["name"]))
            else:
                unseen = lost("an argument of a template", given)
                filled.append(unseen if items is None else next(left, unseen))
        filled.append(piece[end:])
    return operators.join_text(part for part in filled if part != "")


def _at_key(run: Interpreter, given: Value, name: str) -> Value:
    if isinstance(given, Ref) and run.heap[given].kind == "dict":
        value = run.heap[given].get(containers.field_of(name))
        if not may_be_absent(value):
            return value
    return lost("an argument of a template", given)


def _pieces(template: Value) -> tuple[str | Value, ...]:
    if isinstance(template, Text):
        return template.parts
    assert isinstance(template, Constant)
    return (str(template.value),)
