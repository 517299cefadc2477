"""LOS008."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.losses.computing import CROSS_ENTROPY, assigned, returns, torch_loss
from lossguard.rules.reading import Reading, Scope, key, keyword, method, receiver
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "cross entropy applies softmax by itself, and here it gets probabilities: the loss cannot fall below a floor, and "
    "learning is slow"
)
SOFTMAX = "softmax is applied here"
DROP = "Pass the logits"

_SOFTMAX = frozenset(("torch.softmax", "torch.nn.functional.softmax"))


class SoftmaxBeforeCrossEntropy(Rule):
    """
    ## What it does
    Finds the result of softmax that is passed to `CrossEntropyLoss` or `cross_entropy`.

    ## Why it is bad
    Cross entropy takes logits, and applies `log_softmax` to them. Of probabilities, which lie between 0 and 1, it makes
    nearly equal ones: gradients are small, and the loss stays high.

    ## Example
    ```python
    import torch
    from torch import nn

    model = nn.Linear(16, 4)
    criterion = nn.CrossEntropyLoss()
    rows, labels = torch.load("rows.pt")
    probabilities = torch.softmax(model(rows), dim=-1)
    loss = criterion(probabilities, labels)
    loss.backward()
    ```

    ## Use instead
    ```python
    import torch
    from torch import nn

    model = nn.Linear(16, 4)
    criterion = nn.CrossEntropyLoss()
    rows, labels = torch.load("rows.pt")
    logits = model(rows)
    loss = criterion(logits, labels)
    loss.backward()
    ```

    ## Fix safety
    Unsafe: the name holds logits then, wherever else it is used.

    ## References
    - [lansinuote/Huggingface_Toturials#6](https://github.com/lansinuote/Huggingface_Toturials/issues/6)
    """

    code = "LOS008"
    name = "softmax-before-cross-entropy"
    severity = Severity.WARNING
    summary = "Cross entropy of probabilities"
    applies = "All versions."
    libraries = ("torch",)
    messages = (MESSAGE, SOFTMAX, DROP)

    def check(self, context: Context) -> Iterator[Finding]:
        reading = context.reading
        if reading.words.isdisjoint(("softmax", "Softmax")) or "backward" not in reading.words | _trainers(context):
            return
        for scope in reading.scopes:
            for call in scope.calls:
                loss = torch_loss(reading, call)
                if loss is None or loss[0] not in CROSS_ENTROPY:
                    continue
                given = keyword(call, "input", 0)
                softmax = _softmax(reading, scope, given)
                if softmax is not None:
                    related = (Related(softmax.place, Message(SOFTMAX)),)
                    cause = Cause("softmax-twice", "loss", call.place)
                    fixes = _drop(reading, softmax)
                    yield self.finding(context, call.place, Message(MESSAGE), cause, related, fixes)


def _trainers(context: Context) -> set[str]:
    """``backward`` is called by the trainer where there is one."""
    return {"backward"} if context.trainings or any(True for _ in context.trainer_classes()) else set()


def _softmax(reading: Reading, scope: Scope, given: nodes.Expression | None) -> nodes.Call | None:
    """The softmax whose result is given, directly, by one name, or as the last layer of a sequence."""
    known = assigned(scope, given.id) if isinstance(given, nodes.Name) else [given]
    call = known[0] if len(known) == 1 else None
    if not isinstance(call, nodes.Call):
        return None
    if (softmax := _softmax_of(reading, scope, call)) is not None:
        return softmax
    model = reading.value(call.function)
    while isinstance(model, nodes.Call) and method(model) in ("to", "cuda", "float", "half", "train"):
        model = receiver(model)
    if isinstance(model, nodes.Call) and reading.path(model.function) == "torch.nn.Sequential" and model.arguments:
        last = model.arguments[-1].value
        if isinstance(last, nodes.Call) and reading.path(last.function) == "torch.nn.Softmax":
            return last
    return _of_module(reading, model) if isinstance(model, nodes.Call) else None


def _of_module(reading: Reading, made: nodes.Call) -> nodes.Call | None:
    """The softmax that a module of the script returns, whatever it is given."""
    named = [one for one in reading.classes if one.name == key(made.function)]
    if len(named) != 1 or len(named[0].bases) != 1 or key(made.function) in reading.values:
        return None
    if reading.path(named[0].bases[0].value) != "torch.nn.Module":
        return None
    methods = [one for one in reading.scopes if one.owner is named[0] and one.function is not None]
    forward = [one for one in methods if one.function is not None and one.function.name == "forward"]
    if len(forward) != 1:
        return None
    found = [_softmax_of(reading, forward[0], one.value) for one in returns(forward[0])]
    return found[-1] if found and all(found) else None


def _softmax_of(reading: Reading, scope: Scope, given: nodes.Expression | None) -> nodes.Call | None:
    """The call of softmax that something is, directly or by one name."""
    known = assigned(scope, given.id) if isinstance(given, nodes.Name) else [given]
    call = known[0] if len(known) == 1 else None
    return call if isinstance(call, nodes.Call) and _input(reading, call) is not None else None


def _input(reading: Reading, call: nodes.Call) -> nodes.Expression | None:
    """What softmax is applied to; None if the call is no softmax."""
    if reading.path(call.function) in _SOFTMAX:
        return keyword(call, "input", 0)
    made = call.function if isinstance(call.function, nodes.Call) else reading.value(call.function)
    if isinstance(made, nodes.Call) and reading.path(made.function) == "torch.nn.Softmax":
        return keyword(call, "input", 0)
    return receiver(call) if method(call) == "softmax" and not reading.path(call.function) else None


def _drop(reading: Reading, softmax: nodes.Call) -> tuple[Fix, ...]:
    inner = _input(reading, softmax)
    if inner is None or "\n" in inner.place.source:
        return ()
    source = inner.place.source

    def build() -> tuple[Edit, ...]:
        return (editing.replace(softmax.place, source),)

    return (Fix(Message(DROP), Applicability.UNSAFE, build),)
