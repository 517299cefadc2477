"""LOS012."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.loops import accelerators, accumulation, named
from lossguard.rules.reading import key, method, own_nodes, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "`zero_grad` stands before `backward` under `accumulate`: it acts just when the step is due, and wipes the "
    "gradients of all batches but the last"
)
BACKWARD = "only this gradient is left for the step"
MOVE = "Move `{call}` behind the step"


class AccelerateZeroGradWipesAccumulation(Rule):
    """
    ## What it does
    Finds `zero_grad()` before `backward()` inside `with accelerator.accumulate(model):`.

    ## Why it is bad
    A prepared optimizer skips `zero_grad` and `step` while gradients are accumulated. In the batch whose gradients are
    applied it does not: `zero_grad` then wipes what the batches before it have added.

    ## Example
    ```python
    import torch
    from accelerate import Accelerator
    from transformers import AutoModelForSequenceClassification

    accelerator = Accelerator(gradient_accumulation_steps=4)
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    loader = torch.utils.data.DataLoader(torch.load("rows.pt"), batch_size=8)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for batch in loader:
        with accelerator.accumulate(model):
            optimizer.zero_grad()
            loss = model(**batch).loss
            accelerator.backward(loss)
            optimizer.step()
    ```

    ## Use instead
    ```python
    import torch
    from accelerate import Accelerator
    from transformers import AutoModelForSequenceClassification

    accelerator = Accelerator(gradient_accumulation_steps=4)
    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    loader = torch.utils.data.DataLoader(torch.load("rows.pt"), batch_size=8)
    model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
    for batch in loader:
        with accelerator.accumulate(model):
            loss = model(**batch).loss
            accelerator.backward(loss)
            optimizer.step()
            optimizer.zero_grad()
    ```

    ## Fix safety
    Safe: the line is moved.

    ## References
    - [huggingface/accelerate#616](https://github.com/huggingface/accelerate/issues/616),
      [huggingface/accelerate#1299](https://github.com/huggingface/accelerate/issues/1299)
    """

    code = "LOS012"
    name = "accelerate-zero-grad-wipes-accumulation"
    severity = Severity.ERROR
    summary = "`zero_grad` before `backward` under `accelerator.accumulate`"
    applies = "All versions of accelerate."
    libraries = ("accelerate",)
    messages = (MESSAGE, BACKWARD, MOVE)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        if not {"accumulate", "zero_grad", "prepare"} <= reading.words:
            return
        known = accelerators(reading)
        for scope in reading.scopes:
            for block in scope.all:
                if isinstance(block, nodes.With) and block.items and method(block.items[0][0]) == "accumulate":
                    entered = block.items[0][0]
                    made = named(known, receiver(entered)) if isinstance(entered, nodes.Call) else None
                    if made is not None and accumulation(reading, made)[1] != 1:
                        yield from self._look(context, block)

    def _look(self, context: Context, block: nodes.With) -> Iterator[Finding]:
        lines = [(one, _method(one)) for one in block.body]
        order = [name for _, name in lines]
        if "zero_grad" not in order or "backward" not in order or order.index("zero_grad") > order.index("backward"):
            return
        reset = lines[order.index("zero_grad")][0]
        backward = lines[order.index("backward")][0]
        optimizer = key(receiver(_call(reset)))
        stepped = [one for one, name in lines if name == "step" and key(receiver(_call(one))) == optimizer]
        if not optimizer or not stepped or not _is_prepared(context, optimizer):
            return
        again = [one for one, name in lines[order.index("backward") :] if name == "zero_grad"]
        related = (Related(backward.place, Message(BACKWARD)),)
        cause = Cause("accumulation-wiped", "loss", reset.place)
        fixes = _move(reset, stepped[0], bool(again))
        yield self.finding(context, reset.place, Message(MESSAGE), cause, related, fixes)


def _call(statement: nodes.Statement) -> nodes.Call:
    assert isinstance(statement, nodes.ExpressionStatement)
    assert isinstance(statement.value, nodes.Call)
    return statement.value


def _method(statement: nodes.Statement) -> str:
    return method(statement.value) if isinstance(statement, nodes.ExpressionStatement) else ""


def _is_prepared(context: Context, optimizer: str) -> bool:
    name = optimizer.rpartition(".")[2]
    for scope in context.reading.scopes:
        for call in scope.calls:
            if method(call) in ("prepare", "prepare_optimizer"):
                given = {key(one).rpartition(".")[2] for one in own_nodes(call.arguments) if isinstance(one, _NAMES)}
                if name in given or any(argument.star for argument in call.arguments):
                    return name in given
    return False


_NAMES = nodes.Name | nodes.Attribute


def _move(reset: nodes.Statement, stepped: nodes.Statement, again: bool) -> tuple[Fix, ...]:
    source = reset.place.source
    if editing.indent_of(reset) is None or editing.indent_of(stepped) is None or "\n" in source:
        return ()

    def build() -> tuple[Edit, ...]:
        removed = editing.remove_line(reset)
        return (removed,) if again else (removed, editing.add_line_behind(stepped, source))

    return (Fix(Message(MOVE, {"call": source}), Applicability.SAFE, build),)
