"""``trl``: the functions that put a chat template on a tokenizer, with the tokens and embeddings for it."""

from lossguard.libraries.models.modules import RESIZED
from lossguard.libraries.models.tokenizers import CHAT_TEMPLATE
from lossguard.text.place import Place
from lossguard.values.calls import Call, Machine, Models
from lossguard.values.value import ABSENT, Constant, Ref, Special, Unknown, Value, members

_BEGIN, _END = "<|im_start|>", "<|im_end|>"
_CHATML = (
    "{% for message in messages %}"
    f"{{{{'{_BEGIN}' + message['role'] + '\n' + message['content'] + '{_END}' + '\n'}}}}"
    "{% endfor %}{% if add_generation_prompt %}"
    f"{{{{ '{_BEGIN}assistant\n' }}}}"
    "{% endif %}"
)
"""Source: ``trl/models/utils.py``, ``ChatMlSpecialTokens``, the same in 0.7.11 to 0.25.1."""


def register(models: Models) -> None:
    models.functions["trl.setup_chat_format"] = _setup_chat_format
    models.functions["trl.clone_chat_template"] = _clone_chat_template


def _setup_chat_format(machine: Machine, call: Call) -> Value:
    """ChatML, whose end of turn becomes both EOS and pad token.

    Source: ``trl/models/utils.py``, the same in 0.7.11 to 0.25.1, but that since 0.12 a tokenizer that has a template
    is refused; 0.26 has no such function.
    """
    model, tokenizer = call.value("model", 0), call.value("tokenizer", 1)
    known = call.value("format", 2) in (ABSENT, Constant("chatml"))
    tokens: dict[str, Value] = {"eos": Constant(_END), "pad": Constant(_END), "bos": Constant(_BEGIN)}
    template: dict[str, Value] = {"chat_template": Constant(_CHATML), CHAT_TEMPLATE: Constant("chatml")}
    why = Unknown("a chat format that is not known")
    fields = {name: value if known else why for name, value in (*tokens.items(), *template.items())}
    _prepare(machine, model, tokenizer, fields, call.place)
    return machine.make(call.node, "tuple", None, {"0": model, "1": tokenizer})


def _clone_chat_template(machine: Machine, call: Call) -> Value:
    """The template and EOS of another tokenizer; the pad token stays what it is.

    Source: ``trl/models/utils.py`` 0.19.1 to 0.26.2, ``trl/chat_template_utils.py`` 0.27.2 to 1.16.0. What it returns
    has a third part, the tokens that were added, since 0.20.
    """
    model, tokenizer = call.value("model", 0), call.value("tokenizer", 1)
    cloned = Unknown("it is that of another tokenizer")
    fields: dict[str, Value] = {"eos": cloned, "chat_template": cloned, CHAT_TEMPLATE: cloned}
    pad = machine.heap[tokenizer].get("pad") if isinstance(tokenizer, Ref) else ABSENT
    if any(isinstance(token, Special) and token.token == "eos" for token in members(pad)):
        fields["pad"] = Unknown("it was EOS, which is another token now")
    _prepare(machine, model, tokenizer, fields, call.place)
    return machine.make(call.node, "tuple", None, {"0": model, "1": tokenizer, "2": Unknown("the added tokens")})


def _prepare(machine: Machine, model: Value, tokenizer: Value, fields: dict[str, Value], place: Place) -> None:
    """Set fields of the tokenizer, and resize the embeddings of the model."""
    if isinstance(tokenizer, Ref) and machine.heap[tokenizer].kind == "tokenizer":
        for name, value in fields.items():
            machine.heap.set(tokenizer, name, value, place)
    else:
        machine.escape([tokenizer], "a chat template is put on it")
    if isinstance(model, Ref) and machine.heap[model].kind == "model":
        machine.heap.set(model, RESIZED, Constant(True), place)
    else:
        machine.escape([model], "its embeddings are resized")
