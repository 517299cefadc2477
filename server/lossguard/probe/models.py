"""Models: in tiny mode a miniature with random weights is built from the configuration alone."""

import copy
import os
from typing import Any, Callable, Optional

from .frames import argument
from .protocol import Site
from .session import Session, shown, wrap
from .shrink import LEVELS, shrunk

_NOT_FOR_CONFIG = (
    "quantization_config load_in_4bit load_in_8bit device_map max_memory offload_folder offload_state_dict "
    "low_cpu_mem_usage use_safetensors gguf_file state_dict tp_plan tp_size distributed_config key_mapping variant "
    "dtype torch_dtype attn_implementation experts_implementation ignore_mismatched_sizes from_tf from_flax "
    "output_loading_info weights_only use_kernels kernel_config"
).split()
_FOR_HUB = "cache_dir force_download local_files_only token revision subfolder trust_remote_code code_revision".split()
_QUANTIZING = ("quantization_config", "load_in_4bit", "load_in_8bit")


def install(session: Session) -> None:
    session.hooks.after("transformers.modeling_utils", lambda module: _patch_models(session, module.PreTrainedModel))
    session.hooks.after("peft.mapping_func", lambda module: _patch_peft(session, module))
    if session.tiny:
        session.hooks.after("peft.peft_model", lambda module: _patch_adapters(session, module.PeftModel))


def _patch_models(session: Session, model_class: Any) -> None:
    session.phase("imported")

    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def from_pretrained(cls: Any, name: Any, *rest: Any, **options: Any) -> Any:
            site = session.frames.here("model")
            if session.tiny:
                model, real = _miniature(session, cls, name, options, site)
            else:
                model, real = original(cls, name, *rest, **options), None
            with session.guarded("noting a model"):
                _note(session, model, str(name), real, site)
            if options.get("output_loading_info"):
                return model, {}
            return model

        return from_pretrained

    def make_from_config(original: Callable[..., Any]) -> Callable[..., Any]:
        def _from_config(cls: Any, config: Any, **options: Any) -> Any:
            site = session.frames.here("model")
            model, real = _small(session, cls, config, options, site)
            with session.guarded("noting a model"):
                _note(session, model, "", real, site)
            return model

        session.build = original
        return _from_config if session.tiny else original

    wrap(model_class, "_from_config", make_from_config)
    wrap(model_class, "from_pretrained", make)


def _note(session: Session, model: Any, name: str, real: Optional[int], site: Optional[Site]) -> None:
    session.remember(model, "model", site)
    session.models.append((model, name, real))
    session.phase("model", type(model).__name__)


def _miniature(session: Session, cls: Any, name: Any, options: dict[str, Any], site: Optional[Site]) -> Any:
    """A small model of that class, and the number of parameters that the real one has."""
    config = _config(cls, name, options)
    _tell_quantization(session, config, options, site)
    model, real = _small(session, cls, config, options, site)
    model.config._name_or_path = str(name)
    model.name_or_path = str(name)
    model.eval()
    return model, real


def _small(session: Session, cls: Any, config: Any, options: dict[str, Any], site: Optional[Site]) -> Any:
    """A small model of a configuration, and the number of parameters that the real one would have."""
    import torch

    # The Auto classes put it into the configuration.
    attention = options.get("attn_implementation") or getattr(config, "_attn_implementation", None)
    if "flash" in str(attention):
        asked, attention = attention, "sdpa" if getattr(cls, "_supports_sdpa", True) else "eager"
        why = "flash attention needs a GPU; it computes the same"
        session.changed("attn_implementation", asked, attention, why, argument(site, "attn_implementation"))
    _tell_precision(session, options, site)
    model = _built(session, cls, config, {"attn_implementation": attention} if attention else {})
    real = None
    with session.guarded("counting the parameters of the real model"), torch.device("meta"):
        # A copy: building a model changes its configuration.
        counted = copy.deepcopy(config)
        if attention:
            counted._attn_implementation = attention
        real = sum(one.numel() for one in cls(counted).parameters())
    small = sum(one.numel() for one in model.parameters())
    if small != real:
        before = f"{real:,} parameters" if real else "the real model"
        session.changed("model", before, f"{small:,} parameters, random weights", "tiny mode loads no weights", site)
    return model, real


def _config(cls: Any, name: Any, options: dict[str, Any]) -> Any:
    """The configuration that the real call would use, with the options that belong into it."""
    config = options.get("config")
    if config is not None and not isinstance(config, (str, os.PathLike)):
        for key, value in options.items():
            if key not in (*_NOT_FOR_CONFIG, *_FOR_HUB, "config") and hasattr(config, key):
                setattr(config, key, value)
        return config
    told = {key: value for key, value in options.items() if key not in _NOT_FOR_CONFIG and key != "config"}
    config, _ = cls.config_class.from_pretrained(config or name, return_unused_kwargs=True, **told)
    return config


def _built(session: Session, cls: Any, config: Any, options: dict[str, Any]) -> Any:
    """The smallest miniature that can be built and run; raises what the last attempt raised."""
    import torch

    problem: Optional[BaseException] = None
    fallback = None
    for level in LEVELS:
        try:
            with torch.random.fork_rng(devices=[]):
                torch.manual_seed(0)
                model = session.build(cls, shrunk(config, level), dtype=torch.float32, **options)
        except Exception as error:  # noqa: BLE001 - architectures refuse sizes in their own ways
            problem = error
            continue
        if _runs(model):
            return model
        fallback = fallback or model
    if fallback is not None:
        return fallback
    assert problem is not None
    raise problem


def _runs(model: Any) -> bool:
    """Whether a forward pass over four tokens succeeds. Models that need more than tokens are taken as they are."""
    import torch

    if model.main_input_name != "input_ids":
        return True
    tokens = torch.zeros((1, 4), dtype=torch.long)
    more = {"decoder_input_ids": tokens} if getattr(model.config, "is_encoder_decoder", False) else {}
    try:
        with torch.no_grad():
            model.eval()(input_ids=tokens, **more)
    except Exception:  # noqa: BLE001 - the next level is tried
        return False
    return True


def _tell_quantization(session: Session, config: Any, options: dict[str, Any], site: Optional[Site]) -> None:
    why = "tiny mode has no weights to quantize"
    for name in _QUANTIZING:
        if options.get(name):
            session.changed(name, _quantizer(options[name]), "none", why, argument(site, name))
    if getattr(config, "quantization_config", None) is not None and not options.get("quantization_config"):
        session.changed("quantization of the checkpoint", "on", "none", why, site)


def _quantizer(value: Any) -> str:
    return type(value).__name__ if not isinstance(value, (bool, dict)) else shown(value)


def _tell_precision(session: Session, options: dict[str, Any], site: Optional[Site]) -> None:
    for name in ("dtype", "torch_dtype"):
        value = str(options.get(name, "")).replace("torch.", "")
        if value not in ("", "None", "float32", "auto"):
            session.changed(name, value, "float32", "the CPU computes in full precision", argument(site, name))


def _patch_peft(session: Session, module: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def get_peft_model(*values: Any, **options: Any) -> Any:
            site = session.frames.here("peft")
            model = original(*values, **options)
            session.remember(model, "peft", site)
            return model

        return get_peft_model

    wrap(module, "get_peft_model", make)


def _patch_adapters(session: Session, model_class: Any) -> None:
    """Trained adapters have the sizes of the real model: the miniature gets new ones of the same configuration."""

    def make(_original: Callable[..., Any]) -> Callable[..., Any]:
        def from_pretrained(cls: Any, model: Any, model_id: Any, *values: Any, **options: Any) -> Any:
            import peft

            site = session.frames.here("peft")
            told = {name: options[name] for name in _FOR_HUB if name in options}
            config = options.get("config") or peft.PeftConfig.from_pretrained(model_id, **told)
            config.inference_mode = not (values[1] if len(values) > 1 else options.get("is_trainable", False))
            session.changed("adapters", str(model_id), "random weights", "tiny mode loads no weights", site)
            adapted = peft.get_peft_model(model, config)
            session.remember(adapted, "peft", site)
            return adapted

        return from_pretrained

    wrap(model_class, "from_pretrained", make)


def plain(model: Any) -> Any:
    """The model itself, without the wrappers of accelerate, torch and PEFT."""
    for _ in range(4):
        inner = getattr(model, "module", None) if not hasattr(model, "config") else None
        inner = inner if inner is not None else getattr(model, "_orig_mod", None)
        if inner is None:
            break
        model = inner
    return model.get_base_model() if hasattr(model, "get_base_model") else model
