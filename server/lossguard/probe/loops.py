"""Loops written by hand, plain or with accelerate: watched from the model's call to the optimizer's first step."""

from typing import Any, Callable, Optional

from . import facts
from .checks import batch as batch_checks
from .checks import gradients
from .checks import loss as loss_checks
from .checks.context import Context
from .protocol import Site
from .session import Session, wrap

STEP = 0


def install(session: Session) -> None:
    loop = _Loop(session)
    session.loop = loop
    session.hooks.after("torch.nn.modules.module", loop.watch_models)
    session.hooks.after("torch._tensor", loop.watch_backward)
    session.hooks.after("torch.optim.optimizer", loop.watch_optimizers)


def finish(session: Session) -> None:
    """The script is at its end: a loop that went backward but never stepped is told, too."""
    loop = session.loop
    if loop is not None and loop.loss is not None and loop.forward is not None:
        loop.report(None, loop.loss_site)


class _Loop:
    def __init__(self, session: Session) -> None:
        self._session = session
        self._depth = 0
        self.forward: Optional[dict[str, Any]] = None
        """The last call of a model from the script: model, batch, site."""
        self.loss: Any = None
        self.loss_site: Optional[Site] = None
        self.watching = True
        """Off while a trainer trains: it has its own checks."""

    def watch_models(self, module: Any) -> None:
        def make(original: Callable[..., Any]) -> Callable[..., Any]:
            def __call__(model: Any, *values: Any, **options: Any) -> Any:  # noqa: N807 - it becomes the class's
                if self.watching and self._depth == 0 and self._session.frames.called_by_user(1):
                    self._note(model, values, options)
                self._depth += 1
                try:
                    return original(model, *values, **options)
                finally:
                    self._depth -= 1

            return __call__

        wrap(module.Module, "__call__", make)

    def _note(self, model: Any, values: Any, options: dict[str, Any]) -> None:
        with self._session.guarded("noting a call of a model"):
            # A tokenizer, a loss function or a metric is called like a model; those have nothing to train.
            if next(iter(model.parameters()), None) is not None:
                batch = {**{f"#{at + 1}": value for at, value in enumerate(values)}, **options}
                self.forward = {"model": model, "batch": batch, "site": self._session.frames.here("forward")}

    def watch_backward(self, module: Any) -> None:
        def make(original: Callable[..., Any]) -> Callable[..., Any]:
            def backward(tensor: Any, *values: Any, **options: Any) -> Any:
                if self.watching and self.forward is not None:
                    self.loss, self.loss_site = tensor.detach(), self._session.frames.here("backward")
                return original(tensor, *values, **options)

            return backward

        wrap(module.Tensor, "backward", make)

    def watch_optimizers(self, module: Any) -> None:
        def before(optimizer: Any, _values: Any, _options: Any) -> None:
            if self.watching and self.forward is not None and self.loss is not None:
                self.report(optimizer, self._session.frames.here("step"))

        module.register_optimizer_step_pre_hook(before)

    def report(self, optimizer: Any, site: Optional[Site]) -> None:
        """Check the step that was seen, and leave. Never returns."""
        self.watching = False
        session, forward = self._session, self.forward
        assert forward is not None
        context = Context(session, forward["model"])
        context.called, context.forward = site, forward["site"]
        context.take_batch(forward["batch"])
        context.loss = self.loss
        session.phase("trainer", "loop")
        for what, check in (
            ("the start", Context.tell_start),
            ("what the training is made of", facts.tell),
            ("the batch", batch_checks.run),
            ("the loss", loss_checks.run),
            ("the gradients", gradients.run),
            ("who makes the labels", facts.tell_labels),
        ):
            with session.guarded(f"checking {what}"):
                check(context)
        with session.guarded("checking the optimizer"):
            _optimizer(context, optimizer, site)
        session.phase("step")
        context.tell_end()
        session.channel.leave(STEP)


def _optimizer(context: Context, optimizer: Any, site: Optional[Site]) -> None:
    if optimizer is None:
        context.unchecked("DRY028", "no-step")
        return
    held = {id(one) for group in optimizer.param_groups for one in group["params"]}
    if not any(id(one) in held for one in context.wrapped.parameters()):
        made = context.session.origin(optimizer, "optimizer")
        context.failed("DRY028", "other-model", [made, site], [context.forward])
    else:
        context.passed("DRY028")
