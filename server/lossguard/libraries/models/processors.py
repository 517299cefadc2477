"""Processors: a tokenizer and a feature extractor in one object. Followed are those of speech, and of Unsloth."""

from lossguard.libraries.models.tokenizers import new_tokenizer, padded_rows
from lossguard.values.calls import Call, Machine, Models
from lossguard.values.value import ABSENT, Constant, Ref, Symbol, Unknown, Value

_SPEECH = ("Wav2Vec2Processor", "Wav2Vec2BertProcessor", "WhisperProcessor", "Speech2TextProcessor")
_PURE_METHODS = frozenset("decode batch_decode save_pretrained push_to_hub".split())


def register(models: Models) -> None:
    for name in _SPEECH:
        models.classes[f"transformers.{name}"] = ("processor", _construct)
    models.class_methods["processor", "from_pretrained"] = _from_pretrained
    models.class_methods["transformers.AutoProcessor", "from_pretrained"] = _any
    models.calls["processor"] = _call
    models.methods["processor", "apply_chat_template"] = _apply_chat_template
    models.methods["processor", "pad"] = _pad
    models.pure_methods["processor"] = _PURE_METHODS


def _any(machine: Machine, call: Call) -> Value:
    return Unknown("a processor is not followed")


def _construct(machine: Machine, ref: Ref, call: Call) -> None:
    for position, name in enumerate(("feature_extractor", "tokenizer")):
        machine.heap.set(ref, name, call.value(name, position))


def _from_pretrained(machine: Machine, call: Call) -> Value:
    assert call.owner is not None
    tokenizer = new_tokenizer(machine, call, "transformers.AutoTokenizer")
    return new_processor(machine, call, call.owner.path, tokenizer)


def new_processor(machine: Machine, call: Call, path: str, tokenizer: Ref) -> Ref:
    """A processor loaded from a checkpoint, with its tokenizer."""
    ref = machine.make(call.node, "processor", Symbol(path), tag="processor")
    machine.heap.set(ref, "checkpoint", machine.heap[tokenizer].get("checkpoint"))
    # Like a processor, it pads and encodes features, of which nothing is known.
    extractor = machine.make(call.node, "processor", Symbol(f"{path}.feature_extractor"), tag="feature extractor")
    machine.heap.set(ref, "feature_extractor", extractor)
    machine.heap.set(ref, "tokenizer", tokenizer)
    return ref


def _call(machine: Machine, ref: Ref, call: Call) -> Value:
    """Features, ids or labels: which, depends on the processor and on what is given."""
    return machine.make(call.node, "encoding", None, {}, "processed", rest=Unknown("what a processor makes"))


def _apply_chat_template(machine: Machine, ref: Ref, call: Call) -> Value:
    return Unknown("what a processor's `apply_chat_template` makes is not followed")


def _pad(machine: Machine, ref: Ref, call: Call) -> Value:
    """Features and labels, each padded by its own part. Source: ``processing_wav2vec2.py``, ``pad``."""
    targets = padded_rows(machine, call, call.value("labels"))
    ids = machine.heap[targets].get("input_ids") if isinstance(targets, Ref) else ABSENT
    if call.value("input_features", 0) in (ABSENT, Constant(None)) and targets is not None:
        return targets
    fields = {"labels": ids} if ids is not ABSENT else {}
    return machine.make(call.node, "encoding", None, fields, "features", rest=Unknown("padded features"))
