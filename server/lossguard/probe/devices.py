"""In tiny mode there is no GPU: what is sent there stays on the CPU, and that is told."""

from typing import Any, Callable

from .session import Session, wrap

_WHY = "tiny mode runs on the CPU"


def install(session: Session) -> None:
    if not session.on_cpu:
        return
    session.hooks.after("torch.nn.modules.module", lambda module: _patch(session, module.Module))
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


def _tell(session: Session) -> None:
    session.changed("device", "cuda", "cpu", _WHY, session.frames.here("device"))


def _is_gpu(value: Any) -> bool:
    """Whether a value names a GPU: ``"cuda:0"``, ``torch.device("cuda")``, or the number of one."""
    if isinstance(value, str):
        return value.startswith("cuda")
    if isinstance(value, int) and not isinstance(value, bool):
        return True
    return getattr(value, "type", None) == "cuda" and type(value).__name__ == "device"
