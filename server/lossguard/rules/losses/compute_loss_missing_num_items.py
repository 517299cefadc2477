"""LOS001."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.given import loss_functions
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import ClassValue, FunctionValue

METHOD = (
    "`{function}` takes no `num_items_in_batch`, which `Trainer` passes since transformers 4.46: the first step fails "
    "with a TypeError"
)
FUNCTION = (
    "`{function}` is called with `num_items_in_batch`, which it does not take: the first step fails with a TypeError"
)
USED = "it is given to the trainer here"
ADD = "Add the parameter `num_items_in_batch=None`"

_PARAMETER = "num_items_in_batch"
_LOOPS = ("training_step", "_inner_training_loop", "train")
"""Methods that call ``compute_loss``, or call what does."""


class ComputeLossMissingNumItems(Rule):
    """
    ## What it does
    Finds a `compute_loss` of a trainer's subclass, or a function given as `compute_loss_func`, that does not take
    `num_items_in_batch`.

    ## Why it is bad
    Since transformers 4.46 `Trainer` passes it: `compute_loss() got an unexpected keyword argument
    'num_items_in_batch'`.

    ## Example
    ```python
    from transformers import Trainer


    class FocalTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False):
            outputs = model(**inputs)
            loss = (1 - (-outputs.loss).exp()) ** 2 * outputs.loss
            return (loss, outputs) if return_outputs else loss
    ```

    ## Use instead
    ```python
    from transformers import Trainer


    class FocalTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            outputs = model(**inputs)
            loss = (1 - (-outputs.loss).exp()) ** 2 * outputs.loss
            return (loss, outputs) if return_outputs else loss
    ```

    ## Fix safety
    Safe: the new parameter has a default and changes no call that worked before.

    ## References
    - [huggingface/transformers#36331](https://github.com/huggingface/transformers/issues/36331)
    """

    code = "LOS001"
    name = "compute-loss-missing-num-items"
    severity = Severity.ERROR
    summary = "`compute_loss` without `num_items_in_batch`"
    applies = "transformers 4.46 and newer."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0"}
    messages = (METHOD, FUNCTION, USED, ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.versions.at_least("transformers", "4.46") is not True:
            return
        for owner, _ in context.trainer_classes():
            method = _own_method(owner, "compute_loss")
            if method is not None and not _takes(method) and _is_called_by_the_library(context, owner, method):
                yield self._report(context, method, METHOD)
        for given in loss_functions(context):
            if not _takes(given.node):
                related = Related(given.view.argument_place("compute_loss_func"), Message(USED))
                yield self._report(context, given.node, FUNCTION, (related,), given.name)

    def _report(
        self,
        context: Context,
        function: nodes.Function,
        message: str,
        related: tuple[Related, ...] = (),
        name: str | None = None,
    ) -> Finding:
        place = Place(function.anchor, *function.name_span)

        def build() -> tuple[Edit, ...]:
            return (editing.add_parameter(function, f"{_PARAMETER}=None"),)

        return self.finding(
            context,
            place,
            Message(message, {"function": name or function.name}),
            Cause("unexpected-argument", "loss", place),
            related,
            (Fix(Message(ADD), Applicability.SAFE, build),) if function.parameters else (),
        )


def _is_called_by_the_library(context: Context, owner: ClassValue, method: nodes.Function) -> bool:
    """Whether it is this function that ``Trainer`` calls, and not a loop of the script or another function."""
    if any(_own_method(base, name) is not None for base in _chain(owner) for name in _LOOPS):
        return False
    classes = context.program.classes
    namesakes = [other for other in classes if other.name == owner.name and other != owner]
    if any((own := _own_method(other, "compute_loss")) is not None and _takes(own) for other in namesakes):
        return False  # one for each version, chosen by an `if`
    for view in context.trainings:
        frame = view.training.heap.objects.get(owner.frame)
        member = frame.get("compute_loss") if frame is not None else None
        kept = isinstance(member, FunctionValue) and member.node is method
        if frame is not None and not kept and not method.decorators:
            return False  # replaced from outside
    if any(view.object.type == owner for view in context.trainings):
        return True
    children = [other for other in classes if other != owner and owner in _chain(other)]
    return not any(_own_method(child, "compute_loss") is not None for child in children)


def _chain(owner: ClassValue) -> Iterator[ClassValue]:
    """A class and its bases in the script."""
    yield owner
    for base in owner.bases:
        if isinstance(base, ClassValue):
            yield from _chain(base)


def _own_method(owner: ClassValue, name: str) -> nodes.Function | None:
    found = [item for item in owner.node.body if isinstance(item, nodes.Function) and item.name == name]
    return found[-1] if found else None


def _takes(function: nodes.Function) -> bool:
    """Whether a function takes the argument, or may: a decorator can put another function in its place."""
    return not all(_keeps(decorator) for decorator in function.decorators) or any(
        parameter.star == "**" or parameter.name == _PARAMETER for parameter in function.parameters
    )


def _keeps(decorator: nodes.Expression) -> bool:
    name = decorator.id if isinstance(decorator, nodes.Name) else getattr(decorator, "name", "")
    return name in ("override", "final")
