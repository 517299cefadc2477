"""Training arguments: what a dry run must not do, or cannot do on this device, is switched off and told."""

import os
import sys
from typing import Any, Callable, Optional

from .frames import argument
from .protocol import Site
from .session import Session, wrap

_ONE_STEP = "a dry run takes one step"
_NOTHING_LEFT = "a dry run leaves nothing behind"
_FEW_ROWS = "a dry run uses few rows"
_FULL_PRECISION = "the CPU computes in full precision"
_NO_GPU = "needs a GPU"
_PLAIN_OPTIMIZERS = ("adamw_torch", "adamw_torch_fused", "adamw_hf", "sgd", "adafactor", "adagrad", "rmsprop")

_ALWAYS: tuple[tuple[str, Any, str], ...] = (
    ("push_to_hub", False, _NOTHING_LEFT),
    ("load_best_model_at_end", False, _ONE_STEP),
    ("resume_from_checkpoint", None, _ONE_STEP),
    ("dataloader_num_workers", 0, _FEW_ROWS),
    ("dataloader_persistent_workers", False, _FEW_ROWS),
    ("dataloader_prefetch_factor", None, _FEW_ROWS),
    ("dataset_num_proc", None, _FEW_ROWS),
    ("torch_compile", False, _ONE_STEP),
    ("torch_compile_backend", None, _ONE_STEP),
    ("torch_compile_mode", None, _ONE_STEP),
    ("auto_find_batch_size", False, _ONE_STEP),
)
_ON_CPU: tuple[tuple[str, Any, str], ...] = (
    ("bf16", False, _FULL_PRECISION),
    ("fp16", False, _FULL_PRECISION),
    ("bf16_full_eval", False, _FULL_PRECISION),
    ("fp16_full_eval", False, _FULL_PRECISION),
    ("tf32", None, _FULL_PRECISION),
    ("deepspeed", None, _NO_GPU),
    ("use_liger_kernel", False, _NO_GPU),
    ("use_vllm", False, _NO_GPU),
    ("activation_offloading", False, _NO_GPU),
)


def install(session: Session) -> None:
    session.hooks.after("transformers.training_args", lambda module: _patch(session, module.TrainingArguments))


def _patch(session: Session, arguments_class: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def __post_init__(self: Any) -> None:  # noqa: N807 - it becomes the class's
            site = session.frames.here("arguments")
            with session.guarded("preparing the training arguments"):
                _prepare(session, self, site)
            original(self)
            session.remember(self, "arguments", site)

        return __post_init__

    wrap(arguments_class, "__post_init__", make)


def _prepare(session: Session, arguments: Any, site: Optional[Site]) -> None:
    changes: list[tuple[str, Any, str]] = list(_ALWAYS)
    if session.on_cpu or not _cuda():
        changes += _ON_CPU
        if _name(getattr(arguments, "optim", "adamw_torch")) not in _PLAIN_OPTIMIZERS:
            changes.append(("optim", "adamw_torch", "needs a GPU or a library that does"))
        if getattr(arguments, "fsdp", None):
            changes.append(("fsdp", type(arguments.fsdp)(), _NO_GPU))
    for name, value, why in changes:
        if hasattr(arguments, name):
            _set(session, arguments, name, value, why, site)
    # Nobody would call these a difference: the trainer is told where to put what is thrown away anyway.
    arguments.output_dir = os.path.join(session.plan["scratch"], "output")
    arguments.report_to = "none"
    arguments.save_strategy = "no"
    if hasattr(arguments, "logging_dir"):
        arguments.logging_dir = None
    if session.on_cpu:
        arguments.use_cpu = True


def _set(session: Session, arguments: Any, name: str, value: Any, why: str, site: Optional[Site]) -> None:
    before = getattr(arguments, name)
    if before == value or (not before and not value):
        return
    setattr(arguments, name, value)
    session.changed(name, _name(before), value, why, argument(site, name))


def _name(value: Any) -> Any:
    """The value of an enumeration; anything else as it is."""
    return getattr(value, "value", value)


def _cuda() -> bool:
    torch = sys.modules.get("torch")
    return torch is not None and bool(torch.cuda.is_available())
