"""Tokens that a script adds to a tokenizer: shared by the rules about their embeddings."""

import re

from lossguard.libraries.models.tokenizers import ADDED_SPECIAL, ADDED_WORDS
from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, Value, members

_SHIPPED = re.compile(
    r"<\|?(unk|pad|s|/s|eos|bos|mask|endoftext|im_start|im_end|eot_id|begin_of_text|end_of_text"
    r"|finetune_right_pad_id|reserved_special_token_\d+|start_header_id|end_header_id|start_of_turn|end_of_turn)\|?>"
    r"|</s>|\[(PAD|UNK|CLS|SEP|MASK|INST|/INST)\]"
)
"""Names that some tokenizer ships with: whether they are new is not known."""


def new_words(view: TrainingView, tokenizer: Object) -> tuple[list[str], Place | None]:
    """Tokens that are certainly new to the tokenizer, apart from its pad, EOS… token, and where they were added."""
    value = tokenizer.get(ADDED_WORDS)
    found = _texts(view, value)
    return [word for word in found if not _SHIPPED.fullmatch(word)], tokenizer.places.get(ADDED_WORDS)


def new_specials(view: TrainingView, tokenizer: Object, family: str) -> tuple[list[str], Place | None]:
    """Special tokens that ``add_special_tokens`` certainly added to the vocabulary of a family, and where.

    ``<pad>`` and ``[PAD]`` are new to GPT-2 and Llama, whose vocabularies are known to have no such token.
    """
    value = tokenizer.get(ADDED_SPECIAL)
    thing = view.find(value) if len(members(value)) == 1 else None
    if thing is None or thing.kind != "dict" or thing.rest is not None:
        return [], None
    found: list[str] = []
    for name, token in thing.fields.items():
        if name.endswith("_token") and isinstance(token, Constant) and isinstance(token.value, str):
            bare = family in ("gpt2", "llama-2", "llama-3") and token.value in ("[PAD]", "<pad>", "<|pad|>", "<PAD>")
            if bare or not _SHIPPED.fullmatch(token.value):
                found.append(token.value)
    return found, tokenizer.places.get(ADDED_SPECIAL)


def _texts(view: TrainingView, value: Value) -> list[str]:
    if value is ABSENT:
        return []
    if isinstance(value, Constant) and isinstance(value.value, str):
        return [value.value]
    thing = view.find(value)
    if thing is None or thing.kind not in ("list", "tuple") or thing.rest is not None:
        return []
    known = [item.value for item in thing.fields.values() if isinstance(item, Constant)]
    return [text for text in known if isinstance(text, str)]
