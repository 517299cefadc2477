"""In tiny mode there is no GPU: what is sent there stays on the CPU, and that is told."""

from typing import Any, Callable

from .frames import argument
from .session import Session, wrap

_WHY = "tiny mode runs on the CPU"
_ONE_STEP = "a dry run takes one step"
_FULL_PRECISION = "the CPU computes in full precision"


def install(session: Session) -> None:
    if not session.on_cpu:
        return
    session.hooks.after("torch.nn.modules.module", lambda module: _patch(session, module.Module))
    session.hooks.after("torch", lambda module: _patch_compile(session, module))
    session.hooks.after("accelerate.accelerator", lambda module: _patch_accelerator(session, module.Accelerator))
    session.hooks.after("torch._tensor", lambda module: _patch(session, module.Tensor))


def _patch(session: Session, owner: Any) -> None:
    def make_to(original: Callable[..., Any]) -> Callable[..., Any]:
        def to(self: Any, *values: Any, **options: Any) -> Any:
            if any(map(_is_gpu, values)) or _is_gpu(options.get("device")):
                _tell(session)
                values = tuple("cpu" if _is_gpu(value) else value for value in values)
                if _is_gpu(options.get("device")):
                    options["device"] = "cpu"
            return original(self, *values, **options)

        return to

    def make_cuda(_original: Callable[..., Any]) -> Callable[..., Any]:
        def cuda(self: Any, *_values: Any, **_options: Any) -> Any:
            _tell(session)
            return self

        return cuda

    wrap(owner, "to", make_to)
    wrap(owner, "cuda", make_cuda)


def _patch_compile(session: Session, torch: Any) -> None:
    """Compiling takes longer than the one step that it would make faster."""

    def make(_original: Callable[..., Any]) -> Callable[..., Any]:
        def compile(model: Any = None, *_values: Any, **_options: Any) -> Any:  # noqa: A001 - it is torch's name
            session.changed("torch.compile", "on", "off", _ONE_STEP, session.frames.here("device"))
            return model if model is not None else lambda function: function

        return compile

    wrap(torch, "compile", make)


def _patch_accelerator(session: Session, accelerator_class: Any) -> None:
    def make(original: Callable[..., Any]) -> Callable[..., Any]:
        def __init__(self: Any, *values: Any, **options: Any) -> None:  # noqa: N807 - it becomes the class's
            site = session.frames.here("device")
            if str(options.get("mixed_precision") or "no") != "no" and session.frames.called_by_user(1):
                where = argument(site, "mixed_precision")
                session.changed("mixed_precision", options["mixed_precision"], "no", _FULL_PRECISION, where)
                options["mixed_precision"] = "no"
            if options.get("log_with") is not None:
                session.changed("log_with", options["log_with"], None, _ONE_STEP, argument(site, "log_with"))
                options["log_with"] = None
            original(self, *values, **options)

        return __init__

    wrap(accelerator_class, "__init__", make)


def _tell(session: Session) -> None:
    session.changed("device", "cuda", "cpu", _WHY, session.frames.here("device"))


def _is_gpu(value: Any) -> bool:
    """Whether a value names a GPU: ``"cuda:0"``, ``torch.device("cuda")``, or the number of one."""
    if isinstance(value, str):
        return value.startswith("cuda")
    if isinstance(value, int) and not isinstance(value, bool):
        return True
    return getattr(value, "type", None) == "cuda" and type(value).__name__ == "device"
