"""One batch of the evaluation, if the script evaluates while it trains."""

from typing import Any

from .context import Context


def run(context: Context) -> None:
    trainer = context.trainer
    if trainer is None or getattr(trainer, "eval_dataset", None) is None or not context.evaluates:
        context.unchecked("DRY006", "no-evaluation")
        return
    sites = [context.made_with("eval_dataset", "data"), context.made]
    try:
        batch = next(iter(trainer.get_eval_dataloader(_first(trainer.eval_dataset))))
        loss, _, labels = trainer.prediction_step(trainer.model, dict(batch), prediction_loss_only=False)
    except StopIteration:
        context.failed("DRY006", "empty", sites)
        return
    except Exception as error:  # noqa: BLE001 - the real run would raise it at the first evaluation
        frames = context.session.frames.of_traceback(error.__traceback__, "evaluation")
        message = str(error).split("\n")[0][:300]
        inner = [*reversed(frames[1:]), *sites]
        context.failed("DRY006", "raises", inner, type=type(error).__name__, message=message)
        return
    if loss is None and labels is None:
        context.failed("DRY006", "no-loss", sites, names=", ".join(batch))
    else:
        context.passed("DRY006", names=", ".join(batch))


def _first(dataset: Any) -> Any:
    """Of several evaluation sets the first."""
    return next(iter(dataset.values())) if isinstance(dataset, dict) else dataset
