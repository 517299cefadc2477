"""LOS006."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import assigned, module_trainings, returns, torch_loss
from lossguard.rules.reading import Reading, Scope, key
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place

MESSAGE = (
    "`{model}.forward` returns `{first}` first, and `Trainer` takes the first of a tuple for the loss: `grad can be "
    "implicitly created only for scalar outputs`"
)
USED = "it is trained here"
SWAP = "Return the loss first"


class CustomForwardLogitsFirst(Rule):
    """
    ## What it does
    Finds a module of the script, given to `Trainer`, whose `forward` returns `(logits, loss)`.

    ## Why it is bad
    `Trainer` takes `outputs["loss"]` of a dict, and `outputs[0]` of a tuple: `RuntimeError: grad can be implicitly
    created only for scalar outputs`.

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
            logits = self.head(self.body(input_ids, attention_mask).last_hidden_state[:, 0])
            loss = nn.functional.cross_entropy(logits, labels)
            return logits, loss


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
            logits = self.head(self.body(input_ids, attention_mask).last_hidden_state[:, 0])
            loss = nn.functional.cross_entropy(logits, labels)
            return loss, logits


    trainer = Trainer(model=Classifier(), args=TrainingArguments("out"), train_dataset=load_from_disk("claims"))
    trainer.train()
    ```

    ## Fix safety
    Unsafe: other code that calls the module unpacks the old order.

    ## References
    - [huggingface/transformers#6749](https://github.com/huggingface/transformers/issues/6749)
    """

    code = "LOS006"
    name = "custom-forward-logits-first"
    severity = Severity.ERROR
    summary = "A `forward` that returns logits before the loss"
    applies = "All versions."
    messages = (MESSAGE, USED, SWAP)

    def check(self, context: Context) -> Iterator[Finding]:
        seen: set[Place] = set()
        for view, owner, scope in module_trainings(context):
            pairs = {found: pair for found in returns(scope) if (pair := _pair(context.reading, scope, found))}
            others = [found for found in returns(scope) if found not in pairs]
            if not pairs or not all(_is_part(found.value, pair) for found in others for pair in pairs.values()):
                continue
            last, first = list(pairs.items())[-1]
            if first.place in seen:
                continue
            seen.add(first.place)
            message = Message(MESSAGE, {"model": owner.name, "first": first.items[0].place.source})
            related = (Related(view.argument_place("model"), Message(USED)),)
            place = last.place
            yield self.finding(context, place, message, Cause("loss-second", "model", place), related, _swap(first))


def _pair(reading: Reading, scope: Scope, found: nodes.Return) -> nodes.Sequence | None:
    """A returned pair whose second part is a loss, and whose first is none."""
    value = found.value
    if not isinstance(value, nodes.Sequence) or value.kind is not tuple or len(value.items) != 2:
        return None
    first, second = value.items
    return value if not _is_loss(reading, scope, first) and _is_loss(reading, scope, second) else None


def _is_part(value: nodes.Expression | None, pair: nodes.Sequence) -> bool:
    """Whether it is the pair without its loss: what is returned where no labels are given."""
    items = value.items if isinstance(value, nodes.Sequence) and value.kind is tuple else (value,)
    return all(key(item) != "" and key(item) == key(pair.items[0]) for item in items)


def _is_loss(reading: Reading, scope: Scope, node: nodes.Expression) -> bool:
    if isinstance(node, nodes.Name):
        known = assigned(scope, node.id)
        computed = any(isinstance(one, nodes.Call) and torch_loss(reading, one) is not None for one in known)
        return computed or "loss" in node.id.lower()
    return isinstance(node, nodes.Call) and torch_loss(reading, node) is not None


def _swap(pair: nodes.Sequence) -> tuple[Fix, ...]:
    first, second = pair.items

    def build() -> tuple[Edit, ...]:
        return editing.replace(first.place, second.place.source), editing.replace(second.place, first.place.source)

    return (Fix(Message(SWAP), Applicability.UNSAFE, build),)
