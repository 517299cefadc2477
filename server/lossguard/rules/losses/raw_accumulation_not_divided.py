"""LOS011."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import torch_loss
from lossguard.rules.losses.loops import Loop, is_optimizer
from lossguard.rules.reading import Reading, key, method, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.edits import Edit

MESSAGE = (
    "the gradients of {steps} batches are added up for one step, and the loss is not divided by {steps}: the step goes "
    "along their sum, as if the learning rate were {steps} times as high"
)
GUARD = "the step is made here, once in {steps} batches"
DIVIDE = "Divide the loss by `{steps}`"

_OTHER = frozenset(("deepspeed", "fabric", "accelerate", "Accelerator", "no_sync", "reduction"))
"""Words of scripts in which something else may divide."""


class RawAccumulationNotDivided(Rule):
    """
    ## What it does
    Finds a loop that steps and resets the gradients once in `k` batches, without a division of the loss by `k`.

    ## Why it is bad
    `backward()` adds gradients up. Their sum is `k` times as large as the gradient of one large batch: too large for
    SGD and for clipping. Adam hides most of it.

    ## Example
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    model.train()
    for index, batch in enumerate(torch.load("batches.pt")):
        loss = model(**batch).loss
        loss.backward()
        if (index + 1) % 8 == 0:
            optimizer.step()
            optimizer.zero_grad()
    ```

    ## Use instead
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.SGD(model.parameters(), lr=1e-3)
    model.train()
    for index, batch in enumerate(torch.load("batches.pt")):
        loss = model(**batch).loss
        (loss / 8).backward()
        if (index + 1) % 8 == 0:
            optimizer.step()
            optimizer.zero_grad()
    ```

    ## Fix safety
    Unsafe: a learning rate that was found by trial fits the sum.

    ## References
    - [mlfoundations/open_clip#957](https://github.com/mlfoundations/open_clip/issues/957)
    """

    code = "LOS011"
    name = "raw-accumulation-not-divided"
    severity = Severity.WARNING
    summary = "Accumulated gradients of a loss that is not divided"
    applies = "All versions."
    messages = (MESSAGE, GUARD, DIVIDE)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        if not {"backward", "step", "zero_grad"} <= reading.words or reading.words & _OTHER:
            return
        for scope in reading.scopes:
            for loop in scope.all:
                if isinstance(loop, nodes.For | nodes.While):
                    found = _look(reading, loop)
                    if found is not None:
                        yield self._report(context, *found)

    def _report(self, context: Context, backward: nodes.Call, guard: nodes.If, steps: nodes.Expression) -> Finding:
        source, owner = steps.place.source, receiver(backward)
        arguments = {"steps": source}
        related = (Related(guard.test.place, Message(GUARD, arguments)),)

        def build() -> tuple[Edit, ...]:
            return (editing.replace(owner.place, f"({owner.place.source} / {source})"),)

        fixes = (Fix(Message(DIVIDE, arguments), Applicability.UNSAFE, build),)
        cause = Cause("not-divided", "loss", backward.place)
        return self.finding(context, backward.place, Message(MESSAGE, arguments), cause, related, fixes)


def _look(reading: Reading, loop: Loop) -> tuple[nodes.Call, nodes.If, nodes.Expression] | None:
    """The backward pass, the condition of the step, and the number of batches."""
    inside = reading.inside(loop.body)
    backward = [node for node in inside if isinstance(node, nodes.Call) and method(node) == "backward"]
    guards = [(one, steps) for one in loop.body if isinstance(one, nodes.If) and (steps := _every(reading, one))]
    if len(backward) != 1 or len(guards) != 1:
        return None
    guard, steps = guards[0]
    calls = {(method(node), id(node)) for node in reading.inside(guard.body) if isinstance(node, nodes.Call)}
    names = {name for name, _ in calls}
    outside = [node for node in inside if isinstance(node, nodes.Call) and (method(node), id(node)) not in calls]
    if not {"step", "zero_grad"} <= names or any(method(node) in ("step", "zero_grad") for node in outside):
        return None
    owner = receiver(backward[0])
    stepped = [node for node in reading.inside(guard.body) if isinstance(node, nodes.Call) and method(node) == "step"]
    known = any(is_optimizer(reading, receiver(node)) for node in stepped)
    if not known or not isinstance(owner, nodes.Name | nodes.Attribute) or guard in reading.inside(guard.body):
        return None
    whole = reading.inside(loop.body, loops=True)
    scaled = any(_scales(node) and _is_of_the_pass(node, owner) for node in whole)
    if scaled or not _is_mean(reading, inside, owner):
        return None
    return backward[0], guard, steps


def _scales(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Binary | nodes.AugmentedAssign):
        return node.operator in ("/", "//", "*")
    return method(node) in ("div", "div_", "mul", "mul_")


def _is_of_the_pass(node: nodes.Node, owner: nodes.Expression) -> bool:
    """Whether a calculation has to do with the loss or with gradients, not with a count of batches."""
    words = {getattr(one, name, None) for one in nodes_below(node) for name in ("id", "name")}
    return bool(words & {getattr(owner, "id", "loss"), "loss", "grad", "grads", "gradients"})


def _every(reading: Reading, guard: nodes.If) -> nodes.Expression | None:
    """``k`` of a condition ``index % k == 0`` (or ``== k - 1``), where it is known to be more than one."""
    tests = [guard.test, *(one for one in nodes_below(guard.test) if isinstance(one, nodes.Comparison))]
    for test in tests:
        if isinstance(test, nodes.Comparison) and isinstance(test.left, nodes.Binary) and test.operators == ("==",):
            number = reading.literal(test.left.right) if test.left.operator == "%" else None
            if isinstance(number, int) and number > 1:
                return test.left.right
    return None


def _is_mean(reading: Reading, inside: list[nodes.Node], owner: nodes.Expression) -> bool:
    """Whether what is differentiated is the loss of a model, or of a torch loss, of this batch alone."""
    if isinstance(owner, nodes.Attribute):
        return owner.name == "loss"
    values = [
        node.value
        for node in inside
        if isinstance(node, nodes.Assign) and any(key(target) == key(owner) for target in node.targets)
    ]
    if len(values) != 1:
        return False
    value = values[0]
    if isinstance(value, nodes.Call):
        return torch_loss(reading, value) is not None
    return isinstance(value, nodes.Attribute) and value.name == "loss"
