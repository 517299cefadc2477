"""Callbacks of a trainer: those of the script's own are run before the training, which they may change."""

from lossguard.values.calls import Call, Given, Machine, Models
from lossguard.values.value import ClassValue, FunctionValue, Ref, Unknown, Value, members, union

_CALLBACKS = "#callbacks"
"""Field of a trainer: one of the callbacks that ``add_callback`` gave it."""
_EVENTS = ("on_init_end", "on_train_begin", "on_epoch_begin", "on_step_begin")


def register(models: Models) -> None:
    models.methods["trainer", "add_callback"] = _add_callback
    models.functions["marimo.App"] = lambda machine, call: machine.make(call.node, "notebook", None)
    models.methods["notebook", "cell"] = lambda machine, ref, call: machine.attribute(ref, "cell")
    models.pure_methods["notebook"] = frozenset(("run",))


def _add_callback(machine: Machine, ref: Ref, call: Call) -> Value:
    known = machine.heap[ref].fields.get(_CALLBACKS)
    given = call.value("callback", 0)
    machine.heap.set(ref, _CALLBACKS, union((known, given)) if known is not None else given, call.place)
    return Unknown("nothing")


def run_callbacks(machine: Machine, trainer: Ref, call: Call) -> None:
    """Run what happens before the first step; it may also not change a thing."""
    listed = machine.heap[trainer].get("callbacks")
    given = [machine.heap[trainer].get(_CALLBACKS)]
    for member in members(listed):
        thing = machine.heap[member] if isinstance(member, Ref) else None
        given += thing.held() if thing is not None and thing.kind in ("list", "tuple") else []
    for callback in (member for value in given for member in members(value)):
        _run(machine, trainer, callback, call)


def _run(machine: Machine, trainer: Ref, callback: Value, call: Call) -> None:
    if isinstance(callback, ClassValue):
        callback = machine.invoke(callback, Call(call.node))
    if not isinstance(callback, Ref):
        return
    for event in _EVENTS:
        method = machine.attribute(callback, event)
        if isinstance(method, FunctionValue):
            inner = Call(call.node)
            inner.keywords = {"model": Given(machine.heap[trainer].get("model"), call.place)}
            inner.unknown_positional = inner.unknown_keywords = Unknown("what a callback is given")
            machine.perhaps(lambda method=method, inner=inner: machine.invoke(method, inner))  # type: ignore[misc]
