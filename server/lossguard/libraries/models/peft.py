"""``peft`` and ``accelerate``: adapters around a model, preparation of a loop."""

from lossguard.libraries.models.weights import ADAPTER_ONLY, set_trained
from lossguard.values.calls import Call, Machine, Models
from lossguard.values.value import ABSENT, Constant, Ref, Unknown, Value, lost, members


def register(models: Models) -> None:
    models.functions["peft.get_peft_model"] = wrap
    for name in ("PeftModel", "PeftModelForCausalLM"):
        models.class_methods[f"peft.{name}", "from_pretrained"] = _load
    models.classes["peft.LoraConfig"] = ("adapter", _construct_adapter)
    for name in ("prepare_model_for_kbit_training", "prepare_model_for_int8_training"):
        models.functions[f"peft.{name}"] = _prepare_quantized
    models.functions["accelerate.Accelerator"] = _accelerator
    models.methods["accelerator", "prepare"] = _prepare
    models.methods["accelerator", "prepare_model"] = _prepare
    models.methods["accelerator", "unwrap_model"] = lambda machine, ref, call: call.value("model", 0)
    models.pure_methods["accelerator"] = frozenset(
        """print wait_for_everyone init_trackers log end_training save_state load_state backward clip_grad_norm_ gather
        gather_for_metrics accumulate save get_state_dict autocast main_process_first register_for_checkpointing
        local_main_process_first free_memory""".split()
    )


ADAPTER = "#adapter"
"""Field of a model: the configuration of the adapter around it."""


def _construct_adapter(machine: Machine, ref: Ref, call: Call) -> None:
    for name, given in call.keywords.items():
        machine.heap.set(ref, name, given.value, given.place)
    unknown = call.unknown_keywords or call.unknown_positional
    machine.heap.writable(ref).rest = unknown or (Unknown("a positional argument") if call.positional else None)


def wrap(machine: Machine, call: Call) -> Value:
    """A model with an adapter: the class of the model inside it decides about its loss."""
    model = call.value("model", 0)
    results = [_wrapped(machine, call, member) for member in members(model)]
    return results[0] if len(results) == 1 else lost("one of several models", *results)


def _wrapped(machine: Machine, call: Call, model: Value) -> Value:
    thing = machine.heap[model] if isinstance(model, Ref) else None
    if thing is None or thing.kind != "model":
        return lost("a model that is not followed, with an adapter", model)
    fields = {**thing.fields, "peft": Constant(True), ADAPTER: call.value("peft_config", 1)}
    ref = machine.make(call.node, "model", thing.type, fields, rest=thing.rest)
    # The place to look at is where the model's class was chosen.
    machine.heap.writable(ref).made = thing.made
    machine.heap.writable(ref).node = thing.node
    set_trained(machine, ref, Constant(ADAPTER_ONLY), call.place)
    return ref


def _load(machine: Machine, call: Call) -> Value:
    """An adapter that was saved: it is frozen, too, unless it ``is_trainable``."""
    wrapped = wrap(machine, call)
    trainable = call.value("is_trainable", 3)
    if trainable in (ABSENT, Constant(False)):
        set_trained(machine, wrapped, Constant(False), call.place)
    elif trainable != Constant(True):
        set_trained(machine, wrapped, Unknown("whether the adapter is trained"), call.place)
    return wrapped


def _prepare_quantized(machine: Machine, call: Call) -> Value:
    """Freezes all weights. Source: ``peft/utils/other.py``, ``prepare_model_for_kbit_training``, 0.21."""
    model = call.value("model", 0)
    set_trained(machine, model, Constant(False), call.place)
    return model


def _accelerator(machine: Machine, call: Call) -> Value:
    return machine.make(call.node, "accelerator", None)


def _prepare(machine: Machine, ref: Ref, call: Call) -> Value:
    given = [item.value for item in call.positional]
    if call.unknown_positional is not None:
        return lost("what is prepared is not known one by one", *call.values())
    if len(given) == 1:
        return given[0]
    return machine.make(call.node, "tuple", None, {str(index): value for index, value in enumerate(given)})
