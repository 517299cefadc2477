"""What expressions evaluate to."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from lossguard.program import calling, containers, numbers, operators
from lossguard.syntax import nodes as n
from lossguard.values.value import (
    ABSENT,
    Constant,
    FunctionValue,
    Unknown,
    Value,
    lost,
    may_be_absent,
    members,
    union,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter


def _name(run: Interpreter, node: n.Name) -> Value:
    value = run.lookup(node.id)
    return value if value.place is not None else value.at(node.place)


def _literal(run: Interpreter, node: n.Literal) -> Value:
    return Constant(node.value, place=node.place)


def _formatted(run: Interpreter, node: n.FormattedText) -> Value:
    parts = [part if isinstance(part, str) else run.evaluate(part) for part in node.parts]
    return operators.join_text(parts).at(node.place)


def _attribute(run: Interpreter, node: n.Attribute) -> Value:
    value = run.attribute(run.evaluate(node.value), node.name)
    return value if value.place is not None else value.at(node.place)


def _subscript(run: Interpreter, node: n.Subscript) -> Value:
    owner = run.evaluate(node.value)
    if isinstance(node.index, n.Slice):
        special = [run.special(member, "__getitem__") for member in members(owner)]
        if any(special):
            return run.escape([owner], "a slice of an object of one's own")
        for bound in (node.index.lower, node.index.upper, node.index.step):
            if bound is not None:
                run.evaluate(bound)
        return containers.slice_of(run, node, owner)
    return run.subscript(node, owner, run.evaluate(node.index))


def _sequence(run: Interpreter, node: n.Sequence) -> Value:
    items: list[Value] = []
    unknown: list[Value] = []
    for item in node.items:
        if isinstance(item, n.Starred):
            inner = run.evaluate(item.value)
            known = containers.items_of(run, inner)
            if known is None:
                unknown.append(containers.element_of(run, inner))
            else:
                items += known
        else:
            items.append(run.evaluate(item))
    element = union(unknown) if unknown else None
    if node.kind is set:
        return containers.make_set(run, node, items, element)
    return containers.make_list(run, node, "tuple" if node.kind is tuple else "list", items, element)


def _mapping(run: Interpreter, node: n.Mapping) -> Value:
    ref = run.make(node, "dict", None)
    for key, value in node.items:
        known = run.evaluate(key) if key is not None else ABSENT
        evaluated = run.evaluate(value)
        if key is None:
            containers.update_dict(run, ref, evaluated, value.place)
        else:
            containers.set_key(run, ref, known, evaluated, value.place)
    return ref


def _binary(run: Interpreter, node: n.Binary) -> Value:
    return run.binary(node, node.operator, run.evaluate(node.left), run.evaluate(node.right))


def _unary(run: Interpreter, node: n.Unary) -> Value:
    value = run.evaluate(node.operand)
    if node.operator == "not":
        truth = run.truth(value)
        return Unknown("a condition", place=node.place) if truth is None else Constant(not truth, place=node.place)
    return union(numbers.negative(node.operator, member) for member in members(value)).at(node.place)


def _logical(run: Interpreter, node: n.Logical) -> Value:
    left = run.evaluate(node.left)
    truth = run.truth(left)
    stops = node.operator == "or"
    if truth is stops:
        return left
    if truth is not None:
        return run.evaluate(node.right)
    right = run.branches(lambda: run.evaluate(node.right), lambda: ABSENT)[0]
    # The left side is the result only if its truth value stops the expression there.
    kept = [member for member in members(left) if run.truth(member) is not (not stops)]
    return union([*kept, *([right] if right is not None else [])])


def _comparison(run: Interpreter, node: n.Comparison) -> Value:
    left = run.evaluate(node.left)
    answer: bool | None = True
    for index, (operator, right_node) in enumerate(zip(node.operators, node.rest, strict=True)):
        # From the second comparison on, only what came before decides whether it is evaluated.
        right = run.evaluate(right_node) if index == 0 else run.perhaps(partial(run.evaluate, right_node))
        one = operators.compare(run, operator, left, right)
        if one is False:
            answer = False
        elif one is None and answer is True:
            answer = None
        left = right
    return Unknown("a condition", place=node.place) if answer is None else Constant(answer, place=node.place)


def _conditional(run: Interpreter, node: n.Conditional) -> Value:
    truth = run.truth(run.evaluate(node.test))
    if truth is not None:
        return run.evaluate(node.body if truth else node.otherwise)
    body, otherwise = run.branches(lambda: run.evaluate(node.body), lambda: run.evaluate(node.otherwise))
    if body is None or otherwise is None:
        return body or otherwise or Unknown("neither side returns")
    marked = containers.conditional_ids(run, node, body, otherwise)
    return marked if marked is not None else union((body, otherwise))


def _walrus(run: Interpreter, node: n.Walrus) -> Value:
    value = run.evaluate(node.value)
    activation = run.activation
    inner = activation.frame
    if activation.scope is not None:
        activation.frame = activation.scope
    run.assign(node.target, value, node.place)
    activation.frame = inner
    return value


def _comprehension(run: Interpreter, node: n.Comprehension) -> Value:
    with run.scope(node):
        first = node.generators[0]
        iterable = run.evaluate(first.iterable)
        plain = len(node.generators) == 1 and not first.conditions
        names = containers.listed_names(run, node, iterable)
        if names is not None:
            return names
        exact = containers.items_of(run, iterable) if plain else None
        if exact is not None and len(exact) <= containers.MAX_UNROLL:
            return _unrolled(run, node, exact)
        if plain and node.key is not None and (pairs := containers.items_perhaps(run, iterable)) is not None:
            return _unrolled(run, node, pairs)
        results: list[tuple[Value, Value]] = []

        def once() -> Value:
            results.append(_one(run, node, 0, iterable))
            return results[-1][1]

        # Any number of times, and none: what it does is done on one path only.
        run.perhaps(once)
        key, value = results[0]
        if node.key is not None:
            ref = run.make(node, "dict", None, rest=lost("the keys of a dict comprehension", value))
            if isinstance(key, Constant):
                containers.set_key(run, ref, key, lost("whether it is there is not known", value), node.element.place)
            return ref
    return containers.make_list(run, node, "list", [], value)


def _one(run: Interpreter, node: n.Comprehension, depth: int, iterable: Value) -> tuple[Value, Value]:
    """Key and element for one item of each generator."""
    if depth == len(node.generators):
        key = run.evaluate(node.key) if node.key is not None else ABSENT
        return key, run.evaluate(node.element)
    generator = node.generators[depth]
    run.assign(generator.target, containers.element_of(run, iterable), generator.place)
    for condition in generator.conditions:
        run.evaluate(condition)
    deeper = depth + 1
    inner = run.evaluate(node.generators[deeper].iterable) if deeper < len(node.generators) else ABSENT
    return _one(run, node, deeper, inner)


def _unrolled(run: Interpreter, node: n.Comprehension, items: list[Value]) -> Value:
    """A comprehension over a list that is known item by item."""
    keys: list[Value] = []
    values: list[Value] = []
    for index, item in enumerate(items):
        with run.context(node, index):
            run.assign(node.generators[0].target, containers.there(item), node.generators[0].place)
            if node.key is not None:
                keys.append(run.evaluate(node.key))
            value = run.evaluate(node.element)
            values.append(union((value, ABSENT)) if may_be_absent(item) else value)
    if node.key is None:
        make = containers.make_set if node.kind is set else containers.make_exact
        return make(run, node, values)
    ref = run.make(node, "dict", None)
    for key, value in zip(keys, values, strict=True):
        containers.set_key(run, ref, key, value, node.element.place)
    return ref


def _awaited(run: Interpreter, node: n.Awaited) -> Value:
    return run.evaluate(node.value)


def _yield(run: Interpreter, node: n.Yield) -> Value:
    value: Value = Constant(None) if node.value is None else run.evaluate(node.value)
    run.activation.yields.append(containers.element_of(run, value) if node.delegated else value)
    run.activation.pauses.append(run.heap.fork())
    return Unknown("what is sent into a generator", place=node.place)


def _lambda(run: Interpreter, node: n.Lambda) -> Value:
    defaults = tuple(run.evaluate(p.default) if p.default is not None else None for p in node.parameters)
    return FunctionValue(node, run.activation.frame, defaults, place=node.place)


def _call(run: Interpreter, node: n.Call) -> Value:
    return calling.call(run, node)


def _opaque(run: Interpreter, node: n.Opaque) -> Value:
    parts = [run.evaluate(part) for part in node.parts]
    return lost("an expression of a kind that is not followed", *parts, place=node.place)


def _nothing(run: Interpreter, node: n.Expression) -> Value:
    return Unknown("an expression of a kind that is not followed", place=node.place)


EVALUATE: dict[type[n.Node], Callable[..., Value]] = {
    n.Name: _name, n.Literal: _literal, n.FormattedText: _formatted, n.Attribute: _attribute,
    n.Subscript: _subscript, n.Sequence: _sequence, n.Mapping: _mapping, n.Binary: _binary, n.Unary: _unary,
    n.Logical: _logical, n.Comparison: _comparison, n.Conditional: _conditional, n.Walrus: _walrus,
    n.Comprehension: _comprehension, n.Awaited: _awaited, n.Yield: _yield, n.Lambda: _lambda, n.Call: _call,
    n.Opaque: _opaque, n.EllipsisLiteral: _nothing, n.Slice: _nothing, n.Starred: _nothing,
}  # fmt: skip
