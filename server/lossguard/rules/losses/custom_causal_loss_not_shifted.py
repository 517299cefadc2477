"""LOS005."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import model_tasks
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import CROSS_ENTROPY, assigned, compute_losses, parameter, torch_loss
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
    Finds a `compute_loss` for a causal model that takes cross entropy of all logits and all labels, without a shift by
    one position.

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
            if not views or not all(_is_causal(view) for view in views) or shifts(scope):
                continue
            for call in scope.calls:
                loss = torch_loss(context.reading, call)
                if loss is None or loss[0] not in CROSS_ENTROPY:
                    continue
                logits, labels = base_of(keyword(call, "input", 0)), base_of(keyword(call, "target", 1))
                if _is_logits(scope, logits) and _is_labels(scope, labels) and logits and labels:
                    yield self._report(context, views[0], call, logits, labels)

        if "backward" in context.reading.words and "logits" in context.reading.words:
            yield from self._in_loops(context)

    def _in_loops(self, context: Context) -> Iterator[Finding]:
        for own in against_its_input(context.reading):
            if model_tasks(own.model_class, context.versions.exactly("transformers")) == {"causal-lm"}:
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


def _is_logits(scope: Scope, node: nodes.Expression | None) -> bool:
    """Whether it is the logits of the model's output, by one name or none."""
    if isinstance(node, nodes.Name):
        known = assigned(scope, node.id)
        node = base_of(known[0]) if len(known) == 1 else None
    if isinstance(node, nodes.Attribute):
        return node.name == "logits" and _is_output(scope, node.value)
    return _has_key(node, "logits") and isinstance(node, nodes.Subscript) and _is_output(scope, node.value)


def _is_output(scope: Scope, node: nodes.Expression) -> bool:
    known = assigned(scope, node.id) if isinstance(node, nodes.Name) else []
    call = known[0] if len(known) == 1 else None
    return isinstance(call, nodes.Call) and key(call.function) == parameter(scope, 1) != ""


def _is_labels(scope: Scope, node: nodes.Expression | None) -> bool:
    """Whether it is the batch's labels, as they come."""
    if isinstance(node, nodes.Name):
        known = assigned(scope, node.id)
        node = base_of(known[0]) if len(known) == 1 else None
    inputs = parameter(scope, 2)
    if isinstance(node, nodes.Subscript):
        return key(node.value) == inputs != "" and _has_key(node, "labels")
    if not isinstance(node, nodes.Call) or method(node) not in ("pop", "get") or key(receiver(node)) != inputs:
        return False
    first = node.arguments[0].value if node.arguments else None
    return isinstance(first, nodes.Literal) and first.value == "labels"


def _has_key(node: nodes.Expression | None, name: str) -> bool:
    return isinstance(node, nodes.Subscript) and isinstance(node.index, nodes.Literal) and node.index.value == name
