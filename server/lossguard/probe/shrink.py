"""A configuration of a few thousand parameters that still is the same architecture.

Names of modules stay, so that PEFT's target modules match; vocabulary and special tokens stay, so that the
tokenizer fits. What works for how many architectures is measured by tests/dryrun.
"""

import copy
from collections.abc import Iterator
from typing import Any

LAYERS = 2

_SIZES: dict[str, int] = {
    "hidden_size": 64,
    "intermediate_size": 128,
    "n_embd": 64,
    "n_inner": 128,
    "d_model": 64,
    "d_ff": 128,
    "d_kv": 16,
    "dim": 64,
    "hidden_dim": 128,
    "ffn_dim": 128,
    "encoder_ffn_dim": 128,
    "decoder_ffn_dim": 128,
    "embedding_size": 64,
    "word_embed_proj_dim": 64,
    "moe_intermediate_size": 64,
    "shared_expert_intermediate_size": 64,
    "hidden_size_per_layer_input": 16,
    "kv_lora_rank": 16,
    "q_lora_rank": 32,
    "qk_nope_head_dim": 16,
    "qk_rope_head_dim": 16,
    "v_head_dim": 16,
}
_LAYER_COUNTS = (
    "num_hidden_layers",
    "n_layer",
    "n_layers",
    "num_layers",
    "encoder_layers",
    "decoder_layers",
    "num_decoder_layers",
    "depth",
)
_HEAD_COUNTS = (
    "num_attention_heads",
    "n_head",
    "n_heads",
    "num_heads",
    "encoder_attention_heads",
    "decoder_attention_heads",
)
_EXPERT_COUNTS = ("num_experts", "num_local_experts", "n_routed_experts")
_PER_LAYER = ("layer_types", "mlp_layer_types", "layers_block_type", "block_configs")
_LAYER_INDICES = ("max_window_layers", "first_k_dense_replace")

LEVELS = ("all", "keep-heads", "layers")
"""From small to safe: sizes hard-coded in a model's source may not survive the first."""


def shrunk(config: Any, level: str) -> Any:
    """A smaller copy of a configuration, without quantization."""
    small = copy.deepcopy(config)
    for part in _parts(small):
        _cut_layers(part)
        if level != "layers":
            _cut_sizes(part, keep_heads=level == "keep-heads")
    if getattr(small, "quantization_config", None) is not None:
        del small.quantization_config
    return small


def _parts(config: Any) -> Iterator[Any]:
    """The configuration and those nested in it: text, vision, audio, encoder, decoder."""
    yield config
    for name, value in list(vars(config).items()):
        if name.endswith("_config") and hasattr(value, "to_dict") and name != "quantization_config":
            yield from _parts(value)


def _cut_layers(config: Any) -> None:
    for name in (*_LAYER_COUNTS, *_LAYER_INDICES):
        _at_most(config, name, LAYERS)
    for name in _PER_LAYER:
        listed = getattr(config, name, None)
        if isinstance(listed, list) and len(listed) > LAYERS:
            setattr(config, name, _varied(listed))
    for name in _EXPERT_COUNTS:
        _at_most(config, name, 4)
    _at_most(config, "num_experts_per_tok", 2)


def _varied(listed: list[Any]) -> list[Any]:
    """The first of each kind: a model of full and sliding layers keeps one of both."""
    kinds = [kind for index, kind in enumerate(listed) if kind not in listed[:index]]
    return (kinds + listed)[:LAYERS]


def _cut_sizes(config: Any, keep_heads: bool) -> None:
    heads = next((getattr(config, name) for name in _HEAD_COUNTS if _is_count(config, name)), 0)
    groups = getattr(config, "num_key_value_heads", None)
    head_size = getattr(config, "head_dim", None)
    if keep_heads and heads and not isinstance(head_size, int):
        head_size = getattr(config, "hidden_size", 64 * heads) // heads
    for name in _HEAD_COUNTS:
        _at_most(config, name, 4)
    if isinstance(groups, int):
        config.num_key_value_heads = 2 if groups < heads else min(4, groups)
    width = 4 * head_size if keep_heads and head_size else 0
    for name, size in _SIZES.items():
        _at_most(config, name, max(size, width) if name in ("hidden_size", "n_embd", "d_model", "dim") else size)
    if isinstance(getattr(config, "head_dim", None), int) and not keep_heads:
        config.head_dim = 16


def _is_count(config: Any, name: str) -> bool:
    value = getattr(config, name, None)
    return isinstance(value, int) and not isinstance(value, bool)


def _at_most(config: Any, name: str, size: int) -> None:
    if _is_count(config, name) and getattr(config, name) > size:
        setattr(config, name, size)
