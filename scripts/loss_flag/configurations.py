"""Configurations by their defaults, with what these leave open."""

from collections.abc import Iterator
from typing import Any

_OPEN: dict[str, Any] = {
    "pad_token_id": 0,
    "vocab_size": 1000,
    "num_experts_per_tok": 2,
    "n_group": 1,
    "topk_group": 1,
    "sliding_window": 8,
    "prediction_length": 16,
    "context_length": 16,
    "num_labels": 2,
}
"""What has to have a value for the model to be built, where the default is none."""


def completed(config: Any) -> Any:
    for part in parts(config):
        for name, value in _OPEN.items():
            if getattr(part, name, value) is None:
                setattr(part, name, value)
        heads, width = getattr(part, "num_attention_heads", None), getattr(part, "hidden_size", None)
        if isinstance(heads, int) and isinstance(width, int):
            if getattr(part, "head_dim", 0) is None:
                part.head_dim = width // heads
            if getattr(part, "num_key_value_heads", 0) is None:
                part.num_key_value_heads = heads
        if getattr(part, "use_cache", False):
            part.use_cache = False  # some caches fit no model whose layers were cut
        languages = getattr(part, "languages", None)
        if languages and getattr(part, "default_language", "") is None:
            part.default_language = languages[0]
    return config


def parts(config: Any) -> Iterator[Any]:
    """A configuration and those nested in it."""
    yield config
    for name, value in list(vars(config).items()):
        if name.endswith(("_config", "encoder", "decoder")) and hasattr(value, "to_dict"):
            yield from parts(value)
