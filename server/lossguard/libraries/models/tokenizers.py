"""Tokenizers: what a call returns, and which token pads."""

from lossguard.libraries.knowledge import tokenizer_family
from lossguard.text.place import Place
from lossguard.values.calls import AttributeModel, Call, Machine, Models, Setter
from lossguard.values.sequences import ORIGIN, tags_in
from lossguard.values.value import (
    ABSENT,
    Absent,
    Constant,
    Data,
    Method,
    Ref,
    Special,
    Symbol,
    Unknown,
    Value,
    may_be_absent,
    members,
    union,
)

SPLIT_INTO_WORDS = "split into words"
"""Field of token ids: whether the words came one by one."""
_TOKENS = ("eos", "bos", "unk", "sep", "cls", "mask", "pad")
_PURE_METHODS = frozenset(
    """decode batch_decode save_pretrained push_to_hub get_vocab convert_tokens_to_ids convert_ids_to_tokens tokenize
    num_special_tokens_to_add get_chat_template convert_tokens_to_string build_inputs_with_special_tokens
    get_added_vocab prepare_for_model set_truncation_and_padding get_special_tokens_mask""".split()
)


_OPTIONS = frozenset(
    """text text_pair text_target text_pair_target add_special_tokens padding truncation max_length stride
    is_split_into_words pad_to_multiple_of padding_side return_tensors return_token_type_ids return_attention_mask
    return_overflowing_tokens return_special_tokens_mask return_offsets_mapping return_length verbose
    split_special_tokens batch_text_or_text_pairs conversation tokenize return_dict add_generation_prompt tools
    chat_template documents continue_final_message return_assistant_tokens_mask tokenizer_kwargs
    enable_thinking""".split()
)
"""Options of every tokenizer: none of them makes a column that is not modelled."""


def register(models: Models) -> None:
    models.classes["transformers.AutoTokenizer"] = ("tokenizer", construct)
    models.class_methods["tokenizer", "from_pretrained"] = from_pretrained
    models.calls["tokenizer"] = _encode
    for name in ("encode_plus", "batch_encode_plus", "pad", "_batch_encode_plus"):
        models.methods["tokenizer", name] = _encode if name != "pad" else _pad
    models.methods["tokenizer", "encode"] = _ids
    models.methods["tokenizer", "apply_chat_template"] = _apply_chat_template
    models.methods["tokenizer", "add_special_tokens"] = _add_special_tokens
    models.methods["tokenizer", "add_tokens"] = _add_tokens
    models.pure_methods["tokenizer"] = _PURE_METHODS
    models.decisive["tokenizer"] = frozenset(("__call__", "_encode_plus", "_call_one", "prepare_for_model"))
    # The method, not the field of that name, which holds the pad token.
    models.attributes["tokenizer", "pad"] = lambda machine, ref: Method(ref, "pad")
    for token in _TOKENS:
        for suffix in ("_token", "_token_id"):
            models.attributes["tokenizer", token + suffix] = _token(token, suffix == "_token_id")
            models.setters["tokenizer", token + suffix] = _set_token(token)
            models.setters["tokenizer", f"_{token}{suffix}"] = _set_hidden(token)


def is_tokenizer_class(path: str) -> bool:
    root, _, name = path.rpartition(".")
    return root == "transformers" and name.endswith(("Tokenizer", "TokenizerFast"))


def construct(machine: Machine, ref: Ref, call: Call) -> None:
    for name, given in call.keywords.items():
        token = name.removesuffix("_token")
        machine.heap.set(ref, token if token in _TOKENS else name, given.value, given.place)
    if call.unknown_keywords is not None:
        machine.heap.writable(ref).rest = call.unknown_keywords


def from_pretrained(machine: Machine, call: Call) -> Value:
    return new_tokenizer(machine, call, call.owner.path if call.owner else "transformers.AutoTokenizer")


def new_tokenizer(machine: Machine, call: Call, path: str, tag: str = "tokenizer") -> Ref:
    """A tokenizer loaded from the checkpoint that a call names."""
    ref = machine.make(call.node, "tokenizer", Symbol(path), tag=tag)
    construct(machine, ref, call)
    machine.heap.set(ref, "checkpoint", call.value("pretrained_model_name_or_path", 0))
    return ref


def _token(token: str, is_id: bool) -> AttributeModel:
    def read(machine: Machine, ref: Ref) -> Value:
        return union(one(machine, ref, member) for member in members(machine.heap[ref].get(token)))

    def one(machine: Machine, ref: Ref, set_value: Value) -> Value:
        match set_value:
            case Absent() if token == "pad":
                ships = ships_pad_token(machine.heap[ref].get("checkpoint"))
                if ships is None:
                    return Unknown("whether this checkpoint's tokenizer has a pad token is not known")
                return Special("pad", ref.id, is_id) if ships else Constant(None)
            case Absent():
                return Special(token, ref.id, is_id)
            case Special():
                return Special(set_value.token, set_value.tokenizer, is_id)
            case Constant(value=None):
                return set_value
            case Constant() if is_id is isinstance(set_value.value, int):
                return set_value
            case Constant():
                return Special(token, ref.id, is_id)  # the id of a text that was set, or the other way round
            case _:
                return set_value

    return read


def ships_pad_token(checkpoint: Value, transformers: str | None = None) -> bool | None:
    """Whether the tokenizer of a checkpoint comes with a pad token of its own."""
    if isinstance(checkpoint, Constant) and isinstance(checkpoint.value, str):
        family = tokenizer_family(checkpoint.value, transformers)
        return family.ships_pad if family else None
    return None


def _set_token(token: str) -> Setter:
    def write(machine: Machine, ref: Ref, value: Value, place: Place) -> None:
        if isinstance(value, Special):
            value = Special(value.token, value.tokenizer, False, place=place)
        machine.heap.set(ref, token, value, place)

    return write


def _set_hidden(token: str) -> Setter:
    def write(machine: Machine, ref: Ref, value: Value, place: Place) -> None:
        machine.heap.set(ref, token, Unknown("it was set past its property"), place)

    return write


ADDED_WORDS = "#added words"
"""Field of a tokenizer: what ``add_tokens`` and ``additional_special_tokens`` gave it; its place is the call."""
ADDED_SPECIAL = "#added special"
"""Field of a tokenizer: what ``add_special_tokens`` made its pad, EOS… token; its place is the call."""
CHAT_TEMPLATE = "#chat template"
"""Field of a tokenizer: the name of the chat template that a library put on it."""
RENDERS = "#renders"
"""Field of a tokenizer: ``apply_chat_template`` was called, without a template (True) or behind one that the script
had set (False); its place is the call."""


def _add_tokens(machine: Machine, ref: Ref, call: Call) -> Value:
    machine.heap.set(ref, ADDED_WORDS, call.value("new_tokens", 0), call.place)
    return Unknown("a number of tokens")


def _add_special_tokens(machine: Machine, ref: Ref, call: Call) -> Value:
    tokens = call.value("special_tokens_dict", 0)
    if isinstance(tokens, Ref) and machine.heap[tokens].kind == "dict":
        machine.heap.set(ref, ADDED_SPECIAL, tokens, call.place)
        more = machine.heap[tokens].get("additional_special_tokens")
        if more is not ABSENT:
            machine.heap.set(ref, ADDED_WORDS, more, call.place)
    thing = machine.heap[tokens] if isinstance(tokens, Ref) else None
    if thing is None or thing.kind != "dict" or thing.rest is not None:
        for token in _TOKENS:
            machine.heap.set(ref, token, Unknown("special tokens that are not known were added"), call.place)
        return Unknown("a number of tokens")
    for name, value in thing.fields.items():
        token = name.removesuffix("_token")
        if token in _TOKENS:
            before = machine.heap[ref].get(token)
            there = [member for member in members(value) if not isinstance(member, Absent)]
            given = union([*there, before]) if may_be_absent(value) else value
            _set_token(token)(machine, ref, given, thing.places.get(name) or call.place)
    return Unknown("a number of tokens")


def _tags(call: Call) -> frozenset[str]:
    padding = call.value("padding")
    if padding == Constant("max_length"):
        return frozenset(("ids", "padded", "fixed"))
    if padding in (Constant(True), Constant("longest")):
        return frozenset(("ids", "padded"))
    if padding in (ABSENT, Constant(False), Constant("do_not_pad")):
        return frozenset(("ids",))
    return frozenset(("ids", "unknown padding"))


def _ids(machine: Machine, ref: Ref, call: Call) -> Value:
    return machine.make(call.node, "sequence", None, {"tags": Constant(_tags(call))})


MADE_BY = "#tokenizer"
"""Field of token ids: the tokenizer that made them."""
SPECIAL = "#add_special_tokens"
"""Field of token ids: the option under which they were made."""
RENDERED = "text rendered by the chat template"
"""Column of ``Data`` that ``apply_chat_template`` wrote."""


def _encode(machine: Machine, ref: Ref, call: Call) -> Value:
    """``tokenizer(text)``: token ids and a mask; labels only for ``text_target``."""
    # Options that only some tokenizers take may make labels (`word_labels`, `answer_coordinates`).
    special = call.unknown_keywords is not None or not call.keywords.keys() <= _OPTIONS
    return _encoding(
        machine, ref, call, Unknown("options of one tokenizer may make other columns") if special else None
    )


def _encoding(machine: Machine, ref: Ref, call: Call, rest: Value | None) -> Value:
    tags = Constant(_tags(call))
    # The text goes with its ids, so that a rule can see whether EOS was put behind it, or BOS twice before it.
    made = {"tags": tags, "text": call.value("text", 0), MADE_BY: ref, SPECIAL: call.value("add_special_tokens")}
    made[SPLIT_INTO_WORDS] = call.value("is_split_into_words")
    ids = machine.make(call.node, "sequence", None, made, "ids")
    mask = machine.make(call.node, "sequence", None, {"tags": Constant(frozenset(("other",)))}, "mask")
    fields: dict[str, Value] = {"input_ids": ids, "attention_mask": mask}
    fields["token_type_ids"] = union((Unknown("only some tokenizers make it"), ABSENT))
    target = call.value("text_target", 2)
    if target not in (ABSENT, Constant(None)):
        labels = machine.make(call.node, "sequence", None, {"tags": tags}, "labels")
        unsure = isinstance(target, Unknown)
        fields["labels"] = union((Unknown("it may come from a splat"), ABSENT)) if unsure else labels
        if call.find("text", 0) is None and not unsure:
            # Only targets: their ids come back as input_ids.
            del fields["labels"]
    if call.value("return_special_tokens_mask") == Constant(True):
        fields["special_tokens_mask"] = mask
    for option, name in (
        ("return_overflowing_tokens", "overflow_to_sample_mapping"),
        ("return_offsets_mapping", "offset_mapping"),
    ):
        if call.value(option) not in (ABSENT, Constant(False)):
            fields[name] = union((Unknown("only fast tokenizers make it"), ABSENT))
    if call.value("return_length") == Constant(True):
        fields["length"] = Unknown("a length")
    if rest is not None:
        fields.setdefault("labels", union((rest, ABSENT)))
    return machine.make(call.node, "encoding", None, fields, rest=rest)


def _pad(machine: Machine, ref: Ref, call: Call) -> Value:
    given = call.value("encoded_inputs", 0)
    to_one_length = call.value("padding", 1) == Constant("max_length") or call.value("max_length", 2) is not ABSENT
    batch = padded_rows(machine, call, given)
    if batch is not None:
        return batch
    return given if not to_one_length and isinstance(given, Ref) else Unknown("a padded batch")


def padded_rows(machine: Machine, call: Call, rows: Value) -> Value | None:
    """A batch of rows that come one by one; None if they do not, or if they are not known."""
    thing = machine.heap[rows] if isinstance(rows, Ref) else None
    row = union(thing.held()) if thing is not None and thing.kind in ("list", "tuple") and thing.held() else None
    one = machine.heap[row] if isinstance(row, Ref) else None
    if one is None or one.kind not in ("dict", "encoding", "example"):
        return None
    fields: dict[str, Value] = {}
    for name, value in one.fields.items():
        tags = (tags_in(machine.heap, value) or frozenset(("other",))) | {"padded"}
        column = machine.make(call.node, "sequence", None, {"tags": Constant(tags)}, name)
        machine.heap.set(column, ORIGIN, column)
        fields[name] = union((column, ABSENT)) if may_be_absent(value) else column
    other = machine.make(call.node, "sequence", None, {"tags": Constant(frozenset(("other",)))}, "mask")
    return machine.make(call.node, "encoding", None, {**fields, "attention_mask": other}, "padded", rest=one.rest)


def _apply_chat_template(machine: Machine, ref: Ref, call: Call) -> Value:
    own = call.value("chat_template") not in (ABSENT, Constant(None))
    if not own:
        machine.heap.set(ref, RENDERS, Constant(machine.heap[ref].get("chat_template") is ABSENT), call.place)
    if call.value("tokenize") == Constant(False):
        return Unknown("text rendered by a template of its own") if own else Data(RENDERED)
    if call.value("return_dict") == Constant(True):
        # Options of a name that is not known are for the template.
        return _encoding(machine, ref, call, call.unknown_keywords)
    return Unknown("what `apply_chat_template` returns depends on the version")
