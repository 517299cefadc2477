"""The abstract interpreter: runs a script on what is known of its values, never on the values.

Soundness, from DESIGN: a fact holds on every path or it is not a fact (*must*); an object that reaches
code that is not followed loses its facts (*havoc*); what no visible code calls is run by itself with
unknown arguments (*roots*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from lossguard.program import (
    attributes,
    builtins,
    calling,
    cells,
    containers,
    deeds,
    formatting,
    operators,
    unfollowed,
)
from lossguard.program.expressions import EVALUATE
from lossguard.program.loops import Loops
from lossguard.program.machine import LAST_STEP, MAX_STEPS, BackCalls, Core, ExhaustedError
from lossguard.program.memory import Memory
from lossguard.program.mentioned import Words, words_of
from lossguard.program.modules import Modules, NoModules
from lossguard.program.statements import EXECUTE
from lossguard.syntax import nodes as n
from lossguard.syntax.walk import nodes_below
from lossguard.text.place import Place
from lossguard.values.calls import Call, Given, Models
from lossguard.values.heap import Object
from lossguard.values.value import (
    Answer,
    ClassValue,
    ColumnNames,
    Data,
    FunctionValue,
    Method,
    Ref,
    Special,
    Symbol,
    Union,
    Unknown,
    Value,
    lost,
    members,
    something,
    union,
)

_DATACLASS = frozenset(("dataclasses.dataclass", "pydantic.dataclasses.dataclass", "attr.s", "attrs.define"))
_RECORD_BASES = frozenset(("typing.NamedTuple", "typing.TypedDict", "pydantic.BaseModel"))
_ROLES = {
    "builtins.property": "property",
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "functools.cached_property": "cached",
}


class Interpreter(Core):
    def __init__(
        self,
        models: Models,
        modules: Modules | None = None,
        memory: Memory | None = None,
        torn: frozenset[n.Node] = frozenset(),
    ) -> None:
        super().__init__(models, memory)
        self.torn = torn
        """Functions, classes and loops in which lines do not parse."""
        self.modules: Modules = modules or NoModules()
        self.importing: list[str] = []
        """Paths of the workspace's modules that are being run, the innermost last."""
        self.module_files: dict[str, str] = {}
        """Paths of those that were run, by the keys of their parts."""
        self.builtins = builtins.NAMES
        self.calling_back: frozenset[n.Node] = frozenset()
        """Functions that are being run because somebody outside may call them."""
        self.back_calls: Mapping[n.Node, BackCalls] = {}
        self.there_first: dict[n.Node, frozenset[int]] = {}
        """The objects that were there when a function was first run for somebody outside."""
        self.known_words: dict[n.Node, Words] = memory.words if memory is not None else {}
        self.foreign: list[FunctionValue] = []
        """Functions and methods of other modules of the workspace: they are run where they are called only."""
        self.loops = Loops()
        self.cells: list[FunctionValue] = []
        """Cells of a marimo notebook."""
        self.volatile: frozenset[str] = frozenset()
        """Names of the module that functions in the hands of others bind, at whatever time."""

    # Statements

    def block(self, body: n.Block) -> None:
        self.looks_into(body)
        for statement in body:
            if not self.alive:
                return
            self.step()
            if self.memory is None:
                EXECUTE[type(statement)](self, statement)
            else:
                self.memory.run(self, statement, EXECUTE[type(statement)])
            if self.guards and self.guards[-1].activation is self.activation:
                self.guards[-1].add(self.heap)

    def star_import(self, module: str, *, known: bool) -> None:
        """``from module import *``: an unknown module may bind any name, but hardly that of another import."""
        self.star_imports += (module,)
        if not known:
            self.forget_names(f"`{module}` may have replaced it", definitions=False)

    def forget_names(self, why: str, *, definitions: bool = True) -> None:
        """Something that is not followed may have bound any name of the module."""
        unfollowed.forget_names(self, why, definitions=definitions)

    def forget_all(self, why: str) -> None:
        """Anything may have happened."""
        unfollowed.forget_all(self, why)

    def attempt(self, what: Callable[[], Value | None]) -> Value | None:
        """Run something of the module; what is too much to be followed may have done anything."""
        activation = self.activation
        try:
            return what()
        except (ExhaustedError, RecursionError):
            self.activation, self.alive = activation, True
            self.guards.clear()
            activation.loops.clear()
            self.calling_back = frozenset()
            self.quiet = 0
            self.forget_all("the script is too much to be followed")
            return None

    # What is not followed

    def escape(self, values: Iterable[Value], why: str) -> Unknown:
        """Hand values to code that is not followed: it may change them, and call the functions among them."""
        return unfollowed.escape(self, values, why)

    def kept(self, values: list[Value], why: str) -> None:
        """Something is put into an object that is not followed."""
        unfollowed.kept(self, values, why)

    def call_back(self, values: Iterable[Value]) -> None:
        """Somebody outside holds functions of the script and may call them now."""
        unfollowed.call_back(self, values)

    def binds_any_time(self, function: FunctionValue) -> None:
        """Somebody outside may call a function now and later: names of the module that it binds are not known."""
        unfollowed.binds_any_time(self, function)

    def assign_name(self, name: str, value: Value) -> None:
        activation = self.activation
        if activation.class_frame is not None or (name not in self.volatile and name not in activation.global_names):
            super().assign_name(name, value)
            return
        root = self._root_of(activation.frame)
        of_module = activation.frame == root or name in activation.global_names
        if of_module and root != self.module:  # another module of the workspace
            self.heap.bind(root, name, value)
        elif of_module and name in self.volatile:
            self.assign_global(name, value)
        else:
            super().assign_name(name, value)

    def _root_of(self, frame: int) -> int:
        """Frame of the module in which a frame lies."""
        outer = self.parents.get(frame)
        while outer is not None:
            frame, outer = outer, self.parents.get(outer)
        return frame

    def assign_global(self, name: str, value: Value) -> None:
        """Bind a name that may be bound to something else at any time."""
        self.heap.bind(self.module, name, lost(f"`{name}` is bound by a function that others may call", value))

    def havoc_closures(self, functions: Iterable[FunctionValue], why: str) -> None:
        """Functions are called that are not followed: they may change all that they mention, and what that mentions."""
        unfollowed.havoc_closures(self, functions, why)

    def members_of(self, value: Value) -> list[Value]:
        """Methods of a class, or of the class of an object."""
        return unfollowed.members_of(self, value)

    def words(self, node: n.Node) -> Words:
        key = node.anchor.part.key
        known = self.modules.words(key) if key in self.module_files else self.known_words
        words = known.get(node)
        if words is None:
            words = known[node] = words_of(node, self.memory.leaves if self.memory is not None else None)
        self.looks_into(*words.blocks)
        return words

    def declared(self, owner: ClassValue) -> tuple[str, ...]:
        self.looks_into(owner.node.body)
        fields = (one for one in owner.node.body if isinstance(one, n.Assign) and one.annotation is not None)
        targets = [one.targets[0] for one in fields]
        return tuple(target.id for target in targets if isinstance(target, n.Name))

    def compares_length(self, function: FunctionValue) -> bool:
        self.looks_into(*self.words(function.node).blocks)
        below = list(nodes_below(function.node))
        measures = any(
            isinstance(one, n.Call) and isinstance(one.function, n.Name) and one.function.id == "len" for one in below
        )
        return measures and any(isinstance(one, n.Comparison) and "==" in one.operators for one in below)

    def special(self, owner: Value, name: str) -> Value | None:
        """A method with a special name that the class of an object defines; None if it does not."""
        if not isinstance(owner, Ref):
            return None
        kind = self.heap[owner].type
        found = self.find_member(kind, name) if isinstance(kind, ClassValue) else None
        return self.bind(found, owner, kind) if found is not None and isinstance(kind, ClassValue) else None

    def is_call_of(self, node: n.Expression, path: str) -> bool:
        """Whether an expression, already evaluated, calls a function of a library."""
        if not (isinstance(node, n.Call) and isinstance(node.function, n.Name | n.Attribute)):
            return False
        function = self.evaluate(node.function)
        return isinstance(function, Symbol) and function.path == path

    def define(self, function: FunctionValue, decorators: list[Value]) -> None:
        """Bind the name of a function as its decorators leave it."""
        if self.activation.function is None:
            self.do(deeds.defines_foreign_function if self.importing else deeds.defines_function, function)
        value: Value = function
        if function.node in self.torn:
            self.assign_name(function.name, lost(f"a part of `{function.name}` does not parse", function))
            return
        if cells.is_cell(self, decorators):
            self.do(deeds.defines_cell, function)
            return
        for decorator in reversed(decorators):
            if isinstance(decorator, FunctionValue):
                value = self.invoke(decorator, Call(function.node, [Given(value, function.node.place)]))
            elif not self.keeps(decorator):
                self.binds_any_time(function)
                value = lost(f"`{function.name}` is wrapped by a decorator that is not followed", decorator, value)
        self.assign_name(function.name, value)

    def role(self, decorators: list[Value]) -> str:
        for decorator in decorators:
            if isinstance(decorator, Symbol) and decorator.path in _ROLES:
                return _ROLES[decorator.path]
        return ""

    def keeps(self, decorator: Value) -> bool:
        """Whether a decorator leaves what it is put on as it is."""
        if isinstance(decorator, Unknown | Method | Ref):
            # `@app.command()` and the like register a function; a wrapper of another kind is unknown.
            return bool(cells.notebook_method(self, decorator))
        path = decorator.path if isinstance(decorator, Symbol) else ""
        return self.models.canonical(path) in self.models.keep or path.startswith("builtins.")

    def is_dataclass(self, decorators: list[Value], bases: tuple[Value, ...]) -> bool:
        named = [value.path for value in (*decorators, *bases) if isinstance(value, Symbol)]
        inherited = any(isinstance(base, ClassValue) and base.is_dataclass for base in bases)
        return inherited or any(path in _DATACLASS or path in _RECORD_BASES for path in named)

    # Expressions

    def invoke(self, function: Value, call: Call) -> Value:
        return calling.invoke(self, function, call)

    def evaluate(self, node: n.Expression) -> Value:
        self.step()
        return EVALUATE[type(node)](self, node)

    @property
    def spent(self) -> bool:
        """Whether nothing more can be followed."""
        return self.steps > LAST_STEP

    @property
    def exhausted(self) -> bool:
        return self.steps > MAX_STEPS

    def truth(self, value: Value) -> Answer:
        return operators.truth(self, value)

    def binary(self, node: n.Node, operator: str, left: Value, right: Value) -> Value:
        """``left operator right``, over all members of unions."""
        results = [self._binary(node, operator, one, other) for one in members(left) for other in members(right)]
        value = union(results)
        return value if value.place is not None else value.at(node.place)

    def _binary(self, node: n.Node, operator: str, left: Value, right: Value) -> Value:
        if operator == "+":
            if (
                operators.is_textual(left)
                or operators.is_textual(right)
                or (isinstance(left, Data | Special) and isinstance(right, Data | Special))
            ):
                return operators.join_text([left, right])
            joined = containers.concatenate(self, node, left, right)
            if joined is not None:
                return joined
        if operator == "*":
            repeated = containers.repeat(self, node, left, right) or containers.repeat(self, node, right, left)
            if repeated is not None:
                return repeated
        if operator == "-" and isinstance(left, ColumnNames) and not left.by_split:
            out = containers.texts_of(self, right)
            return left.less(out) if out is not None else Unknown("some of the columns")
        if operator == "|" and isinstance(left, Ref) and self.heap[left].kind in ("dict", "encoding", "example"):
            merged = self.make(node, "dict", None, self.heap[left].fields, "merged", rest=self.heap[left].rest)
            containers.update_dict(self, merged, right, node.place)
            return merged
        if operator == "%" and operators.is_textual(left):
            return formatting.by_percent(self, left, right)
        if isinstance(left, Ref) and self.heap[left].kind == "loss":
            return self.make(node, "loss", None, {**self.heap[left].fields, operator: right}, "changed")
        result = operators.arithmetic(operator, left, right)
        return lost(result.why, left, right) if isinstance(result, Unknown) else result

    def subscript(self, node: n.Subscript, owner: Value, index: Value) -> Value:
        if not isinstance(owner, Union):
            return self._subscript(node, owner, index)
        return union(self._subscript(node, member, index) for member in something(owner))

    def _subscript(self, node: n.Subscript, owner: Value, index: Value) -> Value:
        if isinstance(owner, Ref):
            special = self.special(owner, "__getitem__")
            if special is not None:
                return self.invoke(special, Call(node, [Given(index, node.index.place)]))
            handler = self.models.items.get(self.heap[owner].kind)
            if handler is not None:
                return handler(self, owner, index, node)
        return containers.subscript(self, node, owner, index)

    @contextmanager
    def scope(self, node: n.Node) -> Iterator[None]:
        """A frame of its own for the names of a comprehension."""
        outer, outer_class = self.activation.frame, self.activation.class_frame
        frame = self.number(self.activation.context, node, "scope")
        self.heap.add(frame, Object("frame", None, {}, None))
        self.do(deeds.nests, frame, outer)
        walrus = self.activation.scope
        self.activation.scope = outer if walrus is None else walrus
        self.activation.frame, self.activation.class_frame = frame, None
        try:
            yield
        finally:
            self.activation.frame, self.activation.class_frame = outer, outer_class
            self.activation.scope = walrus

    # Assignment

    def assign(self, target: n.Expression, value: Value, place: Place) -> None:
        match target:
            case n.Name():
                self.assign_name(target.id, value)
            case n.Attribute():
                self.set_attribute(self.evaluate(target.value), target.name, value, place)
            case n.Subscript():
                self._assign_item(target, value, place)
            case n.Sequence():
                self._unpack(target, value, place)
            case n.Starred():
                self.assign(target.value, containers.make_list(self, target, "list", [], value), place)
            case _:
                self.evaluate(target)

    def _unpack(self, target: n.Sequence, value: Value, place: Place) -> None:
        items = containers.items_of(self, value)
        starred = any(isinstance(item, n.Starred) for item in target.items)
        if items is None or starred or len(items) != len(target.items):
            element = containers.element_of(self, value)
            items = [element] * len(target.items)
        for part, item in zip(target.items, items, strict=True):
            self.assign(part, item, place)

    def set_attribute(self, owner: Value, name: str, value: Value, place: Place) -> None:
        attributes.set_attribute(self, owner, name, value, place)

    def _assign_item(self, target: n.Subscript, value: Value, place: Place) -> None:
        owner = self.evaluate(target.value)
        index = Unknown("a slice") if isinstance(target.index, n.Slice) else self.evaluate(target.index)
        if not isinstance(owner, Ref):
            self.kept([owner, value], "an item of it was set where it is not followed")
            return
        special = self.special(owner, "__setitem__")
        if special is not None:
            self.invoke(special, Call(target, [Given(index, target.index.place), Given(value, place)]))
            return
        handler = self.models.item_setters.get(self.heap[owner].kind)
        if handler is not None:
            handler(self, owner, index, value, place)
        else:
            containers.set_item(self, target, owner, index, value, place)

    # Attributes

    def attribute(self, value: Value, name: str) -> Value:
        return attributes.attribute(self, value, name)

    def find_member(self, owner: ClassValue, name: str) -> Value | None:
        """A method or class attribute, looked up through the script's own bases."""
        return attributes.find_member(self, owner, name)

    def bound_method(self, found: FunctionValue, to: Ref) -> FunctionValue:
        """A method as it is seen through an object."""
        return attributes.bound_method(self, found, to)

    def bind(self, found: Value, to: Value, owner: ClassValue) -> Value:
        """A member as it is seen through an instance (or a class)."""
        return attributes.bind(self, found, to, owner)
