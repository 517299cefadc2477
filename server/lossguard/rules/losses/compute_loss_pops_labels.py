"""LOS003."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import assigned, compute_losses, parameter
from lossguard.rules.reading import Scope, keyword, method, receiver, uses
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.edits import Edit

MESSAGE = (
    "the labels are taken out of the batch here, and then the loss of the model is used, which it cannot compute "
    "without them"
)
USED = "the model's loss is used here"
KEEP = "Leave the labels in the batch: `{source}`"


class ComputeLossPopsLabels(Rule):
    """
    ## What it does
    Finds a `compute_loss` that pops the labels and then uses the loss of the model, or of `super().compute_loss`.

    ## Why it is bad
    Without labels the model returns no loss: `The model did not return a loss from the inputs`, or `unsupported operand
    type(s) for /: 'NoneType' and 'int'`. To pop them is right only where the loss is computed from the logits.

    ## Example
    ```python
    from transformers import Trainer


    class LoggingTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            labels = inputs.pop("labels")
            outputs = model(**inputs)
            loss = outputs.loss
            self.log({"labels": float(labels.float().mean())})
            return (loss, outputs) if return_outputs else loss
    ```

    ## Use instead
    ```python
    from transformers import Trainer


    class LoggingTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            labels = inputs["labels"]
            outputs = model(**inputs)
            loss = outputs.loss
            self.log({"labels": float(labels.float().mean())})
            return (loss, outputs) if return_outputs else loss
    ```

    ## Fix safety
    Safe: the labels are read as before, and stay in the batch.

    ## References
    - [huggingface/transformers#12343](https://github.com/huggingface/transformers/issues/12343)
    """

    code = "LOS003"
    name = "compute-loss-pops-labels"
    severity = Severity.ERROR
    summary = "`compute_loss` pops the labels and uses the model's loss"
    applies = "All versions."
    messages = (MESSAGE, USED, KEEP)

    def check(self, context: Context) -> Iterator[Finding]:
        for _, scope, _ in compute_losses(context):
            inputs = parameter(scope, 2)
            popped = _pop(scope, inputs) if inputs else None
            used = _use(scope, inputs, popped) if popped is not None else None
            if popped is not None and used is not None:
                cause = Cause("no-labels", "loss", popped.place)
                related = (Related(used.place, Message(USED)),)
                yield self.finding(context, popped.place, Message(MESSAGE), cause, related, _keep(popped, inputs))


def _pop(scope: Scope, inputs: str) -> nodes.Call | None:
    """The call that takes the labels out, if that happens on every path and they are not put back."""
    for node in scope.all:
        if isinstance(node, nodes.Assign) and any(_is_item(target, inputs) for target in node.targets):
            return None
        if isinstance(node, nodes.Argument) and node.keyword in ("labels", "label"):
            return None
        if (
            isinstance(node, nodes.Call)
            and method(node) in ("update", "setdefault")
            and _may_be(receiver(node), inputs)
        ):
            return None
    for statement in scope.body:
        if isinstance(statement, nodes.Assign | nodes.ExpressionStatement):
            for call in nodes_below(statement):
                if isinstance(call, nodes.Call) and method(call) == "pop" and _is(receiver(call), inputs):
                    first = call.arguments[0].value if call.arguments else None
                    if isinstance(first, nodes.Literal) and first.value == "labels":
                        return call
    return None


def _is(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.id == name


def _may_be(node: nodes.Expression, name: str) -> bool:
    """Whether something may be the batch: it or another local name, but nothing that the trainer keeps."""
    return isinstance(node, nodes.Name) or uses(node, name)


def _is_item(target: nodes.Expression, name: str) -> bool:
    """``inputs[...] = …``, and ``inputs = …``: the batch is another one then."""
    return _is(target, name) or (isinstance(target, nodes.Subscript) and _is(target.value, name))


def _use(scope: Scope, inputs: str, popped: nodes.Call | None) -> nodes.Node | None:
    """The first use of the model's own loss behind the pop that happens on every path."""
    for statement in scope.body:
        if not isinstance(statement, nodes.Assign | nodes.Return | nodes.ExpressionStatement | nodes.AugmentedAssign):
            continue
        if popped is None or statement.place.span[0] < popped.place.span[0]:
            continue
        for node in nodes_below(statement):
            if isinstance(node, nodes.Call) and method(node) == "compute_loss" and _hands_on(node, inputs):
                return node
            if _is_loss(node) and _from_model(scope, node, inputs):
                return node
    return None


def _hands_on(call: nodes.Call, inputs: str) -> bool:
    owner = receiver(call)
    is_super = isinstance(owner, nodes.Call) and _is(owner.function, "super")
    given = keyword(call, "inputs", 1)
    return is_super and given is not None and _is(given, inputs)


def _is_loss(node: nodes.Node) -> bool:
    if isinstance(node, nodes.Attribute):
        return node.name == "loss"
    return isinstance(node, nodes.Subscript) and isinstance(node.index, nodes.Literal) and node.index.value == "loss"


def _from_model(scope: Scope, node: nodes.Node, inputs: str) -> bool:
    """Whether it is of an output of a call with the batch as it is."""
    owner = node.value if isinstance(node, nodes.Attribute | nodes.Subscript) else None
    calls = assigned(scope, owner.id) if isinstance(owner, nodes.Name) else [owner]
    call = calls[0] if len(calls) == 1 else None
    if not isinstance(call, nodes.Call) or len(call.arguments) != 1 or not _is(call.function, parameter(scope, 1)):
        return False
    return call.arguments[0].star == "**" and _is(call.arguments[0].value, inputs)


def _keep(popped: nodes.Call, inputs: str) -> tuple[Fix, ...]:
    source = f'{inputs}["labels"]' if len(popped.arguments) == 1 else f'{inputs}.get("labels")'

    def build() -> tuple[Edit, ...]:
        return (editing.replace(popped.place, source),)

    return (Fix(Message(KEEP, {"source": source}), Applicability.SAFE, build),)
