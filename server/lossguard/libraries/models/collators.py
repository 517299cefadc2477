"""Data collators of transformers and trl: which one, with which arguments."""

from lossguard.values.calls import Call, Constructor, Machine, Models
from lossguard.values.value import ClassValue, Ref, Unknown, Value

_PARAMETERS = {
    "transformers.DataCollatorWithPadding": ("tokenizer", "padding", "max_length"),
    "transformers.DefaultDataCollator": ("return_tensors",),
    "transformers.DataCollatorForTokenClassification": ("tokenizer", "padding", "max_length"),
    "transformers.DataCollatorForSeq2Seq": ("tokenizer", "model", "padding", "max_length"),
    "transformers.DataCollatorForLanguageModeling": ("tokenizer", "mlm", "mlm_probability"),
    "transformers.DataCollatorForWholeWordMask": ("tokenizer", "mlm"),
    "transformers.DataCollatorForPermutationLanguageModeling": ("tokenizer",),
    "transformers.DataCollatorForMultipleChoice": ("tokenizer",),
    "transformers.DataCollatorWithFlattening": (),
    "trl.DataCollatorForCompletionOnlyLM": ("response_template", "instruction_template"),
    "trl.DataCollatorForLanguageModeling": ("pad_token_id", "completion_only_loss"),
    "trl.DataCollatorForChatML": ("tokenizer",),
    "unsloth.UnslothVisionDataCollator": ("model", "processor"),
}


def register(models: Models) -> None:
    for path, parameters in _PARAMETERS.items():
        models.classes[path] = ("collator", _constructor(parameters))
    models.functions["transformers.default_data_collator"] = lambda machine, call: Unknown("a batch made by hand")
    models.calls["collator"] = _collate
    models.decisive["collator"] = frozenset(("__call__", "torch_call", "tf_call", "numpy_call", "torch_mask_tokens"))


def _collate(machine: Machine, ref: Ref, call: Call) -> Value:
    """A batch made by hand, to look at: the collator of a library is as it was, its rows may be padded in place."""
    own = [ref] if isinstance(machine.heap[ref].type, ClassValue) else []
    return machine.escape([*call.values(), *own], "a collator makes a batch of it")


def _constructor(parameters: tuple[str, ...]) -> Constructor:
    def construct(machine: Machine, ref: Ref, call: Call) -> None:
        names = dict.fromkeys((*parameters, *call.keywords))
        for name in names:
            position = parameters.index(name) if name in parameters else None
            given = call.find(name, position)
            if given is not None:
                machine.heap.set(ref, name, given.value, given.place)
        if call.unknown_keywords is not None:
            machine.heap.writable(ref).rest = call.unknown_keywords

    return construct
