"""What is read from a Python source: literals, signatures, classes and their bases. Parsing only."""

import ast
import re
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from lossguard.libraries.extractor.outline import CutError, function_of, outline

_HEAD = re.compile(r"class _:\n.*?\)\s*(?:->.*?)?:(?=\s*\n)", re.DOTALL)
"""A function up to its body. What is cut too early does not parse."""


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


class Method:
    """A method of a class; as little of it is parsed as is needed."""

    def __init__(self, text: str, cut: str, otherwise: Callable[[], ast.FunctionDef | None]) -> None:
        """``cut``: its source in a class of its own; if that is empty or does not parse, ``otherwise`` is asked."""
        self.text = text
        self._cut = cut
        self._otherwise = otherwise

    @property
    def node(self) -> ast.FunctionDef:
        """Not kept: thousands of them take memory. SyntaxError if it is not Python that we can read."""
        return self._parsed(self._cut)

    @cached_property
    def signature(self) -> Signature:
        head = _HEAD.match(self._cut)
        return signature(self._parsed(f"{head.group()} pass") if head is not None else self.node)

    def _parsed(self, cut: str) -> ast.FunctionDef:
        try:
            body = parse(cut).body if cut else []
        except SyntaxError:
            body = []
        found = body[0].body[-1] if body and isinstance(body[0], ast.ClassDef) else self._otherwise()
        if not isinstance(found, ast.FunctionDef):
            raise SyntaxError("no such method")
        return found


class File:
    """One source; what its outline leaves out is parsed when it is asked for."""

    def __init__(self, member: str, text: str) -> None:
        """``member``: the path in the package's folder or wheel. SyntaxError if it is not Python that we can read."""
        self.member = member
        self._text = text
        self._blocks: Mapping[str, str] = {}
        try:
            found = outline(text)
            self.tree = parse(found.text)
            self._blocks = found.blocks
        except (CutError, SyntaxError):
            self.tree = parse(text)
        self._whole: Mapping[str, ast.ClassDef] | None = None
        self._methods: dict[tuple[str, str], Method | None] = {}

    def method(self, node: ast.ClassDef, name: str) -> "Method | None":
        key = (node.name, name)
        if key not in self._methods:  # a base class is asked once for each of its heirs
            self._methods[key] = self._method(node, name)
        return self._methods[key]

    def _method(self, node: ast.ClassDef, name: str) -> "Method | None":
        block = self._blocks.get(node.name)
        if block is None:
            return _whole(method(node, name))
        try:
            text = function_of(block, name)
        except CutError:
            return _whole(self._parsed(node.name, name))
        return Method(text, text, lambda: self._parsed(node.name, name)) if text is not None else None

    def _parsed(self, owner: str, name: str) -> ast.FunctionDef | None:
        return method(self._classes()[owner], name)

    def _classes(self) -> Mapping[str, ast.ClassDef]:
        if self._whole is None:
            body = parse(self._text).body
            self._whole = {node.name: node for node in _top_level(body) if isinstance(node, ast.ClassDef)}
        return self._whole


def _whole(function: ast.FunctionDef | None) -> Method | None:
    return Method(ast.unparse(function), "", lambda: function) if function is not None else None


@dataclass(frozen=True, slots=True)
class Class:
    name: str
    module: str
    bases: tuple[str, ...]
    node: ast.ClassDef = field(compare=False, repr=False)
    """Of some files without the methods."""
    file: File = field(compare=False, repr=False)

    def method(self, name: str) -> Method | None:
        """Defined in this very class."""
        return self.file.method(self.node, name)


@dataclass(frozen=True, slots=True)
class Module:
    name: str
    """Dotted."""

    classes: Mapping[str, Class]
    imports: Mapping[str, tuple[str, str]]
    """Local name → (module, name there)."""


def parse(text: str) -> ast.Module:
    """SyntaxError for whatever the running Python cannot parse, be it too deep for it."""
    with warnings.catch_warnings():
        # Old releases hold invalid escape sequences; that is their business.
        warnings.simplefilter("ignore")
        try:
            return ast.parse(text)
        except (ValueError, RecursionError, MemoryError) as error:
            raise SyntaxError(str(error)) from error


def walk(start: ast.AST) -> Iterator[ast.AST]:
    """``ast.walk``, in another order, without operators, and in half the time."""
    waiting = [start]
    while waiting:
        node = waiting.pop()
        yield node
        for name in node._fields:
            value = getattr(node, name, None)
            if isinstance(value, list):
                waiting += [item for item in value if isinstance(item, ast.AST)]
            elif isinstance(value, ast.AST) and name not in ("ctx", "op"):
                waiting.append(value)


def read_module(member: str, text: str) -> Module:
    """``member`` is the path inside the wheel."""
    dotted = member.removesuffix(".py").replace("/", ".")
    package = dotted if member.endswith("__init__.py") else dotted.rpartition(".")[0]
    file = File(member, text)
    name = dotted.removesuffix(".__init__")
    classes: dict[str, Class] = {}
    imports: dict[str, tuple[str, str]] = {}
    for node in _top_level(file.tree.body):
        if isinstance(node, ast.ClassDef):
            classes[node.name] = Class(node.name, name, tuple(filter(None, map(_base, node.bases))), node, file)
        elif isinstance(node, ast.ImportFrom):
            origin = _absolute(node, package.removesuffix(".__init__"))
            imports.update({alias.asname or alias.name: (origin, alias.name) for alias in node.names})
    return Module(name, classes, imports)


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
