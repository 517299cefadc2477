"""Training loops without a trainer: the step of an optimizer, what surrounds it, and what accelerate does to it."""

from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.rules.context import Context
from lossguard.rules.reading import Reading, Scope, key, keyword, method, receiver
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below

Loop = nodes.For | nodes.While


@dataclass(frozen=True, slots=True)
class Step:
    """One optimizer step in a loop."""

    loop: Loop
    """The innermost loop around it."""
    scope: Scope
    backward: nodes.Call
    step: nodes.Call
    optimizer: nodes.Expression


def steps(context: Context) -> Iterator[Step]:
    """Every innermost loop in which there is one call of ``backward`` and one step of an optimizer of torch."""
    reading = context.reading
    if not {"backward", "step"} <= reading.words:
        return
    for scope in reading.scopes:
        for loop in scope.all:
            if not isinstance(loop, nodes.For | nodes.While):
                continue
            inside = reading.inside(loop.body)
            calls = [node for node in inside if isinstance(node, nodes.Call)]
            backward = [call for call in calls if method(call) == "backward"]
            stepped = [(call, one) for call in calls if (one := _optimizer(reading, call)) is not None]
            if len(backward) == 1 and len(stepped) == 1:
                yield Step(loop, scope, backward[0], *stepped[0])


def _optimizer(reading: Reading, call: nodes.Call) -> nodes.Expression | None:
    """The optimizer whose step a call is: ``optimizer.step()``, ``scaler.step(optimizer)``."""
    if method(call) != "step":
        return None
    for node in (receiver(call), *(argument.value for argument in call.arguments)):
        if is_optimizer(reading, node):
            return node
    return None


def is_optimizer(reading: Reading, node: nodes.Expression) -> bool:
    """Whether something is an optimizer of torch, transformers or bitsandbytes, by the calls that it comes from."""
    name = node.id if isinstance(node, nodes.Name) else f".{node.name}" if isinstance(node, nodes.Attribute) else ""
    made = [reading.path(value.function) for value in reading.values.get(name, []) if isinstance(value, nodes.Call)]
    prefixes = ("torch.optim.", "transformers.AdamW", "transformers.Adafactor", "bitsandbytes.optim.")
    known = [path for path in made if path.startswith(prefixes) and ".lr_scheduler." not in path]
    return bool(known) and not any("LBFGS" in path for path in known)


def statement_of(reading: Reading, body: nodes.Block, node: nodes.Node) -> nodes.Statement | None:
    """The statement of a block (or of the blocks inside it) that is just a call."""
    for one in reading.inside(body, loops=True):
        if isinstance(one, nodes.ExpressionStatement) and one.value is node:
            return one
    return None


# accelerate


def accelerators(reading: Reading) -> dict[str, nodes.Call]:
    """Names of ``Accelerator`` objects, with the calls that made them."""
    found: dict[str, nodes.Call] = {}
    for name, values in reading.values.items():
        call = values[0] if len(values) == 1 else None
        if isinstance(call, nodes.Call) and reading.path(call.function) == "accelerate.Accelerator":
            found[name.removeprefix(".")] = call
    return found


def accumulation(reading: Reading, call: nodes.Call) -> tuple[nodes.Expression | None, object]:
    """Over how many batches an ``Accelerator`` accumulates: as written, and as a number if it is known.

    1 where nothing is said; ``NotImplemented`` where it is not known.
    """
    if any(argument.star for argument in call.arguments) or keyword(call, "gradient_accumulation_plugin") is not None:
        return None, NotImplemented
    written = keyword(call, "gradient_accumulation_steps")
    return (None, 1) if written is None else (written, reading.literal(written))


def named(found: dict[str, nodes.Call], node: nodes.Expression) -> nodes.Call | None:
    """The call that made the accelerator which a name is."""
    name = key(node).rpartition(".")[2]
    return found.get(name) if name else None


def prepared(reading: Reading) -> bool:
    """Whether something is handed to ``accelerator.prepare``."""
    return "prepare" in reading.words


def names_in(node: object) -> set[str]:
    return {one.id for one in nodes_below(node) if isinstance(one, nodes.Name)}
