"""Models of transformers: which class, from which checkpoint."""

from collections.abc import Collection

from lossguard.libraries.knowledge import is_model_class
from lossguard.libraries.models.tokenizers import construct as construct_tokenizer
from lossguard.libraries.models.tokenizers import is_tokenizer_class
from lossguard.libraries.models.weights import attach, part_replaced
from lossguard.values.calls import Call, Constructor, Machine, Models
from lossguard.values.heap import Kind
from lossguard.values.value import Constant, Ref, Unknown, Value

_SELF = ("to", "cuda", "cpu", "half", "float", "bfloat16", "compile")
_PURE_METHODS = frozenset(
    """gradient_checkpointing_enable gradient_checkpointing_disable generate modules
    enable_input_require_grads print_trainable_parameters save_pretrained push_to_hub state_dict
    load_state_dict get_input_embeddings get_output_embeddings num_parameters named_modules children config_class
    get_memory_footprint tie_weights zero_grad get_nb_trainable_parameters
    prepare_inputs_for_generation can_generate""".split()
)


def register(models: Models) -> None:
    models.class_kind = class_kind
    models.class_methods["model", "from_pretrained"] = _from_pretrained
    models.class_methods["model", "from_config"] = _from_config
    for name in _SELF:
        models.methods["model", name] = _itself
    models.pure_methods["model"] = _PURE_METHODS
    models.decisive["model"] = frozenset(
        ("__call__", "forward", "loss_function", "_forward_unimplemented", "training_step")
    )
    models.methods["model", "resize_token_embeddings"] = _resized
    for name in ("register_forward_pre_hook", "register_forward_hook"):
        models.methods["model", name] = _hooked
    models.attributes["model", "config"] = _config
    models.attributes["model", "generation_config"] = _config


def register_classes(models: Models, names: Collection[str]) -> None:
    """Know more model classes than those that are shipped."""

    def kind(path: str) -> tuple[Kind, Constructor] | None:
        root, _, name = path.rpartition(".")
        return ("model", _construct) if root == "transformers" and name in names else class_kind(path)

    models.class_kind = kind


def class_kind(path: str) -> tuple[Kind, Constructor] | None:
    """Kind of a class of transformers that is known by its name."""
    root, _, name = path.rpartition(".")
    if root != "transformers":
        return None
    if is_tokenizer_class(path):
        return "tokenizer", construct_tokenizer
    if is_model_class(name):
        return "model", _construct
    return None


def _construct(machine: Machine, ref: Ref, call: Call) -> None:
    """A model from a config: random weights."""
    attach(machine, ref)


def _from_pretrained(machine: Machine, call: Call) -> Value:
    path = call.owner
    if path is None:
        return Unknown("the class that loads the model is not known")
    ref = machine.make(call.node, "model", path)
    attach(machine, ref)
    for name, given in call.keywords.items():
        machine.heap.set(ref, name, given.value, given.place)
    if call.unknown_keywords is not None:
        machine.heap.writable(ref).rest = call.unknown_keywords
    machine.heap.set(ref, "checkpoint", call.value("pretrained_model_name_or_path", 0))
    return ref


def _from_config(machine: Machine, call: Call) -> Value:
    if call.owner is None:
        return Unknown("a model's class is not known")
    ref = machine.make(call.node, "model", call.owner)
    attach(machine, ref)
    return ref


def _itself(machine: Machine, ref: Ref, call: Call) -> Value:
    return ref


def _hooked(machine: Machine, ref: Ref, call: Call) -> Value:
    machine.heap.set(ref, "forward", Unknown("a hook changes what goes in or comes out"))
    return Unknown("the handle of a hook")


RESIZED = "#resized"
"""Field of a model whose embeddings were resized; its place is the call."""


def _resized(machine: Machine, ref: Ref, call: Call) -> Value:
    machine.heap.set(ref, RESIZED, Constant(True), call.place)
    part_replaced(machine, ref, call.place)
    return Unknown("the embeddings of a model")


def _config(machine: Machine, ref: Ref) -> Value:
    return Unknown("the configuration of a checkpoint")
