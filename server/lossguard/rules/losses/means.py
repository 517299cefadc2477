"""Whether a function computes the mean of the rows of a batch."""

from lossguard.rules.losses.computing import assigned, is_mean, returns, torch_loss
from lossguard.rules.reading import Reading, Scope, key, keyword, method, splats
from lossguard.syntax import nodes


def returns_mean(reading: Reading, scope: Scope) -> bool:
    """Whether a function returns the mean of a batch: of torch losses that are means, or taken of their rows."""
    found = [loss for call in scope.calls if (loss := torch_loss(reading, call)) is not None]
    scaled = any(isinstance(node, nodes.Binary) and node.operator in ("/", "//") for node in scope.all)
    if not found or scaled or any(method(call) in ("sum", "div") for call in scope.calls):
        return False
    reduced = any(method(call) in ("mean", "item") for call in scope.calls)
    if not reduced:
        return all(is_mean(options) for _, options in found)
    return all(_has_rows(reading, options) for _, options in found) and _averages(scope)


def _has_rows(reading: Reading, options: nodes.Call) -> bool:
    return not splats(options) and reading.literal(keyword(options, "reduction")) == "none"


def _averages(scope: Scope) -> bool:
    """Whether what is returned is ``rows.mean()``, by one name that nothing else is assigned to."""
    names = {key(one.target) for one in scope.all if isinstance(one, nodes.AugmentedAssign)}
    for found in returns(scope):
        value = found.value
        while isinstance(value, nodes.Conditional):
            value = value.otherwise
        if isinstance(value, nodes.Name):
            known = assigned(scope, value.id)
            value = known[0] if len(known) == 1 and value.id not in names else None
        if not (isinstance(value, nodes.Call) and method(value) == "mean" and not value.arguments):
            return False
    return bool(returns(scope))
