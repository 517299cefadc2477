"""LOS004."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import assigned, compute_losses, mentions, parameter, returns
from lossguard.rules.reading import Scope
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import ABSENT, Constant

LOSS = (
    "`compute_loss` returns only the loss, whatever `return_outputs` says: the first evaluation, which unpacks loss "
    "and outputs, fails with a TypeError"
)
PAIR = (
    "`compute_loss` returns a pair, whatever `return_outputs` says: the first step fails with `unsupported operand "
    "type(s) for /: 'tuple' and 'int'`"
)
EVALUATED = "it is evaluated on this data"
BOTH = "Return the outputs if they are asked for"


class ComputeLossIgnoresReturnOutputs(Rule):
    """
    ## What it does
    Finds a `compute_loss` that never reads `return_outputs`: it always returns the loss alone, though there is an
    evaluation, or always a pair.

    ## Why it is bad
    `Trainer` asks for the loss while it trains, and for `(loss, outputs)` while it evaluates. The loss alone cannot be
    unpacked (`iteration over a 0-d tensor`), a pair cannot be divided.

    ## Example
    ```python
    from datasets import load_from_disk
    from torch import nn
    from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


    class SmoothTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
            target = inputs.pop("labels").float()
            outputs = model(**inputs)
            loss = nn.functional.smooth_l1_loss(outputs.logits.squeeze(-1), target)
            return loss


    data = load_from_disk("essays")
    trainer = SmoothTrainer(
        model=AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=1),
        args=TrainingArguments("out", eval_strategy="epoch"),
        train_dataset=data["train"],
        eval_dataset=data["test"],
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_from_disk
    from torch import nn
    from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


    class SmoothTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, **kwargs):
            target = inputs.pop("labels").float()
            outputs = model(**inputs)
            loss = nn.functional.smooth_l1_loss(outputs.logits.squeeze(-1), target)
            return (loss, outputs) if return_outputs else loss


    data = load_from_disk("essays")
    trainer = SmoothTrainer(
        model=AutoModelForSequenceClassification.from_pretrained("roberta-base", num_labels=1),
        args=TrainingArguments("out", eval_strategy="epoch"),
        train_dataset=data["train"],
        eval_dataset=data["test"],
    )
    trainer.train()
    ```

    ## Fix safety
    Safe: training gets what it got. It is offered where the output of the model has a name.

    ## References
    - [unslothai/unsloth#1151](https://github.com/unslothai/unsloth/issues/1151),
      [axolotl-ai-cloud/axolotl#3270](https://github.com/axolotl-ai-cloud/axolotl/issues/3270)
    """

    code = "LOS004"
    name = "compute-loss-ignores-return-outputs"
    severity = Severity.ERROR
    summary = "`compute_loss` that ignores `return_outputs`"
    applies = "All versions."
    messages = (LOSS, PAIR, EVALUATED, BOTH)

    def check(self, context: Context) -> Iterator[Finding]:
        for _, scope, views in compute_losses(context):
            found = returns(scope)
            if not found or not views or not _ignores(scope):
                continue
            if all(_is_pair(one.value) for one in found):
                if any(view.training.started for view in views):
                    yield self._report(context, scope, found[-1], PAIR, ())
            elif all(_is_loss(scope, one.value) for one in found):
                evaluated = next((place for view in views if (place := _evaluated(view)) is not None), None)
                if evaluated is not None:
                    yield self._report(context, scope, found[-1], LOSS, (Related(evaluated, Message(EVALUATED)),))

    def _report(
        self, context: Context, scope: Scope, found: nodes.Return, template: str, related: tuple[Related, ...]
    ) -> Finding:
        cause = Cause("return-outputs", "loss", found.place)
        return self.finding(context, found.place, Message(template), cause, related, _fix(scope, found))


def _ignores(scope: Scope) -> bool:
    """Whether a function never reads ``return_outputs``, nor what may hold it."""
    function = scope.function
    starred = {one.name for one in function.parameters if one.star} if function is not None else set()
    return not any(mentions(scope, name) for name in ("return_outputs", *starred))


def _is_pair(value: nodes.Expression | None) -> bool:
    return isinstance(value, nodes.Sequence) and value.kind is tuple and len(value.items) == 2


def _is_loss(scope: Scope, value: nodes.Expression | None) -> bool:
    """Whether a loss alone is returned: a name for one number, its arithmetic, or ``outputs.loss``."""
    match value:
        case nodes.Name(id=name):
            found = assigned(scope, name)
            return bool(found) and all(one is None or _is_number(one) for one in found)
        case _:
            return value is not None and _is_number(value) and not isinstance(value, nodes.Call)


def _is_number(value: nodes.Expression) -> bool:
    match value:
        case nodes.Attribute(name=name):
            return name == "loss"
        case nodes.Binary():
            return True
        case nodes.Call(function=nodes.Attribute(value=nodes.Call(function=nodes.Name(id="super")))):
            return True
        case nodes.Call(function=function):
            # A loss of one's own may return anything; one that is called so returns a loss.
            named = function.name if isinstance(function, nodes.Attribute) else getattr(function, "id", "")
            return any(word in named.lower() for word in ("loss", "criterion", "entropy", "mean", "sum", "loss_fct"))
        case _:
            return False


def _evaluated(view: TrainingView) -> Place | None:
    """The evaluation data, if the trainer evaluates in its own way."""
    data = view.argument("eval_dataset")
    absent = all(isinstance(value, type(ABSENT)) or value == Constant(None) for value in (data,))
    strategy = [view.setting(name) for name in ("eval_strategy", "evaluation_strategy", "do_eval")]
    on = any(isinstance(value, Constant) and value.value not in (None, "no", False) for value in strategy)
    own = {"prediction_step", "evaluate", "evaluation_loop"} & view.overrides
    return view.argument_place("eval_dataset") if on and not absent and not own else None


def _fix(scope: Scope, found: nodes.Return) -> tuple[Fix, ...]:
    function, model = scope.function, parameter(scope, 1)
    named = function is not None and any(one.name == "return_outputs" for one in function.parameters)
    value = found.value
    outputs = _outputs(scope, model)
    if not named or value is None or len(returns(scope)) != 1:
        return ()
    if _is_pair(value) and isinstance(value, nodes.Sequence):
        loss, outputs = value.items[0].place.source, value.items[1].place.source
    else:
        loss = value.place.source
    if not outputs or "\n" in loss:
        return ()

    def build() -> tuple[Edit, ...]:
        return (editing.replace(found.place, f"return ({loss}, {outputs}) if return_outputs else {loss}"),)

    return (Fix(Message(BOTH), Applicability.SAFE, build),)


def _outputs(scope: Scope, model: str) -> str:
    """The name of the model's output; empty if it has none, or several."""
    found = [
        statement.targets[0].id
        for statement in scope.body
        if isinstance(statement, nodes.Assign)
        and isinstance(statement.value, nodes.Call)
        and isinstance(statement.value.function, nodes.Name)
        and statement.value.function.id == model
        and isinstance(statement.targets[0], nodes.Name)
    ]
    return found[0] if len(found) == 1 and len(assigned(scope, found[0])) == 1 else ""
