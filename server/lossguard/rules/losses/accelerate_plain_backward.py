"""LOS014."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.loops import Step, accelerators, accumulation, named, steps
from lossguard.rules.reading import Reading, key, keyword, method, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "`backward` is called on the loss itself: what this accelerator does in its own `backward` ({what}) is left out"
)
ACCELERATOR = "this accelerator is passed by"
REPLACE = "Call `{name}.backward` instead"

_NOTHING_MORE = "nothing more on one device in full precision"


class AcceleratePlainBackward(Rule):
    """
    ## What it does
    Finds `loss.backward()` in a loop whose optimizer was prepared by an `Accelerator`.

    ## Why it is bad
    `accelerator.backward(loss)` scales the loss in fp16, divides it by the accumulation steps, and runs the backward
    pass of DeepSpeed. A plain call does none of it. On one device in full precision it makes no difference: this is
    only an information then.

    ## Example
    ```python
    import torch
    from accelerate import Accelerator
    from transformers import AutoModelForSequenceClassification

    accelerator = Accelerator(mixed_precision="fp16")
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    loader = torch.utils.data.DataLoader(torch.load("rows.pt"), batch_size=8)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for batch in loader:
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    ```

    ## Use instead
    ```python
    import torch
    from accelerate import Accelerator
    from transformers import AutoModelForSequenceClassification

    accelerator = Accelerator(mixed_precision="fp16")
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    loader = torch.utils.data.DataLoader(torch.load("rows.pt"), batch_size=8)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for batch in loader:
        loss = model(**batch).loss
        accelerator.backward(loss)
        optimizer.step()
        optimizer.zero_grad()
    ```

    ## Fix safety
    Safe: it does the same, and what was left out.

    ## References
    - [huggingface/accelerate#616](https://github.com/huggingface/accelerate/issues/616),
      [huggingface/accelerate#1299](https://github.com/huggingface/accelerate/issues/1299)
    """

    code = "LOS014"
    name = "accelerate-plain-backward"
    severity = Severity.WARNING
    summary = "`loss.backward()` under accelerate"
    applies = "All versions of accelerate."
    libraries = ("accelerate",)
    messages = (MESSAGE, ACCELERATOR, REPLACE)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        known = accelerators(reading) if "prepare" in reading.words else {}
        if len(known) != 1:
            return
        (name, made), found = next(iter(known.items())), list(steps(context))
        used = [step for step in found if named(known, receiver(step.backward)) is not None]
        for step in found if not used else ():
            owner = receiver(step.backward)
            plain = not step.backward.arguments and isinstance(owner, nodes.Name | nodes.Attribute)
            if plain and not _is_accelerators(reading, known) and _prepares(reading, step):
                what = _what(reading, made)
                severity = Severity.INFO if what == _NOTHING_MORE else None
                written = _written(context, made, name)
                related = (Related(made.place, Message(ACCELERATOR)),)
                place = step.backward.place
                fixes = _replace(step, written) if written else ()
                message = Message(MESSAGE, {"what": what})
                cause = Cause("plain-backward", "loss", place)
                yield self.finding(context, place, message, cause, related, fixes, severity)


def _is_accelerators(reading: Reading, known: dict[str, nodes.Call]) -> bool:
    """Whether the accelerator's own ``backward`` is called anywhere."""
    calls = (call for scope in reading.scopes for call in scope.calls)
    return any(method(call) == "backward" and named(known, receiver(call)) is not None for call in calls)


def _prepares(reading: Reading, step: Step) -> bool:
    name = key(step.optimizer).rpartition(".")[2]
    calls = (call for scope in reading.scopes for call in scope.calls if method(call) == "prepare")
    return any(key(argument.value).rpartition(".")[2] == name for call in calls for argument in call.arguments)


def _what(reading: Reading, made: nodes.Call) -> str:
    """What is left out, for people."""
    precision = keyword(made, "mixed_precision")
    _, number = accumulation(reading, made)
    parts = ["the scaling for fp16"] if reading.literal(precision) == "fp16" else []
    if isinstance(number, int) and number > 1:
        parts.append(f"the division by {number} accumulation steps")
    if keyword(made, "deepspeed_plugin") is not None:
        parts.append("the backward pass of DeepSpeed")
    return ", ".join(parts) or _NOTHING_MORE


def _written(context: Context, made: nodes.Call, name: str) -> str:
    """How the accelerator is written; empty if that is not the same everywhere."""
    for scope in context.reading.scopes:
        for node in scope.all:
            if isinstance(node, nodes.Assign) and node.value is made and len(node.targets) == 1:
                return key(node.targets[0])
    return name


def _replace(step: Step, name: str) -> tuple[Fix, ...]:
    source = receiver(step.backward).place.source

    def build() -> tuple[Edit, ...]:
        return (editing.replace(step.backward.place, f"{name}.backward({source})"),)

    return (Fix(Message(REPLACE, {"name": name}), Applicability.SAFE, build),)
