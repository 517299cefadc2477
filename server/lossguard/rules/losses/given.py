"""What a trainer is given as ``compute_loss_func``: it is called with outputs, labels, and ``num_items_in_batch``.

Source: ``transformers/trainer.py``, ``compute_loss``, the same in 4.46.3 to 5.23.0.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.rules.context import Context
from lossguard.rules.reading import Scope
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.place import Place
from lossguard.values.value import ClassValue, FunctionValue, Partial, Symbol, Value

_LOSSES_OF_THE_TRAINER = frozenset(("compute_loss", "training_step", "_inner_training_loop", "train"))
_MODULES = ("torch.nn.Module", "torch.nn.modules.Module")


@dataclass(frozen=True, slots=True)
class LossFunction:
    view: TrainingView
    node: nodes.Function
    """The function; of a lambda, a function of the same parameters that returns its value."""
    first: int
    """Position of the parameter that gets the outputs; the one behind it gets the labels."""
    owner: ClassValue | None
    """The class whose objects are called, or whose method it is."""
    is_lambda: bool

    @property
    def name(self) -> str:
        return f"{self.owner.name}.{self.node.name}" if self.owner is not None else self.node.name

    @property
    def place(self) -> Place:
        return Place(self.node.anchor, *self.node.name_span)

    def scope(self, context: Context) -> Scope | None:
        """The function as it is written."""
        if self.is_lambda:
            return Scope(self.node, None, self.node.body, list(nodes_below(self.node.body)))
        return next((scope for scope in context.reading.scopes if scope.function is self.node), None)


def loss_functions(context: Context) -> Iterator[LossFunction]:
    """Functions of the script that trainers are given to compute the loss, and that they use."""
    for view in context.trainings:
        found = _resolved(view, view.argument("compute_loss_func"), 0)
        if found is not None and not view.overrides & _LOSSES_OF_THE_TRAINER:
            yield found


def _resolved(view: TrainingView, value: Value, given: int) -> LossFunction | None:
    """The function behind a value that is called with ``given`` arguments before the outputs."""
    match value:
        case FunctionValue(node=nodes.Lambda() as node):
            return LossFunction(view, _as_function(node), given, None, is_lambda=True)
        case FunctionValue(node=nodes.Function() as node):
            first = given + (value.bound is not None)
            return LossFunction(view, node, first, value.owner if value.bound is not None else None, is_lambda=False)
        case Partial():
            return _resolved(view, value.function, given + len(value.positional))
        case _:
            return _of_object(view, value, given)


def _of_object(view: TrainingView, value: Value, given: int) -> LossFunction | None:
    """``__call__`` of an object; ``forward`` of a module, which torch calls."""
    thing = view.find(value)
    kind = thing.type if thing is not None and thing.kind == "instance" else None
    if thing is None or not isinstance(kind, ClassValue) or not kind.known_bases():
        return None
    base = kind.library_base()
    name = "forward" if isinstance(base, Symbol) and base.path in _MODULES else "__call__"
    method = view.method(kind, name)
    overridden = name == "forward" and (name in thing.fields or view.method(kind, "__call__") is not None)
    if method is None or method.role or overridden or not isinstance(method.node, nodes.Function):
        return None
    return LossFunction(view, method.node, given + 1, kind, is_lambda=False)


def _as_function(node: nodes.Lambda) -> nodes.Function:
    span = (node.start, node.end)
    body = nodes.Return(node.anchor, node.body.start, node.body.end, node.body)
    return nodes.Function(node.anchor, *span, "lambda", span, node.parameters, span, (body,), (), False)
