"""The loss of the first step."""

import math
from typing import Any

from .context import Context


def run(context: Context) -> None:
    value = value_of(context.loss)
    context.session.channel.send("loss", value=value)
    context.passed("DRY005", loss=value)
    if context.has_failed("DRY007") and context.trained is not None and not bool(context.trained.any()):
        # It says why, and a loss over nothing is NaN or 0.
        context.unchecked("DRY019", "nothing-trained")
        return
    sites = [context.own_loss, *context.data_sites()]
    if not math.isfinite(value):
        context.failed("DRY019", "not-finite", sites, [context.called], loss=value)
    elif value == 0.0 and context.labels is not None:
        context.failed("DRY019", "zero", sites, [context.called], loss=value)
    else:
        context.passed("DRY019", loss=value)


def value_of(loss: Any) -> float:
    return float(loss.detach().float().mean())
