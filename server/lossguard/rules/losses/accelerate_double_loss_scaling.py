"""LOS013."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.loops import accelerators, accumulation, named
from lossguard.rules.reading import Reading, Scope, key, method, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "the loss is divided by `{steps}`, and `accelerator.backward` divides it by gradient_accumulation_steps again: "
    "gradients are `{steps}` times too small"
)
ACCELERATOR = "this accelerator divides the loss by itself"
DROP = "Drop the division"


class AccelerateDoubleLossScaling(Rule):
    """
    ## What it does
    Finds a loss that is divided by the number of accumulation steps, and then given to `accelerator.backward` of an
    `Accelerator` that was made with this number.

    ## Why it is bad
    `Accelerator.backward` begins with `loss = loss / self.gradient_accumulation_steps`. Both together make gradients
    that are too small by this factor.

    ## Example
    ```python
    import torch
    from accelerate import Accelerator
    from transformers import AutoModelForSequenceClassification

    accelerator = Accelerator(gradient_accumulation_steps=8)
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    loader = torch.utils.data.DataLoader(torch.load("rows.pt"), batch_size=8)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for batch in loader:
        with accelerator.accumulate(model):
            loss = model(**batch).loss
            loss = loss / 8
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
    ```

    ## Use instead
    ```python
    import torch
    from accelerate import Accelerator
    from transformers import AutoModelForSequenceClassification

    accelerator = Accelerator(gradient_accumulation_steps=8)
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    loader = torch.utils.data.DataLoader(torch.load("rows.pt"), batch_size=8)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for batch in loader:
        with accelerator.accumulate(model):
            loss = model(**batch).loss
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
    ```

    ## Fix safety
    Safe: the number is the one that the accelerator divides by.

    ## References
    - [huggingface/accelerate#3533](https://github.com/huggingface/accelerate/issues/3533),
      [huggingface/transformers#26312](https://github.com/huggingface/transformers/issues/26312)
    """

    code = "LOS013"
    name = "accelerate-double-loss-scaling"
    severity = Severity.WARNING
    summary = "A loss divided by the steps that `accelerator.backward` divides by"
    applies = "All versions of accelerate."
    libraries = ("accelerate",)
    messages = (MESSAGE, ACCELERATOR, DROP)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        known = accelerators(reading) if "backward" in reading.words else {}
        for scope in reading.scopes if known else ():
            for call in scope.calls:
                made = named(known, receiver(call)) if method(call) == "backward" and call.arguments else None
                steps, number = accumulation(reading, made) if made is not None else (None, 1)
                if made is None or steps is None or number in (0, 1):
                    continue
                found = _division(reading, scope, call, steps)
                if found is not None:
                    arguments = {"steps": steps.place.source}
                    related = (Related(made.place, Message(ACCELERATOR)),)
                    cause = Cause("divided-twice", "loss", found.place)
                    yield self.finding(
                        context, found.place, Message(MESSAGE, arguments), cause, related, _drop(scope, found)
                    )


def _division(reading: Reading, scope: Scope, call: nodes.Call, steps: nodes.Expression) -> nodes.Node | None:
    """The last division of the loss by the steps on the way to ``backward``."""
    given = call.arguments[0].value
    if isinstance(given, nodes.Binary):
        return given if given.operator == "/" and _same(reading, given.right, steps) else None
    name = key(given)
    before = [
        node
        for node in reading.inside(scope.body, loops=True)
        if isinstance(node, nodes.Assign | nodes.AugmentedAssign) and node.place.span[0] < call.place.span[0]
    ]
    for node in reversed(before):
        if isinstance(node, nodes.AugmentedAssign) and key(node.target) == name != "":
            return node if node.operator == "/" and _same(reading, node.value, steps) else None
        if isinstance(node, nodes.Assign) and any(key(target) == name != "" for target in node.targets):
            value = node.value
            divides = isinstance(value, nodes.Binary) and value.operator == "/" and _same(reading, value.right, steps)
            return value if divides else None
    return None


def _same(reading: Reading, node: nodes.Expression, steps: nodes.Expression) -> bool:
    """Whether a divisor is the number that the accelerator was made with, by name or value."""
    if key(node) and key(node) == key(steps):
        return True
    if isinstance(node, nodes.Attribute) and node.name == "gradient_accumulation_steps":
        return True  # of the accelerator, or of the arguments that it was made with
    one, other = reading.literal(node), reading.literal(steps)
    return isinstance(one, int | float) and isinstance(other, int | float) and one == other


def _drop(scope: Scope, found: nodes.Node) -> tuple[Fix, ...]:
    if isinstance(found, nodes.AugmentedAssign) and editing.indent_of(found) is None:
        return ()
    same = next((one for one in scope.all if isinstance(one, nodes.Assign) and one.value is found), None)
    left = found.left if isinstance(found, nodes.Binary) else None
    if left is not None and not isinstance(left, nodes.Name | nodes.Attribute | nodes.Call | nodes.Subscript):
        return ()
    alone = same is not None and left is not None and key(same.targets[0]) == key(left) and editing.indent_of(same)

    def build() -> tuple[Edit, ...]:
        if isinstance(found, nodes.AugmentedAssign):
            return (editing.remove_line(found),)
        if same is not None and alone:
            return (editing.remove_line(same),)
        return (editing.replace(found.place, left.place.source),) if left is not None else ()

    return (Fix(Message(DROP), Applicability.SAFE, build),)
