"""``torch`` and ``numpy``: what of a row of ids or labels survives in a tensor."""

from functools import reduce

from lossguard.values.calls import Call, Machine, Models
from lossguard.values.sequences import IGNORE_INDEX, ORIGIN, joined, tags_in
from lossguard.values.value import ABSENT, Constant, Length, Ref, Unknown, Value, members

_MAKERS = (
    "torch.tensor torch.as_tensor torch.LongTensor torch.IntTensor torch.from_numpy torch.stack torch.vstack "
    "torch.clone numpy.array numpy.asarray numpy.stack numpy.vstack"
).split()


def register(models: Models) -> None:
    for path in _MAKERS:
        models.functions[path] = _tensor
    for path in ("torch.cat", "torch.concat", "torch.hstack", "numpy.concatenate", "numpy.hstack"):
        models.functions[path] = _concatenated
    for name in ("full", "full_like"):
        models.functions[f"torch.{name}"] = models.functions[f"numpy.{name}"] = _filled
    for path in ("torch.where", "numpy.where"):
        models.functions[path] = _chosen
    models.functions["torch.nn.utils.rnn.pad_sequence"] = _padded


def _sequence(machine: Machine, call: Call, tags: frozenset[str] | set[str]) -> Ref:
    return machine.make(call.node, "sequence", None, {"tags": Constant(frozenset(tags))}, tag="tensor")


def _tags(machine: Machine, value: Value) -> frozenset[str] | None:
    """What a value holds whichever it is; None if one of its possibilities is no row of ids."""
    found = [tags_in(machine.heap, member) for member in members(value)]
    known = [tags for tags in found if tags is not None]
    return known[0] if len(known) == len(found) and all(tags == known[0] for tags in known) else None


def _tensor(machine: Machine, call: Call) -> Value:
    tags = _tags(machine, call.value(None, 0))
    return _sequence(machine, call, tags) if tags is not None else Unknown("a tensor of what is not followed")


def _concatenated(machine: Machine, call: Call) -> Value:
    given = call.value("tensors", 0)
    thing = machine.heap[given] if isinstance(given, Ref) else None
    if thing is None or thing.kind not in ("list", "tuple") or thing.rest is not None or not thing.fields:
        return _tensor(machine, call)
    parts = [_tags(machine, part) for part in thing.fields.values()]
    known = [part for part in parts if part is not None]
    return _sequence(machine, call, reduce(joined, known)) if len(known) == len(parts) else Unknown("joined tensors")


def _filled(machine: Machine, call: Call) -> Value:
    """``torch.full((n,), -100)``, ``torch.full_like(ids, -100)``."""
    if call.value("fill_value", 1) != Constant(IGNORE_INDEX):
        return Unknown("a tensor of one number")
    size = call.value("size" if "size" in call.keywords else "input", 0)
    thing = machine.heap[size] if isinstance(size, Ref) else None
    counted = isinstance(size, Length) or (thing is not None and thing.kind == "sequence")
    if thing is not None and thing.kind in ("list", "tuple"):
        counted = any(isinstance(part, Length) for part in thing.fields.values())
    return _sequence(machine, call, {"ignore", "counted"} if counted else {"ignore"})


def _chosen(machine: Machine, call: Call) -> Value:
    """``torch.where(mask, ids, -100)``."""
    sides = [call.value("input", 1), call.value("other", 2)]
    if ABSENT in sides:
        return Unknown("indices")
    if Constant(IGNORE_INDEX) not in sides:
        return Unknown("one of two tensors")
    kept = next((side for side in sides if side != Constant(IGNORE_INDEX)), sides[0])
    tags = set(_tags(machine, kept) or {"other"}) | {"ignore"}
    return _sequence(machine, call, tags | {"padding"} if call.mentions("pad", "attention_mask") else tags)


def _padded(machine: Machine, call: Call) -> Value:
    tags = _tags(machine, call.value("sequences", 0))
    if tags is None:
        return Unknown("padded tensors of what is not followed")
    filled = {"ignore", "padding"} if call.value("padding_value", 2) == Constant(IGNORE_INDEX) else set[str]()
    padded = _sequence(machine, call, tags | {"padded"} | filled)
    machine.heap.set(padded, ORIGIN, padded)
    return padded
