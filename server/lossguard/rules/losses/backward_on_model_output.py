"""LOS009."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import is_model_class
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import assigned
from lossguard.rules.reading import Reading, keyword, method, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "`{name}` is the whole output of `{model}`, which has no `backward`: the first step fails with an AttributeError"
)
OUTPUT = "the output is made here"
TAKE = "Take `.loss` of the output"


class BackwardOnModelOutput(Rule):
    """
    ## What it does
    Finds `loss = model(**batch)` and then `loss.backward()`, for a model of transformers.

    ## Why it is bad
    A model returns an output with `loss` and `logits`: `AttributeError: … object has no attribute 'backward'`.

    ## Example
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    model.train()
    for batch in torch.load("batches.pt"):
        loss = model(**batch)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    ```

    ## Use instead
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased")
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    model.train()
    for batch in torch.load("batches.pt"):
        loss = model(**batch).loss
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
    ```

    ## Fix safety
    Safe: an output has no method `backward`, so this never worked.

    ## References
    - [huggingface/transformers#82](https://github.com/huggingface/transformers/issues/82)
    """

    code = "LOS009"
    name = "backward-on-model-output"
    severity = Severity.ERROR
    summary = "`backward()` on the whole output of a model"
    applies = "transformers 4 and newer."
    messages = (MESSAGE, OUTPUT, TAKE)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        if "backward" not in reading.words or context.versions.at_least("transformers", "4.0") is False:
            return
        if {"return_dict", "use_return_dict"} & reading.words:
            return
        for scope in reading.scopes:
            for call in scope.calls:
                owner = receiver(call) if method(call) == "backward" and not call.arguments else None
                made = assigned(scope, owner.id) if isinstance(owner, nodes.Name) else [owner]
                output = made[0] if len(made) == 1 else None
                if isinstance(output, nodes.Call) and isinstance(owner, nodes.Name | nodes.Call):
                    model = _model(reading, output)
                    if model:
                        yield self._report(context, call, output, owner.place.source, model)

    def _report(self, context: Context, call: nodes.Call, output: nodes.Call, name: str, model: str) -> Finding:
        def build() -> tuple[Edit, ...]:
            return (editing.replace(output.place, f"{output.place.source}.loss"),)

        fixes = (Fix(Message(TAKE), Applicability.SAFE, build),)
        related = (Related(output.place, Message(OUTPUT)),)
        cause = Cause("whole-output", "loss", call.place)
        return self.finding(
            context, call.place, Message(MESSAGE, {"name": name, "model": model}), cause, related, fixes
        )


def _model(reading: Reading, output: nodes.Call) -> str:
    """The class of transformers' model that is called; empty if it is none, or may return a tuple."""
    if keyword(output, "return_dict") is not None or "labels" not in _given(output):
        return ""
    loaded = reading.value(output.function)
    if not isinstance(loaded, nodes.Call) or method(loaded) not in ("from_pretrained", "from_config"):
        return ""
    options = {argument.keyword for argument in loaded.arguments}
    path = reading.path(receiver(loaded))
    name = path.rpartition(".")[2]
    known = path.startswith("transformers.") and is_model_class(name)
    return name if known and not {"return_dict", "trust_remote_code", "torchscript", "config"} & options else ""


def _given(call: nodes.Call) -> set[str]:
    """Names of the arguments; a splatted batch has labels, too."""
    names = {argument.keyword or "" for argument in call.arguments}
    return names | ({"labels"} if any(argument.star == "**" for argument in call.arguments) else set())
