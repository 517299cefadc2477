"""Which class of a library an object was loaded by, also if a class of the script was handed it and keeps it."""

from lossguard.rules.reading import Reading, Scope, key, keyword, method, receiver, splats
from lossguard.syntax import nodes


def loaded_by(reading: Reading, node: nodes.Expression) -> str:
    """The path of ``X`` in ``X.from_pretrained(…)``, from which something surely comes; empty if that is not known."""
    value = reading.value(node)
    if isinstance(value, nodes.Name) and isinstance(node, nodes.Attribute):
        paths = {_path(reading, given) for given in _handed_in(reading, node.name, value.id)}
        return paths.pop() if len(paths) == 1 else ""
    return _path(reading, value)


def _path(reading: Reading, value: nodes.Expression | None) -> str:
    loads = value is not None and method(value) == "from_pretrained"
    return reading.path(receiver(value)) if loads and isinstance(value, nodes.Call) else ""


def _handed_in(reading: Reading, attribute: str, parameter: str) -> list[nodes.Expression | None]:
    """What a parameter of ``__init__`` is wherever its class is called, if ``self.attribute`` is just that."""
    keepers = [scope for scope in reading.scopes if scope.owner is not None and _keeps(scope, attribute, parameter)]
    if len(keepers) != 1 or keepers[0].function is None or keepers[0].owner is None:
        return []
    names = [one.name for one in keepers[0].function.parameters]
    found: list[nodes.Expression | None] = []
    for scope in reading.scopes:
        for call in scope.calls:
            if key(call.function) == keepers[0].owner.name:
                given = keyword(call, parameter, names.index(parameter) - 1)
                found.append(_value(scope, given) if given is not None and not splats(call) else None)
    return found


def _keeps(scope: Scope, attribute: str, parameter: str) -> bool:
    function = scope.function
    if function is None or function.name != "__init__" or parameter not in [one.name for one in function.parameters]:
        return False
    return any(
        isinstance(node, nodes.Assign) and isinstance(target, nodes.Attribute) and target.name == attribute
        for node in scope.all
        for target in getattr(node, "targets", ())
    )


def _value(scope: Scope, given: nodes.Expression) -> nodes.Expression | None:
    """What a name was assigned in a scope, if that was done once; another expression is itself."""
    if not isinstance(given, nodes.Name):
        return given
    written = [
        node.value
        for node in scope.all
        if isinstance(node, nodes.Assign) and any(given.id == getattr(target, "id", None) for target in node.targets)
    ]
    return written[0] if len(written) == 1 else None
