"""Cross entropy that a loop of the script's own computes of a model's logits, directly or by a function of one loss."""

from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.rules.losses.computing import CROSS_ENTROPY, assigned, returns, torch_loss
from lossguard.rules.reading import Reading, Scope, key, keyword, method, receiver, splats
from lossguard.syntax import nodes

_KEEPING = frozenset("view reshape flatten float to contiguous long squeeze transpose permute cuda".split())
"""Methods of tensors that keep the order of positions."""
_SHIFTING = frozenset(("roll", "pad", "narrow", "shift", "gather", "index_select", "take_along_dim", "unfold", "split"))
_MOVING = ("train", "to", "cuda", "half", "float", "bfloat16")


@dataclass(frozen=True, slots=True)
class OwnLoss:
    call: nodes.Call
    """Of the loss, or of the function that computes it."""
    model_class: str
    target: nodes.Expression
    """What it is compared with: the very ids that the model was given."""


def base_of(node: nodes.Expression | None) -> nodes.Expression | None:
    """What is left without the methods that keep the order: ``logits`` of ``logits.view(-1, n).float()``."""
    while isinstance(node, nodes.Call) and method(node) in _KEEPING:
        node = receiver(node)
    return node


def against_its_input(reading: Reading) -> Iterator[OwnLoss]:
    """Losses of logits at each position with the id at the same position, in scopes that cut and move nothing."""
    for scope in reading.scopes:
        for backward in scope.calls:
            loss = receiver(backward) if method(backward) == "backward" else None
            known = assigned(scope, loss.id) if isinstance(loss, nodes.Name) else []
            call = known[0] if len(known) == 1 else None
            pair = _compared(reading, call) if isinstance(call, nodes.Call) else None
            if isinstance(call, nodes.Call) and pair is not None and not shifts(scope):
                name = _model_of(reading, scope, pair[0], pair[1], call)
                if name:
                    yield OwnLoss(call, name, pair[1])


def _compared(reading: Reading, call: nodes.Call) -> tuple[nodes.Expression, nodes.Expression] | None:
    """The logits and the targets of a cross entropy, as they are written where it is called."""
    inner = call
    given: dict[str, nodes.Expression | None] = {}
    if torch_loss(reading, call) is None:
        scopes = [one for one in reading.scopes if one.function and one.owner is None]
        named = [one for one in scopes if one.function and one.function.name == key(call.function) != ""]
        found = returns(named[0]) if len(named) == 1 and not splats(call) and not shifts(named[0]) else []
        value = found[0].value if len(found) == 1 else None
        if not isinstance(value, nodes.Call) or named[0].function is None:
            return None
        inner = value
        names = [one.name for one in named[0].function.parameters]
        given = {name: keyword(call, name, position) for position, name in enumerate(names)}
    loss = torch_loss(reading, inner)
    parts = [base_of(keyword(inner, name, position)) for position, name in enumerate(("input", "target"))]
    if given:
        parts = [base_of(given.get(part.id)) if isinstance(part, nodes.Name) else None for part in parts]
    if loss is None or loss[0] not in CROSS_ENTROPY or parts[0] is None or parts[1] is None:
        return None
    return parts[0], parts[1]


def shifts(scope: Scope) -> bool:
    """Whether anything in a function moves or cuts positions, or may do so."""
    sliced = any(isinstance(node, nodes.Slice) for node in scope.all)
    called = {method(call) or getattr(call.function, "id", "") for call in scope.calls}
    return sliced or any(word in name for name in called for word in _SHIFTING)


def _model_of(
    reading: Reading, scope: Scope, logits: nodes.Expression, target: nodes.Expression, loss: nodes.Call
) -> str:
    """The class of the model whose logits they are, if it was given the target as its ids; else empty."""
    known = assigned(scope, logits.id) if isinstance(logits, nodes.Name) else [logits]
    written = base_of(known[0]) if len(known) == 1 else None
    output = written.value if isinstance(written, nodes.Attribute) and written.name == "logits" else None
    known = assigned(scope, output.id) if isinstance(output, nodes.Name) else [output]
    call = known[0] if len(known) == 1 else None
    if not isinstance(call, nodes.Call) or key(target) == "" or splats(call):
        return ""
    ids = keyword(call, "input_ids", 0)
    between = [
        node
        for node in scope.all
        if isinstance(node, nodes.Assign) and call.place.span[0] < node.place.span[0] < loss.place.span[0]
    ]
    again = any(key(one) == key(target) for node in between for one in node.targets)
    if ids is None or key(ids) != key(target) or again:
        return ""
    made = reading.value(call.function)
    while isinstance(made, nodes.Call) and method(made) in _MOVING:
        made = receiver(made)
    loads = isinstance(made, nodes.Call) and method(made) == "from_pretrained"
    return reading.path(receiver(made)).rpartition(".")[2] if loads and isinstance(made, nodes.Call) else ""
