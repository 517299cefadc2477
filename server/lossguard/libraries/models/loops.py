"""Raw PyTorch: what a model returns, the loss in it, optimizers, and the loaders of batches."""

from lossguard.libraries.models.collating import batch_of
from lossguard.libraries.models.rows import BATCH, COLLATED, as_collated, is_own, rows_of
from lossguard.values.calls import Call, Given, Machine, MethodModel, Models, Node
from lossguard.values.outputs import LABELS, LOADER, MODE, MODEL
from lossguard.values.value import ABSENT, Constant, Ref, Unknown, Value

_OPTIMIZERS = "AdamW Adam SGD Adagrad Adadelta Adamax RMSprop RAdam NAdam ASGD SparseAdam LBFGS Rprop".split()
_OPTIMIZER_METHODS = frozenset("step zero_grad state_dict load_state_dict add_param_group train eval".split())
_LOSS_METHODS = frozenset("backward item detach cpu numpy tolist retain_grad".split())
_SAME_LOSS = "mean sum float to squeeze clone".split()


def register(models: Models) -> None:
    for path in (*(f"torch.optim.{name}" for name in _OPTIMIZERS), "transformers.AdamW", "transformers.Adafactor"):
        models.classes[path] = ("optimizer", _optimizer)
    for path in ("torch.utils.data.DataLoader", "torch.utils.data.dataloader.DataLoader"):
        models.classes[path] = ("loader", _loader)
    models.pure_methods["optimizer"] = _OPTIMIZER_METHODS
    models.pure_methods["loss"] = _LOSS_METHODS
    models.pure_methods["output"] = frozenset(("keys", "values", "items", "backward", "to_tuple"))
    for name in _SAME_LOSS:
        models.methods["loss", name] = lambda machine, ref, call: ref
    models.attributes["output", "loss"] = _loss
    models.attributes["output", "logits"] = lambda machine, ref: Unknown("the logits of a model")
    models.items["output"] = _part
    models.elements["loader"] = _batch
    models.calls["model"] = _forward
    for mode in ("train", "eval"):
        models.methods["model", mode] = _set_mode(mode)


def _optimizer(machine: Machine, ref: Ref, call: Call) -> None:
    for name, given in call.keywords.items():
        machine.heap.set(ref, name, given.value, given.place)


def _loader(machine: Machine, ref: Ref, call: Call) -> None:
    """``DataLoader(dataset, batch_size, shuffle, sampler, batch_sampler, num_workers, collate_fn)``."""
    for name, position in (("dataset", 0), ("batch_size", 1), ("shuffle", 2), ("collate_fn", 6)):
        given = call.find(name, position)
        if given is not None:
            machine.heap.set(ref, name, given.value, given.place)
    rows, collator = rows_of(machine, call, call.value("dataset", 0)), call.value("collate_fn", 6)
    if rows is not None and is_own(machine, collator):
        batch = machine.perhaps(lambda: machine.invoke(collator, Call(call.node, [Given(rows, call.place)])))
        machine.heap.set(ref, BATCH, batch)
        machine.heap.set(ref, COLLATED, as_collated(machine, call.node, batch))


def _batch(machine: Machine, ref: Ref) -> Value:
    batch = machine.heap[ref].get(BATCH)
    if batch is ABSENT:
        return batch_of(machine, ref) or Unknown("a batch of a loader")
    return batch


def _set_mode(mode: str) -> MethodModel:
    def method(machine: Machine, ref: Ref, call: Call) -> Value:
        training = call.value("mode", 0) if mode == "train" else Constant(False)
        known: Value = Unknown("whether it trains")
        if training in (ABSENT, Constant(True), Constant(False)):
            known = Constant("eval" if training == Constant(False) else "train")
        machine.heap.set(ref, MODE, known, call.place)
        return ref

    return method


def _forward(machine: Machine, ref: Ref, call: Call) -> Value:
    labels = call.value("labels")
    if labels == ABSENT and (len(call.positional) > 1 or call.unknown_positional is not None):
        labels = Unknown("they may be given by their position")
    fields = {MODEL: Constant(ref.id), LABELS: labels}
    loader = _fed_by(machine, call)
    if loader is not None:
        fields[LOADER] = loader
    return machine.make(call.node, "output", None, fields)


def _fed_by(machine: Machine, call: Call) -> Value | None:
    """The loader from whose batches the model's inputs come, if that is one."""
    given = [value for value in call.values() if isinstance(value, Ref) and machine.heap[value].kind == "sequence"]
    loaders = {machine.heap[value].get(LOADER) for value in given} - {ABSENT}
    return loaders.pop() if len(loaders) == 1 else None


def _loss(machine: Machine, ref: Ref) -> Value:
    thing = machine.heap[ref]
    node = thing.node
    return machine.make(node, "loss", None, thing.fields, tag="loss") if node is not None else Unknown("a loss")


def _part(machine: Machine, ref: Ref, index: Value, node: Node) -> Value:
    """``outputs["loss"]``; ``outputs[0]`` is the loss if there were labels."""
    labelled = machine.heap[ref].get(LABELS)
    if index == Constant("loss") or (index == Constant(0) and isinstance(labelled, Ref)):
        return _loss(machine, ref)
    return Unknown("a part of what a model returns")
