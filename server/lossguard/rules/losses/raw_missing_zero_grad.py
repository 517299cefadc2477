"""LOS010."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.loops import Step, statement_of, steps
from lossguard.rules.reading import Reading, key, method
from lossguard.rules.rule import Rule
from lossguard.text.edits import Edit

MESSAGE = "nothing resets the gradients: each step of `{optimizer}` uses the sum of all gradients since the start"
BACKWARD = "gradients are added up here"
ADD = "Add `{optimizer}.zero_grad()` behind the step"

_RESET = frozenset(("zero_grad", "deepspeed", "fabric", "colossalai", "zero_grad_buffer", "grad"))
"""Words of code that resets gradients, or in which another library may do so."""


class RawMissingZeroGrad(Rule):
    """
    ## What it does
    Finds a training loop with `backward()` and `step()`, in a script that never resets the gradients.

    ## Why it is bad
    `backward()` adds to the gradients. Without `zero_grad()` each step goes along the sum of all batches so far.

    ## Example
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased", num_labels=2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    batches = torch.load("batches.pt")
    model.train()
    for batch in batches:
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
    ```

    ## Use instead
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased", num_labels=2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    batches = torch.load("batches.pt")
    model.train()
    for batch in batches:
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    ```

    ## Fix safety
    Safe: the gradients of each step are those of its own batch.

    ## References
    - [huggingface/transformers#340](https://github.com/huggingface/transformers/issues/340)
    """

    code = "LOS010"
    name = "raw-missing-zero-grad"
    severity = Severity.ERROR
    summary = "A training loop that never resets the gradients"
    applies = "All versions."
    messages = (MESSAGE, BACKWARD, ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        if reading.words & _RESET:
            return
        for step in steps(context):
            name = key(step.optimizer)
            if name and not _made_inside(reading, step) and not _handed_on(reading, step):
                arguments = {"optimizer": name}
                related = (Related(step.backward.place, Message(BACKWARD)),)
                place = step.step.place
                cause = Cause("gradients-kept", "loss", place)
                fixes = _add(reading, step, name)
                yield self.finding(context, place, Message(MESSAGE, arguments), cause, related, fixes)


def _made_inside(reading: Reading, step: Step) -> bool:
    """Whether the loop makes its own optimizer, each time a new one."""
    name = key(step.optimizer).rpartition(".")[2]
    start, end = step.loop.place.span
    made = reading.values.get(name, []) + reading.values.get(f".{name}", [])
    return any(value is not None and start <= value.place.span[0] < end for value in made)


def _handed_on(reading: Reading, step: Step) -> bool:
    """Whether code that is not seen gets the optimizer, and may reset the gradients."""
    name = key(step.optimizer).rpartition(".")[2]
    for scope in reading.scopes:
        for call in scope.calls:
            given = any(key(argument.value).rpartition(".")[2] == name for argument in call.arguments)
            path = reading.path(call.function)
            schedules = path.startswith(("transformers.get_", "torch.optim.lr_scheduler."))
            if given and not schedules and method(call) not in ("prepare", "step", "unscale_"):
                return True
    return False


def _add(reading: Reading, step: Step, name: str) -> tuple[Fix, ...]:
    statement = statement_of(reading, step.loop.body, step.step)
    if statement is None or editing.indent_of(statement) is None:
        return ()

    def build() -> tuple[Edit, ...]:
        return (editing.add_line_behind(statement, f"{name}.zero_grad()"),)

    return (Fix(Message(ADD, {"optimizer": name}), Applicability.SAFE, build),)
