"""LOS016."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import own_method, returns
from lossguard.rules.reading import Scope
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import ClassValue, Symbol

MESSAGE = "`training_step` returns no loss: Lightning skips every step, and the model never learns"
LOSS = "this loss is not returned"
RETURN = "Return `{name}`"

_ROOTS = ("pytorch_lightning", "lightning", "lightning_fabric")


class LightningStepReturnsNoLoss(Rule):
    """
    ## What it does
    Finds a `training_step` of a `LightningModule` that returns nothing.

    ## Why it is bad
    Lightning takes what is returned for the loss. For `None` it warns once (`training_step returned None`) and skips
    the step.

    ## Example
    ```python
    import lightning as L
    from transformers import AutoModelForSequenceClassification


    class Classifier(L.LightningModule):
        def __init__(self):
            super().__init__()
            self.model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")

        def training_step(self, batch, index):
            loss = self.model(**batch).loss
            self.log("train_loss", loss)
    ```

    ## Use instead
    ```python
    import lightning as L
    from transformers import AutoModelForSequenceClassification


    class Classifier(L.LightningModule):
        def __init__(self):
            super().__init__()
            self.model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")

        def training_step(self, batch, index):
            loss = self.model(**batch).loss
            self.log("train_loss", loss)
            return loss
    ```

    ## Fix safety
    Safe: nothing was returned before. It is offered where there is one loss.

    ## References
    - [Lightning-AI/pytorch-lightning#7750](https://github.com/Lightning-AI/pytorch-lightning/issues/7750),
      [graviraja/MLOps-Basics#14](https://github.com/graviraja/MLOps-Basics/issues/14)
    """

    code = "LOS016"
    name = "lightning-step-returns-no-loss"
    severity = Severity.ERROR
    summary = "A `training_step` that returns nothing"
    applies = "All versions of Lightning, with automatic optimisation."
    libraries = ("lightning",)
    messages = (MESSAGE, LOSS, RETURN)

    def check(self, context: Context) -> Iterator[Finding]:
        scopes = {id(scope.function): scope for scope in context.reading.scopes}
        if "automatic_optimization" in context.reading.words:
            return
        for owner in context.program.classes:
            function = own_method(owner, "training_step")
            scope = scopes.get(id(function)) if function is not None and _is_module(owner) else None
            if function is None or scope is None or function.decorators or not _does_something(scope):
                continue
            if not any(one.value is not None for one in returns(scope)):
                place = Place(function.anchor, *function.name_span)
                names = _losses(scope)
                related = tuple(Related(where, Message(LOSS)) for _, where in names[:1])
                cause = Cause("no-loss-returned", "loss", place)
                yield self.finding(context, place, Message(MESSAGE), cause, related, _return(function, names))


def _is_module(owner: ClassValue) -> bool:
    bases = [base for base in owner.order() if isinstance(base, Symbol)]
    return owner.known_bases() and any(base.root in _ROOTS and base.name == "LightningModule" for base in bases)


def _does_something(scope: Scope) -> bool:
    """Whether a loss is named in it, and it is neither abstract nor a generator."""
    raises = any(isinstance(node, nodes.Raise | nodes.Yield) for node in scope.all)
    return not raises and bool(_losses(scope)) and not any(one for one in scope.calls if _optimises(one))


def _optimises(call: nodes.Call) -> bool:
    function = call.function
    return isinstance(function, nodes.Attribute) and function.name in ("manual_backward", "backward", "step")


def _losses(scope: Scope) -> list[tuple[str, Place]]:
    """Names of losses, each with the place where it is set last."""
    found: dict[str, Place] = {}
    for node in scope.all:
        if isinstance(node, nodes.Assign):
            for target in node.targets:
                if isinstance(target, nodes.Name) and "loss" in target.id.lower():
                    found[target.id] = node.place
    return list(found.items())


def _return(function: nodes.Function, names: list[tuple[str, Place]]) -> tuple[Fix, ...]:
    last = function.body[-1]
    top = [one for one in function.body if isinstance(one, nodes.Assign)]
    sure = len(names) == 1 and any(one.place == names[0][1] for one in top)
    if not sure or editing.indent_of(last) is None or not isinstance(last, nodes.Assign | nodes.ExpressionStatement):
        return ()
    name = names[0][0]

    def build() -> tuple[Edit, ...]:
        return (editing.add_line_behind(last, f"return {name}"),)

    return (Fix(Message(RETURN, {"name": name}), Applicability.SAFE, build),)
