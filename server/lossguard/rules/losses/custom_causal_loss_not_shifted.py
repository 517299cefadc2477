"""LOS005."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import CROSS_ENTROPY, assigned, compute_losses, parameter, torch_loss
from lossguard.rules.losses.given import loss_functions
from lossguard.rules.losses.own_loops import against_its_input, base_of, shifts
from lossguard.rules.reading import Scope, key, keyword, method, receiver
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "logits and labels of `{model}` are compared at the same position: the model learns to copy the token that it "
    "sees, not to predict the next one"
)
LABELS = "the labels are not shifted"
SHIFT = "Compare each logit with the next label"


class CustomCausalLossNotShifted(Rule):
    """
    ## What it does
    Finds a `compute_loss` or `compute_loss_func` for a causal model that takes cross entropy of all logits and all
    labels, without a shift by one position.

    ## Why it is bad
    The logits at a position are for the next token. Unshifted, the loss falls towards 0 quickly, as the model has only
    to repeat its input. The loss of the model itself shifts; one of your own has to.

    ## Example
    ```python
    from datasets import load_dataset
    from torch import nn
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments


    class PlainTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            labels = inputs.pop("labels")
            outputs = model(**inputs)
            logits = outputs.logits
            loss = nn.functional.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))
            return (loss, outputs) if return_outputs else loss


    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("text", data_files="poems.txt", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = PlainTrainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from torch import nn
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments


    class PlainTrainer(Trainer):
        def compute_loss(self, model, inputs, return_outputs=False, num_items_in_batch=None):
            labels = inputs.pop("labels")
            outputs = model(**inputs)
            logits = outputs.logits[..., :-1, :].contiguous()
            labels = labels[..., 1:].contiguous()
            loss = nn.functional.cross_entropy(logits.view(-1, logits.size(-1)), labels.view(-1))
            return (loss, outputs) if return_outputs else loss


    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("text", data_files="poems.txt", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=["text"])
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = PlainTrainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the loss is another one then.

    ## References
    - [huggingface/transformers#35066](https://github.com/huggingface/transformers/issues/35066),
      [huggingface/transformers#27161](https://github.com/huggingface/transformers/issues/27161)
    """

    code = "LOS005"
    name = "custom-causal-loss-not-shifted"
    severity = Severity.ERROR
    summary = "A causal loss of one's own, without the shift by one"
    applies = "All versions."
    messages = (MESSAGE, LABELS, SHIFT)

    def check(self, context: Context) -> Iterator[Finding]:
        for _, scope, views in compute_losses(context):
            if views and all(_is_causal(view) for view in views):
                yield from self._in_function(context, views[0], _InMethod(scope))
        for given in loss_functions(context):
            function = given.scope(context)
            if function is not None and given.view.is_plain and _is_causal(given.view):
                yield from self._in_function(context, given.view, _InFunction(function, given.first))
        if "backward" in context.reading.words and "logits" in context.reading.words:
            yield from self._in_loops(context)

    def _in_function(self, context: Context, view: TrainingView, loss: "_InMethod") -> Iterator[Finding]:
        """A function that is given the batch, or the outputs and the labels, and computes the loss."""
        if shifts(loss.scope):
            return
        for call in loss.scope.calls:
            found = torch_loss(context.reading, call)
            if found is None or found[0] not in CROSS_ENTROPY:
                continue
            logits, labels = base_of(keyword(call, "input", 0)), base_of(keyword(call, "target", 1))
            if logits and labels and loss.is_logits(logits) and loss.is_labels(labels):
                yield self._report(context, view, call, logits, labels)

    def _in_loops(self, context: Context) -> Iterator[Finding]:
        for own in against_its_input(context.reading):
            if context.versions.model_tasks(own.model_class) == {"causal-lm"}:
                cause = Cause("not-shifted", "loss", own.call.place)
                related = (Related(own.target.place, Message(LABELS)),)
                message = Message(MESSAGE, {"model": own.model_class})
                yield self.finding(context, own.call.place, message, cause, related)

    def _report(
        self, context: Context, view: TrainingView, call: nodes.Call, logits: nodes.Expression, labels: nodes.Expression
    ) -> Finding:
        def build() -> tuple[Edit, ...]:
            return (
                editing.replace(logits.place, f"{logits.place.source}[..., :-1, :].contiguous()"),
                editing.replace(labels.place, f"{labels.place.source}[..., 1:].contiguous()"),
            )

        fixes = (Fix(Message(SHIFT), Applicability.UNSAFE, build),)
        related = (Related(labels.place, Message(LABELS)),)
        cause = Cause("not-shifted", "loss", call.place)
        message = Message(MESSAGE, {"model": view.model_class})
        return self.finding(context, call.place, message, cause, related, fixes)


def _is_causal(view: TrainingView) -> bool:
    """Whether the model is causal, and the labels are the ids at their own positions: a collator copies them."""
    collator = view.collator
    copied = collator is not None and collator.name == "DataCollatorForLanguageModeling"
    return view.tasks == {"causal-lm"} and (copied or bool(view.label_tags & {"ids", "prompt"}))


class _InMethod:
    """``compute_loss`` of a trainer: it calls the model, and takes the labels from the batch."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def is_logits(self, node: nodes.Expression) -> bool:
        """Whether it is the logits of the model's output, by one name or none."""
        found = self._named(node)
        if isinstance(found, nodes.Attribute):
            return found.name == "logits" and self.is_output(found.value)
        return isinstance(found, nodes.Subscript) and _has_key(found, "logits") and self.is_output(found.value)

    def is_output(self, node: nodes.Expression) -> bool:
        known = assigned(self.scope, node.id) if isinstance(node, nodes.Name) else []
        call = known[0] if len(known) == 1 else None
        return isinstance(call, nodes.Call) and key(call.function) == parameter(self.scope, 1) != ""

    def is_labels(self, node: nodes.Expression) -> bool:
        """Whether it is the batch's labels, as they come."""
        found = self._named(node)
        inputs = parameter(self.scope, 2)
        if isinstance(found, nodes.Subscript):
            return key(found.value) == inputs != "" and _has_key(found, "labels")
        if not isinstance(found, nodes.Call) or method(found) not in ("pop", "get") or key(receiver(found)) != inputs:
            return False
        first = found.arguments[0].value if found.arguments else None
        return isinstance(first, nodes.Literal) and first.value == "labels"

    def _named(self, node: nodes.Expression) -> nodes.Expression | None:
        """What a local name was assigned, if that was done once; another expression is itself."""
        known = assigned(self.scope, node.id) if isinstance(node, nodes.Name) else [node]
        return base_of(known[0]) if len(known) == 1 else None


class _InFunction(_InMethod):
    """``compute_loss_func``: it is given the outputs and the labels."""

    def __init__(self, scope: Scope, first: int) -> None:
        super().__init__(scope)
        self.outputs, self.labels = parameter(scope, first), parameter(scope, first + 1)

    def is_output(self, node: nodes.Expression) -> bool:
        return self._is_parameter(node, self.outputs)

    def is_labels(self, node: nodes.Expression) -> bool:
        found = node if self._is_parameter(node, self.labels) else self._named(node)
        return found is not None and self._is_parameter(found, self.labels)

    def _is_parameter(self, node: nodes.Expression, name: str) -> bool:
        return key(node) == name != "" and not assigned(self.scope, name)


def _has_key(node: nodes.Expression | None, name: str) -> bool:
    return isinstance(node, nodes.Subscript) and isinstance(node.index, nodes.Literal) and node.index.value == name
