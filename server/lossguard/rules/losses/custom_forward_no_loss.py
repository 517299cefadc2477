"""LOS007."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import assigned, module_trainings, returns
from lossguard.rules.reading import Reading, Scope, splats
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.place import Place

MESSAGE = (
    "`{model}.forward` returns no loss, and `Trainer` takes the loss from it: training stops at the first step with "
    "`The model did not return a loss from the inputs`"
)
USED = "it is trained here"


class CustomForwardNoLoss(Rule):
    """
    ## What it does
    Finds a module of the script, given to `Trainer`, whose `forward` returns logits and never a loss.

    ## Why it is bad
    `Trainer` does not compute a loss by itself: it takes `outputs["loss"]`, or the first of a tuple. Compute it in
    `forward`, in a `compute_loss` of your own, or by `compute_loss_func`.

    ## Example
    ```python
    from datasets import load_from_disk
    from torch import nn
    from transformers import AutoModel, Trainer, TrainingArguments


    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = AutoModel.from_pretrained("roberta-base")
            self.head = nn.Linear(768, 4)

        def forward(self, input_ids=None, attention_mask=None, labels=None):
            hidden = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state[:, 0]
            return {"logits": self.head(hidden)}


    trainer = Trainer(model=Classifier(), args=TrainingArguments("out"), train_dataset=load_from_disk("claims"))
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_from_disk
    from torch import nn
    from transformers import AutoModel, Trainer, TrainingArguments


    class Classifier(nn.Module):
        def __init__(self):
            super().__init__()
            self.body = AutoModel.from_pretrained("roberta-base")
            self.head = nn.Linear(768, 4)

        def forward(self, input_ids=None, attention_mask=None, labels=None):
            hidden = self.body(input_ids=input_ids, attention_mask=attention_mask).last_hidden_state[:, 0]
            logits = self.head(hidden)
            loss = nn.functional.cross_entropy(logits, labels) if labels is not None else None
            return {"loss": loss, "logits": logits}


    trainer = Trainer(model=Classifier(), args=TrainingArguments("out"), train_dataset=load_from_disk("claims"))
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: which loss is meant cannot be known.

    ## References
    - [huggingface/transformers#6414](https://github.com/huggingface/transformers/issues/6414),
      [huggingface/transformers#25054](https://github.com/huggingface/transformers/issues/25054)
    """

    code = "LOS007"
    name = "custom-forward-no-loss"
    severity = Severity.ERROR
    summary = "A module of the script without a loss, given to `Trainer`"
    applies = "All versions."
    messages = (MESSAGE, USED)

    def check(self, context: Context) -> Iterator[Finding]:
        seen: set[Place] = set()
        for view, owner, scope in module_trainings(context):
            found = returns(scope)
            if not found or _speaks_of_loss(scope) or not all(_has_none(context.reading, scope, one) for one in found):
                continue
            place = found[-1].place
            if place not in seen:
                seen.add(place)
                related = (Related(view.argument_place("model"), Message(USED)),)
                cause = Cause("no-loss", "model", place)
                yield self.finding(context, place, Message(MESSAGE, {"model": owner.name}), cause, related)


def _speaks_of_loss(scope: Scope) -> bool:
    """Whether a loss is named in a function: as a name, a key, or an argument."""
    for node in scope.all:
        words = (getattr(node, name, None) for name in ("id", "name", "keyword", "value"))
        if any(isinstance(word, str) and ("loss" in word.lower() or "criterion" in word.lower()) for word in words):
            return True
    return False


def _has_none(reading: Reading, scope: Scope, found: nodes.Return) -> bool:
    """Whether what is returned certainly has no loss: an output or a dict of logits, or the result of a layer."""
    value = found.value
    if isinstance(value, nodes.Name):
        known = assigned(scope, value.id)
        if any(isinstance(one, nodes.Mapping) for one in known) and _is_changed(scope, value.id):
            return False
        value = known[-1] if known and all(isinstance(one, nodes.Call | nodes.Mapping) for one in known) else None
    match value:
        case nodes.Mapping(items=items):
            return all(isinstance(key, nodes.Literal) for key, _ in items)
        case nodes.Call(function=function):
            path = reading.path(function)
            if path.startswith("transformers.") and path.endswith("Output"):
                return bool(value.arguments) and not splats(value) and all(one.keyword for one in value.arguments)
            layer = reading.called(function)
            return layer == "torch.nn.Linear" and not any(isinstance(one, nodes.Yield) for one in nodes_below(value))
        case _:
            return False


def _is_changed(scope: Scope, name: str) -> bool:
    """Whether a dict is used for more than to be made and returned: it may be filled then."""
    uses = sum(isinstance(node, nodes.Name) and node.id == name for node in scope.all)
    plain = sum(isinstance(one.value, nodes.Name) and one.value.id == name for one in returns(scope))
    return uses > plain + len(assigned(scope, name))
