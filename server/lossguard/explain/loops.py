"""Loops that train without a trainer: found by ``….backward()`` inside a loop. What they train is not followed."""

from collections.abc import Iterable, Iterator
from dataclasses import fields

from lossguard.explain.statement import Explanation, Topic
from lossguard.findings.finding import Message
from lossguard.syntax import nodes

LOOP = "a training loop of the script's own"
BACKWARD = "it calls `backward` here"

_WHY = "loops that the script writes itself are not followed"


def loop_explanations(blocks: Iterable[nodes.Block]) -> Iterator[Explanation]:
    for block in blocks:
        for statement in block:
            yield from _loops(statement)


def _loops(node: nodes.Node) -> Iterator[Explanation]:
    """The innermost loops that call ``backward``: the one over epochs around it is none of its own."""
    inner = [found for child in _children(node) for found in _loops(child)]
    yield from inner
    if inner or not isinstance(node, nodes.For | nodes.While):
        return
    call = next(_backward_calls(node), None)
    if call is not None:
        yield _explanation(node, call)


def _explanation(loop: nodes.For | nodes.While, call: nodes.Call) -> Explanation:
    topics = (("model", "the model"), ("data", "the training data"), ("labels", "who makes the labels"))
    return Explanation(
        Message(LOOP),
        loop.place,
        (
            Topic("trainer").known(BACKWARD, call.place),
            *(Topic(topic).unknown(what, _WHY, loop.place) for topic, what in topics),
        ),
    )


def _backward_calls(node: nodes.Node) -> Iterator[nodes.Call]:
    if isinstance(node, nodes.Call) and isinstance(node.function, nodes.Attribute) and node.function.name == "backward":
        yield node
    for child in _children(node):
        if not isinstance(child, nodes.Function | nodes.Lambda | nodes.Class):
            yield from _backward_calls(child)


def _children(node: nodes.Node) -> Iterator[nodes.Node]:
    for field in fields(node):
        yield from _nodes(getattr(node, field.name))


def _nodes(value: object) -> Iterator[nodes.Node]:
    if isinstance(value, nodes.Node):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _nodes(item)
