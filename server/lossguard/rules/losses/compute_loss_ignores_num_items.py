"""LOS002."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import model_history
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import compute_losses, mentions, own_method
from lossguard.rules.losses.given import loss_functions
from lossguard.rules.losses.means import returns_mean
from lossguard.rules.reading import Scope, method
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import ClassValue, Constant

METHOD = (
    "`compute_loss` returns the mean of one batch and ignores `num_items_in_batch`: `Trainer` leaves the division to "
    "it, so loss and gradients are {steps} times too large with gradient_accumulation_steps={steps}"
)
FUNCTION = (
    "the function returns the mean of one batch and ignores `num_items_in_batch`: `Trainer` leaves the division to "
    "`compute_loss_func`, so loss and gradients are {steps} times too large with gradient_accumulation_steps={steps}"
)
STEPS = "gradients are accumulated here"
SET = "Set `self.model_accepts_loss_kwargs = False`: `Trainer` divides again"

_HEADS = frozenset(
    "causal-lm masked-lm seq2seq-lm sequence-classification token-classification question-answering".split()
)
"""Those whose models take loss arguments, but for few."""
_SWITCHES = frozenset(("model_accepts_loss_kwargs", "loss_is_scaled_for_ga", "accepts_loss_kwargs"))


class ComputeLossIgnoresNumItems(Rule):
    """
    ## What it does
    Finds a `compute_loss`, or a function given as `compute_loss_func`, that returns a mean and never reads
    `num_items_in_batch`, where gradients are accumulated.

    ## Why it is bad
    Since transformers 4.46 `Trainer` does not divide by the number of accumulation steps if the model takes loss
    arguments (from 4.48 on those whose `forward` has `**kwargs`: in version 5 nearly all, before it most language
    models; 4.46 and 4.47 never divide): it expects the loss to be divided by `num_items_in_batch`. A mean is added up
    as often as there are steps. Clipping by `max_grad_norm` hides it.

    ## Example
    ```python
    import torch
    from datasets import load_from_disk
    from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


    class WeightedTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            labels = inputs.pop("labels")
            outputs = model(**inputs)
            loss = torch.nn.functional.cross_entropy(outputs.logits, labels, weight=torch.tensor([0.3, 1.0]))
            return (loss, outputs) if return_outputs else loss


    trainer = WeightedTrainer(
        model=AutoModelForSequenceClassification.from_pretrained("answerdotai/ModernBERT-base", num_labels=2),
        args=TrainingArguments("out", gradient_accumulation_steps=16),
        train_dataset=load_from_disk("risk_tokenised"),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    import torch
    from datasets import load_from_disk
    from transformers import AutoModelForSequenceClassification, Trainer, TrainingArguments


    class WeightedTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            labels = inputs.pop("labels")
            outputs = model(**inputs)
            loss = torch.nn.functional.cross_entropy(outputs.logits, labels, weight=torch.tensor([0.3, 1.0]))
            if num_items_in_batch is not None:
                loss = loss * len(labels) / num_items_in_batch
            return (loss, outputs) if return_outputs else loss


    trainer = WeightedTrainer(
        model=AutoModelForSequenceClassification.from_pretrained("answerdotai/ModernBERT-base", num_labels=2),
        args=TrainingArguments("out", gradient_accumulation_steps=16),
        train_dataset=load_from_disk("risk_tokenised"),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: gradients become smaller. The fix is offered where the class has an `__init__` that calls that of `Trainer`.

    ## References
    - [huggingface/transformers#37766](https://github.com/huggingface/transformers/issues/37766),
      [huggingface/transformers#34191](https://github.com/huggingface/transformers/issues/34191)
    """

    code = "LOS002"
    name = "compute-loss-ignores-num-items"
    severity = Severity.WARNING
    summary = "A mean loss that ignores `num_items_in_batch`, with accumulation"
    applies = "transformers 4.46 and newer; which models, depends on the version."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    messages = (METHOD, FUNCTION, STEPS, SET)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.versions.at_least("transformers", "4.46") is not True or context.reading.words & _SWITCHES:
            return
        for owner, scope, views in compute_losses(context):
            accumulating = [view for view in views if _steps(view) > 1 and not view.own_batches and _undivided(view)]
            if accumulating and _ignores(scope) and returns_mean(context.reading, scope):
                written = scope.function
                assert written is not None
                place = Place(written.anchor, *written.name_span)
                yield self._report(context, METHOD, place, accumulating[0], _set(owner))
        for given in loss_functions(context):
            view, function = given.view, given.scope(context)
            if not view.is_plain or view.own_batches or _steps(view) == 1 or function is None:
                continue
            if _ignores(function) and returns_mean(context.reading, function):
                yield self._report(context, FUNCTION, given.place, view)

    def _report(
        self, context: Context, template: str, place: Place, view: TrainingView, fixes: tuple[Fix, ...] = ()
    ) -> Finding:
        args = view.find(view.argument("args"))
        set_at = args.places.get("gradient_accumulation_steps") if args is not None else None
        related = (Related(set_at, Message(STEPS)),) if set_at is not None else ()
        message = Message(template, {"steps": str(_steps(view))})
        return self.finding(context, place, message, Cause("not-normalised", "loss", place), related, fixes)


def _undivided(view: TrainingView) -> bool:
    """Whether ``Trainer`` leaves the division to the loss, as it does where the model takes loss arguments.

    4.46 and 4.47 never divide. Models that also see, and some for proteins, decline these arguments.
    """
    if not view.tasks or not view.tasks <= _HEADS or view.model_class.startswith("Esm"):
        return False
    versions = view.versions
    if versions.at_least("transformers", "4.48") is False:
        return True
    facts = versions.forward_labels(view.model_class)
    if facts is None:  # an Auto class, or nothing is known of the class in this version
        return not model_history(view.model_class) and versions.at_least("transformers", "5.0") is True
    known = versions.exactly("transformers") or versions.at_least("transformers", "5.0")
    return bool(known) and facts.var_keywords


def _steps(view: TrainingView) -> int:
    value = view.setting("gradient_accumulation_steps")
    return value.value if isinstance(value, Constant) and isinstance(value.value, int) else 1


def _ignores(scope: Scope) -> bool:
    """Whether a function never reads the number, nor hands on what may hold it."""
    function = scope.function
    names = {parameter.name for parameter in function.parameters if parameter.star} if function is not None else set()
    handed = any(mentions(scope, name) for name in names)
    inherited = any(method(call) == "compute_loss" for call in scope.calls)
    return not handed and not inherited and not mentions(scope, "num_items_in_batch")


def _set(owner: ClassValue) -> tuple[Fix, ...]:
    init = own_method(owner, "__init__")
    behind = next((one for one in init.body if _calls_parent(one)), None) if init is not None else None
    if behind is None or editing.indent_of(behind) is None:
        return ()
    line = f"{init.parameters[0].name}.model_accepts_loss_kwargs = False" if init and init.parameters else ""

    def build() -> tuple[Edit, ...]:
        return (editing.add_line_behind(behind, line),)

    return (Fix(Message(SET), Applicability.UNSAFE, build),) if line else ()


def _calls_parent(statement: nodes.Statement) -> bool:
    value = statement.value if isinstance(statement, nodes.ExpressionStatement) else None
    return value is not None and method(value) == "__init__"
