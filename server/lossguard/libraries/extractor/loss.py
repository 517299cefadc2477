"""Whether a ``forward`` hands out a loss: a reading of its body, with "cannot tell" as an answer.

``True``: a value other than None is assigned to a name or field called loss, or handed out as one where there
are labels, or labels are passed on to another model whose output is returned. ``False``: it says nowhere anything
about a loss and has no label parameter, or it refuses labels. ``None``: anything else.
"""

import ast
from collections.abc import Collection, Iterable, Iterator

from lossguard.libraries.extractor.source import walk

# Summed into the loss when there are labels, and handed out even without: no proof of either.
SIDE_LOSSES = frozenset({"aux_loss", "z_loss", "router_z_loss", "router_aux_loss", "encoder_aux_loss"})


def returns_loss(function: ast.FunctionDef, label_parameters: Iterable[str]) -> bool | None:
    labels = frozenset(label_parameters)
    nodes = tuple(walk(function))
    if _refuses(nodes):
        return False
    if any(_assigns_loss(node) for node in nodes):
        return True
    if labels and (_passes_on(nodes, labels) or _hands_out(nodes, labels)):
        return True
    if labels or any(_mentions_loss(node) for node in nodes):
        return None
    return False


def _refuses(nodes: Iterable[ast.AST]) -> bool:
    """``if labels is not None: raise NotImplementedError``."""
    for node in nodes:
        raised = [item for item in node.body if isinstance(item, ast.Raise)] if isinstance(node, ast.If) else []
        if not isinstance(node, ast.If) or not raised:
            continue
        if "labels" in ast.unparse(node.test) and any("NotImplementedError" in ast.unparse(item) for item in raised):
            return True
    return False


def _assigns_loss(node: ast.AST) -> bool:
    if isinstance(node, ast.Assign):
        targets, value = node.targets, node.value
    elif isinstance(node, ast.AnnAssign) and node.value is not None:
        targets, value = [node.target], node.value
    else:
        return False
    if isinstance(value, ast.Constant):
        return False
    return any(_is_loss_name(name) for target in targets for name in _names(target)) and not _only_moves(value)


def _only_moves(value: ast.expr) -> bool:
    """A loss function being built (``loss_fct = CrossEntropyLoss()``) is named otherwise, but None stays None."""
    return isinstance(value, ast.IfExp) and isinstance(value.body, ast.Constant)


def _names(target: ast.expr) -> Iterator[str]:
    for node in ast.walk(target):
        if isinstance(node, ast.Name):
            yield node.id
        elif isinstance(node, ast.Attribute):
            yield node.attr


def _is_loss_name(name: str) -> bool:
    return (name == "loss" or name.endswith("_loss")) and name not in SIDE_LOSSES


def _passes_on(nodes: Collection[ast.AST], labels: frozenset[str]) -> bool:
    """``return self.model(..., labels=labels)``, also by way of a variable that is returned."""
    returned = {
        name.id
        for node in nodes
        if isinstance(node, ast.Return) and node.value is not None
        for name in ast.walk(node.value)
        if isinstance(name, ast.Name)
    }
    for node in nodes:
        if isinstance(node, ast.Return) and _calls_with(node.value, labels):
            return True
        if isinstance(node, ast.Assign) and _calls_with(node.value, labels):
            targets = {name for target in node.targets for name in _names(target)}
            if targets & returned:
                return True
    return False


def _hands_out(nodes: Collection[ast.AST], labels: frozenset[str]) -> bool:
    """``Output(loss=… if labels is not None else None)``."""
    return any(
        isinstance(node, ast.keyword) and node.arg == "loss" and _is_there_with(node.value, labels) for node in nodes
    )


def _is_there_with(value: ast.expr, labels: frozenset[str]) -> bool:
    if not isinstance(value, ast.IfExp) or isinstance(value.body, ast.Constant):
        return False
    test = value.test
    return (
        isinstance(test, ast.Compare)
        and isinstance(test.left, ast.Name)
        and test.left.id in labels
        and [type(one) for one in test.ops] == [ast.IsNot]
        and isinstance(value.orelse, ast.Constant)
    )


def _calls_with(node: ast.expr | None, labels: frozenset[str]) -> bool:
    # `return ModelOutput(labels=labels)` hands them out again: no other model is asked.
    if not isinstance(node, ast.Call) or (isinstance(node.func, ast.Name) and node.func.id[:1].isupper()):
        return False
    return any(
        keyword.arg in labels and isinstance(keyword.value, ast.Name) and keyword.value.id == keyword.arg
        for keyword in node.keywords
    )


def _mentions_loss(node: ast.AST) -> bool:
    if isinstance(node, ast.Name):
        return _is_loss_name(node.id)
    if isinstance(node, ast.Attribute):
        return _is_loss_name(node.attr) or node.attr == "loss_function"
    return isinstance(node, ast.keyword) and node.arg is not None and _is_loss_name(node.arg)
