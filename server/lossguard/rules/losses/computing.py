"""Where losses are computed: ``compute_loss`` of trainers, ``forward`` of modules, and calls of torch's losses."""

from collections.abc import Iterator

from lossguard.rules.context import Context
from lossguard.rules.reading import Reading, Scope, keyword, splats
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.values.value import ABSENT, ClassValue, Constant

CROSS_ENTROPY = frozenset(("torch.nn.CrossEntropyLoss", "torch.nn.functional.cross_entropy"))
MEAN_LOSSES = CROSS_ENTROPY | frozenset(
    f"torch.nn.{name}"
    for name in (
        "BCEWithLogitsLoss BCELoss MSELoss L1Loss SmoothL1Loss HuberLoss NLLLoss functional.nll_loss "
        "functional.mse_loss functional.l1_loss functional.smooth_l1_loss functional.huber_loss "
        "functional.binary_cross_entropy functional.binary_cross_entropy_with_logits"
    ).split()
)
"""Losses that are the mean of their rows, unless ``reduction`` says otherwise."""


def compute_losses(context: Context) -> Iterator[tuple[ClassValue, Scope, list[TrainingView]]]:
    """Every ``compute_loss`` of a subclass of transformers' trainers, with the trainings that use it."""
    scopes = {id(scope.function): scope for scope in context.reading.scopes if scope.function is not None}
    for owner, base in context.trainer_classes():
        if base.path not in ("transformers.Trainer", "transformers.Seq2SeqTrainer"):
            continue
        method = own_method(owner, "compute_loss")
        scope = scopes.get(id(method))
        if method is not None and scope is not None and not method.decorators:
            views = [view for view in context.trainings if _uses(view, owner)]
            yield owner, scope, views


def _uses(view: TrainingView, owner: ClassValue) -> bool:
    kind = view.object.type
    if not isinstance(kind, ClassValue):
        return False
    found = [base for base in kind.order() if isinstance(base, ClassValue) and own_method(base, "compute_loss")]
    return bool(found) and found[0] == owner


def own_method(owner: ClassValue, name: str) -> nodes.Function | None:
    found = [item for item in owner.node.body if isinstance(item, nodes.Function) and item.name == name]
    return found[-1] if found else None


def parameter(scope: Scope, position: int) -> str:
    """Name of a parameter by its position, ``self`` counted; empty if there is none."""
    found = scope.function.parameters if scope.function is not None else ()
    return found[position].name if position < len(found) and not found[position].star else ""


def returns(scope: Scope) -> list[nodes.Return]:
    return [node for node in scope.all if isinstance(node, nodes.Return)]


def mentions(scope: Scope, name: str) -> bool:
    """Whether a name is used in a function's body."""
    return any(isinstance(node, nodes.Name) and node.id == name for node in scope.all)


def assigned(scope: Scope, name: str) -> list[nodes.Expression | None]:
    """What is assigned to a name in a function, in the order in which it is written."""
    found: list[nodes.Expression | None] = []
    for node in scope.all:
        if isinstance(node, nodes.Assign):
            for target in node.targets:
                if isinstance(target, nodes.Name) and target.id == name:
                    found.append(node.value)
                elif isinstance(target, nodes.Sequence) and any(_named(item, name) for item in target.items):
                    found.append(None)
        elif isinstance(node, nodes.AugmentedAssign) and _named(node.target, name):
            found.append(None)
    return found


def _named(node: nodes.Node, name: str) -> bool:
    return isinstance(node, nodes.Name) and node.id == name


def torch_loss(reading: Reading, call: nodes.Call) -> tuple[str, nodes.Call] | None:
    """The torch loss that a call computes, with the call that has its options; None if it is none."""
    path = reading.path(call.function)
    if path in MEAN_LOSSES and path.startswith("torch.nn.functional."):
        return path, call
    made = call.function if isinstance(call.function, nodes.Call) else reading.value(call.function)
    if isinstance(made, nodes.Call) and (path := reading.path(made.function)) in MEAN_LOSSES:
        return (path, made) if not path.startswith("torch.nn.functional.") else None
    return None


def is_mean(options: nodes.Call) -> bool:
    """Whether a loss is certainly the mean of its rows."""
    reduction = keyword(options, "reduction")
    old = any(keyword(options, name) is not None for name in ("size_average", "reduce"))
    mean = reduction is None or (isinstance(reduction, nodes.Literal) and reduction.value == "mean")
    return mean and not old and not splats(options)


def module_trainings(context: Context) -> Iterator[tuple[TrainingView, ClassValue, Scope]]:
    """Trainings of a module of the script by ``Trainer``, which takes the loss from its ``forward``."""
    scopes = {id(scope.function): scope for scope in context.reading.scopes if scope.function is not None}
    for view in context.trainings:
        model = view.find(view.argument("model"))
        if not view.is_plain or view.own_loss or model is None or not isinstance(model.type, ClassValue):
            continue
        owner = model.type
        base = owner.library_base()
        forward = own_method(owner, "forward")
        plain = owner.known_bases() and base is not None and base.path in ("torch.nn.Module", "torch.nn.modules.Module")
        scope = scopes.get(id(forward))
        trained = view.training.started or view.argument("train_dataset") not in (ABSENT, Constant(None))
        if plain and forward is not None and scope is not None and not forward.decorators and trained:
            yield view, owner, scope
