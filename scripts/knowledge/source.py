"""What is read from a Python source: literals, signatures, classes and their bases. Parsing only."""

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a function, or one field of a dataclass."""

    name: str
    default: str | None
    """Source text of the default, normalised; ``None``: required."""


@dataclass(frozen=True, slots=True)
class Signature:
    parameters: tuple[Parameter, ...]
    """Without self, in positional order; keyword-only ones last."""

    keyword_only: tuple[str, ...] = ()
    var_positional: bool = False
    var_keywords: bool = False
    renamed: tuple[tuple[str, str], ...] = ()
    """Old names still taken, with a warning, through ``@deprecate_kwarg``: (old, new)."""


@dataclass(frozen=True, slots=True)
class Class:
    name: str
    module: str
    bases: tuple[str, ...]
    node: ast.ClassDef = field(compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    """Dotted."""

    classes: Mapping[str, Class]
    imports: Mapping[str, tuple[str, str]]
    """Local name → (module, name there)."""


def parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # Old releases hold invalid escape sequences; that is their business.
        warnings.simplefilter("ignore")
        return ast.parse(text)


def read_module(member: str, text: str, methods: frozenset[str]) -> Module:
    """``member`` is the path inside the wheel.

    Other methods than these are let go: a release of transformers is 24 MB of source, and its trees
    together would take gigabytes.
    """
    dotted = member.removesuffix(".py").replace("/", ".")
    package = dotted if member.endswith("__init__.py") else dotted.rpartition(".")[0]
    tree = parse(text)
    name = dotted.removesuffix(".__init__")
    classes: dict[str, Class] = {}
    imports: dict[str, tuple[str, str]] = {}
    for node in _top_level(tree.body):
        if isinstance(node, ast.ClassDef):
            node.body = [item for item in node.body if _is_kept(item, methods)]
            classes[node.name] = Class(node.name, name, tuple(filter(None, map(_base, node.bases))), node)
        elif isinstance(node, ast.ImportFrom):
            origin = _absolute(node, package.removesuffix(".__init__"))
            imports.update({alias.asname or alias.name: (origin, alias.name) for alias in node.names})
    return Module(name, classes, imports)


def _is_kept(node: ast.stmt, methods: frozenset[str]) -> bool:
    return isinstance(node, ast.AnnAssign) or (isinstance(node, ast.FunctionDef) and node.name in methods)


def _top_level(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    """Statements of the module, also those under ``if is_torch_available():`` or ``try:``."""
    for node in body:
        if isinstance(node, (ast.If, ast.Try, ast.With)):
            yield from _top_level(node.body)
            yield from _top_level(getattr(node, "orelse", []))
        else:
            yield node


def _base(node: ast.expr) -> str | None:
    if isinstance(node, ast.Subscript):
        node = node.value
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else None


def _absolute(node: ast.ImportFrom, package: str) -> str:
    if not node.level:
        return node.module or ""
    parts = package.split(".")
    parent = ".".join(parts[: len(parts) - (node.level - 1)])
    return f"{parent}.{node.module}" if node.module else parent


def method(node: ast.ClassDef, name: str) -> ast.FunctionDef | None:
    """The last definition of that name: overloads come first."""
    found = [item for item in node.body if isinstance(item, ast.FunctionDef) and item.name == name]
    return found[-1] if found else None


def signature(function: ast.FunctionDef) -> Signature:
    arguments = function.args
    positional = [*arguments.posonlyargs, *arguments.args]
    required = len(positional) - len(arguments.defaults)
    defaults: list[ast.expr | None] = [*([None] * required), *arguments.defaults]
    parameters = [
        Parameter(item.arg, text_of(value))
        for item, value in zip(positional, defaults, strict=True)
        if item.arg not in ("self", "cls")
    ]
    parameters += [
        Parameter(item.arg, text_of(value))
        for item, value in zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    ]
    return Signature(
        tuple(parameters),
        tuple(item.arg for item in arguments.kwonlyargs),
        arguments.vararg is not None,
        arguments.kwarg is not None,
        tuple(_renamed(function)),
    )


def _renamed(function: ast.FunctionDef) -> Iterator[tuple[str, str]]:
    """``@deprecate_kwarg("tokenizer", new_name="processing_class", version=…)``, positional or not."""
    for node in function.decorator_list:
        if not isinstance(node, ast.Call) or not ast.unparse(node.func).endswith("deprecate_kwarg"):
            continue
        given = dict(zip(("old_name", "version", "new_name"), node.args, strict=False))
        given.update({keyword.arg: keyword.value for keyword in node.keywords if keyword.arg})
        old, new = given.get("old_name"), given.get("new_name")
        if isinstance(old, ast.Constant) and isinstance(new, ast.Constant):
            yield str(old.value), str(new.value)


def text_of(node: ast.expr | None) -> str | None:
    return None if node is None else ast.unparse(node)


def fields(node: ast.ClassDef) -> tuple[Parameter, ...]:
    """The dataclass fields declared in this very class."""
    found = []
    for item in node.body:
        if not isinstance(item, ast.AnnAssign) or not isinstance(item.target, ast.Name):
            continue
        if "ClassVar" in ast.unparse(item.annotation) or _is_field_without_init(item.value):
            continue
        found.append(Parameter(item.target.id, _field_default(item.value)))
    return tuple(found)


def _is_field_call(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "field"


def _is_field_without_init(node: ast.expr | None) -> bool:
    if not isinstance(node, ast.Call) or not _is_field_call(node):
        return False
    return any(
        keyword.arg == "init" and isinstance(keyword.value, ast.Constant) and keyword.value.value is False
        for keyword in node.keywords
    )


def _field_default(node: ast.expr | None) -> str | None:
    if not isinstance(node, ast.Call) or not _is_field_call(node):
        return text_of(node)
    given = {keyword.arg: keyword.value for keyword in node.keywords}
    if "default" in given:
        return text_of(given["default"])
    if "default_factory" in given:
        return f"{text_of(given['default_factory'])}()"
    return None
