"""Which weights of a model are trained: freezing and thawing, of all of them or of parts.

The fact is kept by an object of its own, kind ``weights``, to which the model and its parameters refer: who gets hold
of parameters can change what is trained, and nothing else of the model.
"""

from lossguard.text.place import Place
from lossguard.values.calls import AttributeModel, Call, Machine, MethodModel, Models, Node
from lossguard.values.value import ABSENT, Constant, Method, Ref, Unknown, Value

WEIGHTS = "#weights"
"""Field of a model, its parts and parameters: their weights. A model shares them with the one that wraps it."""
TRAINED = "trained"
"""Field of weights: whether all (True) or none (False) of them are trained; its place is where that was set."""
ADAPTER_ONLY = "the weights of an adapter"
"""Value of ``TRAINED`` where an adapter was put around the model."""
_WHOLE = "#whole"
"""Field of parameters that are all of a model."""
_PARTS = frozenset(
    """base_model model transformer bert roberta deberta distilbert electra albert encoder decoder backbone lm_head
    vision_model vision_tower text_model language_model classifier score head embeddings embed_tokens wte pooler shared
    audio_encoder wav2vec2 hubert gpt_neox qa_outputs""".split()
)
"""Attributes of models that are modules."""
_FREEZE_A_PART = """freeze_feature_encoder freeze_feature_extractor freeze_base_model freeze_encoder freeze_decoder
freeze_embeddings freeze_shared_embeds""".split()
_CHANGE_MODULES = """add_adapter load_adapter set_adapter enable_adapters disable_adapters set_input_embeddings
set_output_embeddings""".split()
_PURE_OF_PARTS = """named_modules modules children named_children state_dict load_state_dict zero_grad
gradient_checkpointing_enable gradient_checkpointing_disable""".split()
_PURE_OF_PARAMETERS = "numel size dim element_size nelement data_ptr type is_floating_point".split()


def register(models: Models) -> None:
    for kind in ("model", "part"):
        for name in ("parameters", "named_parameters"):
            models.methods[kind, name] = _parameters(named=name == "named_parameters")
        models.methods[kind, "requires_grad_"] = _set_all
        models.on_set[kind] = _module_set
    for name in _PARTS:
        models.attributes["model", name] = _part(name)
    for name in _FREEZE_A_PART:
        models.methods["model", name] = _some_change("a part of the model is frozen")
    for name in _CHANGE_MODULES:
        models.methods["model", name] = _some_change("a part of the model is replaced")
    for name in ("to", "cuda", "cpu", "half", "float", "bfloat16", "train", "eval"):
        models.methods["part", name] = lambda machine, ref, call: ref
    models.pure_methods["part"] = frozenset(_PURE_OF_PARTS)
    models.decisive["part"] = frozenset(("forward", "__call__"))
    models.nested |= {"part"}
    models.elements["part"] = lambda machine, ref: ref
    models.items["part"] = lambda machine, ref, index, node: ref
    models.elements["parameters"] = _element
    models.attributes["parameter", "requires_grad"] = lambda machine, ref: Unknown("whether a parameter is trained")
    models.setters["parameter", "requires_grad"] = _write
    models.methods["parameter", "requires_grad_"] = _set_parameter
    models.pure_methods["parameter"] = frozenset(_PURE_OF_PARAMETERS)
    for name in ("clip_grad_norm_", "clip_grad_value_"):
        models.functions[f"torch.nn.utils.{name}"] = lambda machine, call: Unknown("the norm of the gradients")


def new_weights(machine: Machine, node: Node, trained: Value | None = None) -> Ref:
    """Weights as a checkpoint or a configuration gives them: all are trained."""
    return machine.make(node, "weights", None, {TRAINED: Constant(True) if trained is None else trained})


def attach(machine: Machine, model: Ref) -> None:
    """Give weights to a model that is made."""
    node = machine.heap[model].node
    if node is not None:
        machine.heap.set(model, WEIGHTS, new_weights(machine, node))


def set_trained(machine: Machine, model: Value, trained: Value, place: Place) -> None:
    weights = _weights(machine, model)
    if weights is not None:
        machine.heap.set(weights, TRAINED, trained, place)


def _weights(machine: Machine, owner: Value) -> Ref | None:
    found = machine.heap[owner].get(WEIGHTS) if isinstance(owner, Ref) else ABSENT
    return found if isinstance(found, Ref) else None


# Parts


def _part(name: str) -> AttributeModel:
    """``model.encoder``: some part of the model, whichever."""

    def read(machine: Machine, ref: Ref) -> Value:
        thing = machine.heap[ref]
        if name in thing.fields:
            return thing.fields[name]
        weights = _weights(machine, ref)
        if thing.node is None or weights is None or thing.rest is not None:
            return Method(ref, name)
        return machine.make(thing.node, "part", None, {WEIGHTS: weights, "of": ref}, tag="part")

    return read


def _module_set(machine: Machine, owner: Ref, value: Value, place: Place) -> None:
    """``model.classifier = nn.Linear(…)``."""
    if not isinstance(value, Constant):
        part_replaced(machine, owner, place)


def part_replaced(machine: Machine, owner: Ref, place: Place) -> None:
    """New weights are trained: if others were frozen, it is not known what is now."""
    weights = _weights(machine, owner)
    if weights is not None and machine.heap[weights].get(TRAINED) != Constant(True):
        machine.heap.set(weights, TRAINED, Unknown("a part of the model is replaced"), place)


def _some_change(why: str) -> MethodModel:
    def method(machine: Machine, ref: Ref, call: Call) -> Value:
        weights = _weights(machine, ref)
        if weights is not None:
            machine.heap.set(weights, TRAINED, Unknown(why), call.place)
        return Unknown("the result of a method of a model")

    return method


# Parameters


def _parameters(*, named: bool) -> MethodModel:
    def method(machine: Machine, ref: Ref, call: Call) -> Value:
        weights, thing = _weights(machine, ref), machine.heap[ref]
        if weights is None:
            return Unknown("the parameters of a model")
        fields: dict[str, Value] = {WEIGHTS: weights, _WHOLE: Constant(thing.kind == "model"), "named": Constant(named)}
        return machine.make(call.node, "parameters", None, fields, tag=f"{thing.kind}")

    return method


def _element(machine: Machine, ref: Ref) -> Value:
    thing = machine.heap[ref]
    if thing.node is None or thing.rest is not None:
        return Unknown("a parameter of a model")
    fields = {name: thing.get(name) for name in (WEIGHTS, _WHOLE)}
    parameter = machine.make(thing.node, "parameter", None, fields)
    if thing.get("named") != Constant(True):
        return parameter
    pair: dict[str, Value] = {"0": Unknown("the name of a parameter"), "1": parameter}
    return machine.make(thing.node, "tuple", None, pair, tag="named parameter")


def _set_all(machine: Machine, ref: Ref, call: Call) -> Value:
    flag = call.value("requires_grad", 0)
    trained = Constant(True) if flag == ABSENT else flag
    if machine.heap[ref].kind == "model":
        set_trained(machine, ref, _known(trained), call.place)
    else:
        _change_some(machine, ref, trained, call.place)
    return ref


def _set_parameter(machine: Machine, ref: Ref, call: Call) -> Value:
    flag = call.value("requires_grad", 0)
    _write(machine, ref, Constant(True) if flag == ABSENT else flag, call.place)
    return ref


def _write(machine: Machine, ref: Ref, value: Value, place: Place) -> None:
    """A parameter is frozen or thawed; in a loop over all of them, each is."""
    if machine.heap[ref].get(_WHOLE) == Constant(True):
        set_trained(machine, ref, _known(value), place)
    else:
        _change_some(machine, ref, value, place)


def _known(trained: Value) -> Value:
    plain = isinstance(trained, Constant) and isinstance(trained.value, bool)
    return trained if plain else Unknown("which weights are trained")


def _change_some(machine: Machine, owner: Ref, trained: Value, place: Place) -> None:
    """Some of the weights are trained, or not: all or none are still, if they were before."""
    weights = _weights(machine, owner)
    if weights is not None and machine.heap[weights].get(TRAINED) != trained:
        why = trained if isinstance(trained, Unknown) else Unknown("some of the weights are frozen")
        machine.heap.set(weights, TRAINED, why, place)
