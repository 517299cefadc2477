"""LOS015."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.loops import Loop
from lossguard.rules.reading import Reading, Scope, key, method, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.edits import Edit
from lossguard.text.place import Place

MESSAGE = (
    "this puts `{model}` into evaluation mode, and the loop goes on training without `{model}.train()`: from the "
    "second round on there is no dropout"
)
EVAL = "evaluation mode is switched on here"
ADD = "Call `{model}.train()` at the start of each round"


class ModelLeftInEvalMode(Rule):
    """
    ## What it does
    Finds a loop over epochs that trains, then evaluates by `model.eval()`, and never calls `model.train()` again.

    ## Why it is bad
    `eval()` stays in force: dropout is off, and batch norm frozen, from the second epoch on.

    ## Example
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased", num_labels=2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    batches = torch.load("batches.pt")
    model.train()
    for epoch in range(3):
        for batch in batches:
            loss = model(**batch).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            print(epoch, model(**batches[0]).loss)
    ```

    ## Use instead
    ```python
    import torch
    from transformers import AutoModelForSequenceClassification

    model = AutoModelForSequenceClassification.from_pretrained("bert-base-cased", num_labels=2)
    optimizer = torch.optim.AdamW(model.parameters(), lr=2e-5)
    batches = torch.load("batches.pt")
    for epoch in range(3):
        model.train()
        for batch in batches:
            loss = model(**batch).loss
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        model.eval()
        with torch.no_grad():
            print(epoch, model(**batches[0]).loss)
    ```

    ## Fix safety
    Safe: each epoch trains in the mode that the first one had.

    ## References
    - [ThilinaRajapakse/simpletransformers#941](https://github.com/ThilinaRajapakse/simpletransformers/issues/941)
    """

    code = "LOS015"
    name = "model-left-in-eval-mode"
    severity = Severity.WARNING
    summary = "A training loop that stays in evaluation mode"
    applies = "All versions."
    messages = (MESSAGE, EVAL, ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        if not {"backward", "eval"} <= reading.words or "transformers" not in _packages(reading):
            return
        functions = {one.function.name: one for one in reading.scopes if one.function is not None}
        for scope in reading.scopes:
            for loop in scope.all:
                if isinstance(loop, nodes.For | nodes.While) and _repeats(reading, loop):
                    found = _left(reading, functions, scope, loop)
                    if found is not None:
                        yield self._report(context, loop, *found)

    def _report(self, context: Context, loop: Loop, call: nodes.Call, switched: Place, model: str) -> Finding:
        related = (Related(switched, Message(EVAL)),)
        cause = Cause("eval-mode", "model", call.place)
        first = loop.body[0]

        def build() -> tuple[Edit, ...]:
            return (editing.add_line_before(first, f"{model}.train()"),)

        fixes = (Fix(Message(ADD, {"model": model}), Applicability.SAFE, build),)
        own_line = editing.indent_of(first) is not None
        message = Message(MESSAGE, {"model": model})
        return self.finding(context, call.place, message, cause, related, fixes if own_line else ())


def _packages(reading: Reading) -> set[str]:
    return {path.partition(".")[0] for path in reading.imports.values()}


def _repeats(reading: Reading, loop: Loop) -> bool:
    """Whether a loop over a range has more than one round, by all that is known."""
    source = loop.iterable if isinstance(loop, nodes.For) else None
    if not isinstance(source, nodes.Call) or not isinstance(source.function, nodes.Name):
        return False
    wrapped = source.arguments[0].value if source.function.id in ("tqdm", "trange") and source.arguments else source
    if source.function.id != "trange" and isinstance(wrapped, nodes.Call):
        source = wrapped
    if not isinstance(source.function, nodes.Name) or source.function.id not in ("range", "trange"):
        return False
    last = source.arguments[min(len(source.arguments), 2) - 1].value if source.arguments else None
    return reading.literal(last) not in (0, 1, "0", "1")


def _left(
    reading: Reading, functions: dict[str, Scope], scope: Scope, loop: Loop
) -> tuple[nodes.Call, Place, str] | None:
    """The call behind which a model of the loop is in evaluation mode, where that was switched on, and the model."""
    inside = reading.inside(loop.body, loops=True)
    calls = [node for node in inside if isinstance(node, nodes.Call)]
    backward = next((call for call in calls if method(call) == "backward"), None)
    inner = [node for node in inside if isinstance(node, nodes.For | nodes.While)]
    loops = (node for node in scope.all if isinstance(node, nodes.For | nodes.While))
    around = any(loop in reading.inside(node.body) for node in loops)
    if backward is None or not inner or around or any(method(call) == "train" for call in calls):
        return None
    followed = [functions[name] for call in calls if (name := _name(call)) in functions]
    if any(method(call) == "train" for one in followed for call in one.calls):
        return None
    if any(_name(call) not in functions and _may_switch(reading, call) for call in calls):
        return None
    trained = {key(call.function) for call in calls if call.place.span[0] < backward.place.span[1]}
    for call in calls:
        if call.place.span[0] < backward.place.span[1]:
            continue
        found = _switches(functions, call)
        if found is not None and found[1] in trained and not _lacks_dropout(reading, found[1]):
            return call, found[0], found[1]
    return None


def _name(call: nodes.Call) -> str:
    return call.function.id if isinstance(call.function, nodes.Name) else ""


def _may_switch(reading: Reading, call: nodes.Call) -> bool:
    """Whether code that is not seen gets a model, and may switch its mode back."""
    path = reading.path(call.function)
    unseen = bool(path) and not path.startswith(("torch.", "tqdm", "numpy.", "transformers.", "time.", "wandb."))
    return unseen and any("model" in key(argument.value).lower() for argument in call.arguments)


def _switches(functions: dict[str, Scope], call: nodes.Call) -> tuple[Place, str] | None:
    """Where a call switches evaluation mode on, and for which model of the caller."""
    if method(call) == "eval" and not call.arguments:
        name = key(receiver(call))
        return (call.place, name) if name else None
    scope = functions.get(_name(call))
    if scope is None or scope.function is None:
        return None
    parameters = [parameter.name for parameter in scope.function.parameters]
    for inner in scope.calls:
        name = key(receiver(inner)) if method(inner) == "eval" and not inner.arguments else ""
        given = dict(zip(parameters, (one.value for one in call.arguments if one.keyword is None), strict=False))
        given |= {one.keyword: one.value for one in call.arguments if one.keyword is not None}
        if name and name in parameters:
            return (inner.place, key(given[name])) if name in given and key(given[name]) else None
        if name and not any(isinstance(node, nodes.Assign) and name in _targets(node) for node in scope.all):
            return inner.place, name
    return None


def _targets(node: nodes.Assign) -> set[str]:
    return {one.id for target in node.targets for one in nodes_below(target) if isinstance(one, nodes.Name)}


def _lacks_dropout(reading: Reading, name: str) -> bool:
    """Whether a model may be of a kind that has no dropout: most causal ones."""
    values = reading.values.get(name.rpartition(".")[2], []) + reading.values.get(f".{name.rpartition('.')[2]}", [])
    written = " ".join(value.place.source for value in values if value is not None)
    return "CausalLM" in written or "FastLanguageModel" in written or "get_peft_model" in written
