"""The gradients after the first backward pass."""

from typing import Any

from .context import Context


def run(context: Context) -> None:
    import torch

    trainable = [(name, one) for name, one in context.wrapped.named_parameters() if one.requires_grad]
    peft = context.session.origin(context.wrapped, "peft")
    sites = [peft, context.model_site(), context.made]
    if not trainable:
        context.failed("DRY026", "frozen", sites, [context.called])
        return
    context.passed("DRY026", count=len(trainable), parameters=sum(one.numel() for _, one in trainable))
    reached = [(name, one.grad) for name, one in trainable if one.grad is not None]
    if not reached:
        context.failed("DRY027", "none", sites, [context.called], count=len(trainable))
        return
    if context.has_failed("DRY019"):
        context.unchecked("DRY027", "loss")
        return
    wrong = [name for name, gradient in reached if not bool(torch.isfinite(gradient).all())]
    if wrong:
        context.failed("DRY027", "not-finite", [context.own_loss, *sites], [], count=len(wrong), name=wrong[0])
        return
    alive = {name for name, gradient in reached if bool(gradient.any())}
    if not alive:
        _all_zero(context, sites, len(trainable))
        return
    dead = _dead_adapters(trainable, alive)
    if dead:
        context.failed("DRY027", "adapters", sites, [context.called], count=len(dead), name=dead[0])
        return
    context.passed("DRY027", reached=len(reached), count=len(trainable))


def _all_zero(context: Context, sites: list[Any], count: int) -> None:
    """Where no token counts, or the loss was chosen to be zero, the gradients only say the same again."""
    trained = context.trained
    if trained is None or not bool(trained.any()):
        context.unchecked("DRY027", "nothing-trained")
    else:
        context.failed("DRY027", "zero", [context.own_loss, *sites], [context.called], count=count)


def _dead_adapters(trainable: list[tuple[str, Any]], alive: "set[str]") -> list[str]:
    """LoRA adapters that got no gradient at all, if no adapter did. The A matrices alone begin with none."""
    adapters = [name for name, _ in trainable if "lora_" in name]
    return adapters if adapters and not any(name in alive for name in adapters) else []
