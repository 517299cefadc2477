"""``unsloth``: its loaders, chat templates and the masking of everything but responses."""

from lossguard.libraries.models.callbacks import run_callbacks
from lossguard.libraries.models.peft import wrap
from lossguard.libraries.models.processors import new_processor
from lossguard.libraries.models.rows import look_into
from lossguard.libraries.models.tokenizers import CHAT_TEMPLATE, new_tokenizer
from lossguard.libraries.models.weights import attach
from lossguard.values.calls import Call, Machine, Models
from lossguard.values.value import ABSENT, Constant, Ref, Special, Symbol, Unknown, Value, members

LOADERS = ("FastLanguageModel", "FastModel", "FastVisionModel", "FastLlamaModel", "FastMistralModel",
           "FastQwen2Model", "FastGemmaModel")  # fmt: skip


def register(models: Models) -> None:
    for name in LOADERS:
        models.class_methods[f"unsloth.{name}", "from_pretrained"] = _from_pretrained
        models.class_methods[f"unsloth.{name}", "get_peft_model"] = wrap
        for mode in ("for_training", "for_inference"):
            models.class_methods[f"unsloth.{name}", mode] = lambda machine, call: call.value("model", 0)
    models.functions["unsloth.train_on_responses_only"] = _train_on_responses_only
    models.functions["unsloth.get_chat_template"] = _get_chat_template
    for name in ("standardize_sharegpt", "standardize_data_formats"):
        models.functions[f"unsloth.{name}"] = lambda machine, call: call.value("dataset", 0)
    models.functions["unsloth.unsloth_train"] = _unsloth_train
    models.training.add("unsloth.unsloth_train")
    models.pure |= {"unsloth.is_bfloat16_supported", "unsloth.is_bf16_supported", "unsloth.PatchDPOTrainer",
                    "unsloth.PatchFastRL"}  # fmt: skip


def _from_pretrained(machine: Machine, call: Call) -> Value:
    """A model and its tokenizer (a processor for a vision model)."""
    assert call.owner is not None
    model = machine.make(call.node, "model", Symbol(call.owner.path), tag="model")
    attach(machine, model)
    for name, given in call.keywords.items():
        machine.heap.set(model, name, given.value, given.place)
    checkpoint = call.value("model_name", 0)
    machine.heap.set(model, "checkpoint", checkpoint)
    # A pad token that is missing, or EOS, is replaced by another; where it trains on the CPU, only a missing one.
    # Sources: unsloth/models/_utils.py, 2024.9; unsloth_zoo/tokenizer_utils.py, 2024.11 to 2026.4;
    # unsloth_zoo/pad_token.py, 2026.7 to 2026.10. The default collator and this were seen to be so in 2026.10.9.
    tokenizer = new_tokenizer(machine, Call(call.node), "transformers.AutoTokenizer")
    machine.heap.set(tokenizer, "checkpoint", checkpoint)
    machine.heap.set(tokenizer, "pad", Special("pad", tokenizer.id, False))
    if call.owner.path.endswith("FastVisionModel"):
        tokenizer = new_processor(machine, call, "transformers.AutoProcessor", tokenizer)
    return machine.make(call.node, "tuple", None, {"0": model, "1": tokenizer})


def _train_on_responses_only(machine: Machine, call: Call) -> Value:
    """Writes labels to the trainer's datasets and returns the trainer."""
    trainer = call.value("trainer", 0)
    if call.value("return_function") not in (ABSENT, Constant(False)) or trainer in (ABSENT, Constant(None)):
        return machine.escape(call.values(), "a function that masks is made")
    for member in members(trainer):
        if isinstance(member, Ref) and machine.heap[member].kind == "trainer":
            machine.heap.set(member, "#responses only", Constant(True), call.place)
            for index, name in ((1, "instruction_part"), (2, "response_part")):
                if (given := call.find(name, index)) is not None:
                    machine.heap.set(member, f"#{name}", given.value, given.place)
        else:
            machine.escape([member], "only its responses are trained on")
    return trainer


def _get_chat_template(machine: Machine, call: Call) -> Value:
    tokenizer = call.value("tokenizer", 0)
    if not isinstance(tokenizer, Ref):
        return machine.escape(call.values(), "a chat template is put on a tokenizer that is not known")
    if machine.heap[tokenizer].kind == "tokenizer":
        machine.heap.set(tokenizer, CHAT_TEMPLATE, call.value("chat_template", 1), call.place)
        if call.value("map_eos_token", 3) != Constant(False):
            machine.heap.set(tokenizer, "eos", Unknown("a chat template may replace it"), call.place)
            pad = machine.heap[tokenizer].get("pad")
            # One that is not EOS stays. Source: unsloth/chat_templates.py get_chat_template, 2024.9 to 2026.10.
            if not (isinstance(pad, Special) and pad.token == "pad"):
                machine.heap.set(tokenizer, "pad", Unknown("a chat template may replace it"), call.place)
    return tokenizer


def _unsloth_train(machine: Machine, call: Call) -> Value:
    trainer = call.value("trainer", 0)
    if isinstance(trainer, Ref) and machine.heap[trainer].kind == "trainer":
        run_callbacks(machine, trainer, call)
        look_into(machine, trainer, call)
        machine.train(trainer, call.place)
    return Unknown("the result of training")
