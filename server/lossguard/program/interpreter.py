"""The abstract interpreter: runs a script on what is known of its values, never on the values.

Soundness, from DESIGN: a fact holds on every path or it is not a fact (*must*); an object that reaches
code that is not followed loses its facts (*havoc*); what no visible code calls is run by itself with
unknown arguments (*roots*).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from lossguard.program import builtins, calling, containers, operators
from lossguard.program.expressions import EVALUATE
from lossguard.program.machine import MAX_STEPS, Core
from lossguard.program.statements import EXECUTE
from lossguard.syntax import nodes as n
from lossguard.text.place import Place
from lossguard.values.calls import Call, Given, Models
from lossguard.values.heap import Object
from lossguard.values.value import (
    Answer,
    ClassValue,
    ColumnNames,
    Constant,
    Data,
    FunctionValue,
    Method,
    Ref,
    Special,
    Super,
    Symbol,
    Text,
    Unknown,
    Value,
    members,
    union,
)

_DATACLASS = frozenset(("dataclasses.dataclass", "pydantic.dataclasses.dataclass", "attr.s", "attrs.define"))
_RECORD_BASES = frozenset(("typing.NamedTuple", "typing.TypedDict", "pydantic.BaseModel"))
_ROLES = {"property": "property", "staticmethod": "static", "classmethod": "class"}


class Interpreter(Core):
    def __init__(self, models: Models) -> None:
        super().__init__(models)
        self.builtins = builtins.NAMES

    # Statements

    def block(self, body: Iterable[n.Statement]) -> None:
        for statement in body:
            if not self.alive:
                return
            EXECUTE[type(statement)](self, statement)

    def define(self, function: FunctionValue, decorators: list[Value]) -> None:
        """Bind the name of a function as its decorators leave it."""
        if self.activation.function is None:
            self.functions.append(function)
        value: Value = function
        for decorator in reversed(decorators):
            if isinstance(decorator, FunctionValue):
                value = self.invoke(decorator, Call(function.node, [Given(value, function.node.place)]))
            elif not self.keeps(decorator):
                value = Unknown(f"`{function.name}` is wrapped by a decorator that is not followed")
        self.assign_name(function.name, value)

    def role(self, decorators: list[Value]) -> str:
        for decorator in decorators:
            if isinstance(decorator, Symbol) and decorator.name in _ROLES:
                return _ROLES[decorator.name]
        return ""

    def keeps(self, decorator: Value) -> bool:
        """Whether a decorator leaves what it is put on as it is."""
        if isinstance(decorator, Unknown | Method | Ref):
            # `@app.command()` and the like register a function; a wrapper of another kind is unknown.
            return False
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
        self.steps += 1
        return EVALUATE[type(node)](self, node)

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
        if operator == "|" and isinstance(left, Ref) and self.heap[left].kind == "dict":
            merged = self.make(node, "dict", None, self.heap[left].fields, "merged", rest=self.heap[left].rest)
            containers.update_dict(self, merged, right, node.place)
            return merged
        if operator == "%" and operators.is_textual(left):
            return Text((left, right))
        return operators.arithmetic(operator, left, right)

    def subscript(self, node: n.Subscript, owner: Value, index: Value) -> Value:
        return union(self._subscript(node, member, index) for member in members(owner))

    def _subscript(self, node: n.Subscript, owner: Value, index: Value) -> Value:
        if isinstance(owner, Ref):
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
        self.parents[frame] = outer
        self.activation.frame, self.activation.class_frame = frame, None
        try:
            yield
        finally:
            self.activation.frame, self.activation.class_frame = outer, outer_class

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
        if isinstance(owner, Ref):
            thing = self.heap[owner]
            setter = self.models.setters.get((thing.kind, name))
            if setter is not None:
                setter(self, owner, value, place)
            else:
                self.heap.set(owner, name, value, place)
        elif isinstance(owner, ClassValue):
            self.heap.set(owner.frame, name, value, place)
        elif isinstance(owner, Symbol):
            self.patched.add(self.models.canonical(owner.path))
        else:
            if name == "forward":
                self.patched.add("*.forward")  # of a class that is not known: `type(model).forward = …`
            for member in members(owner):
                self.heap.havoc(member, f"its attribute `{name}` was set on one path only")

    def _assign_item(self, target: n.Subscript, value: Value, place: Place) -> None:
        owner = self.evaluate(target.value)
        index = Unknown("a slice") if isinstance(target.index, n.Slice) else self.evaluate(target.index)
        if isinstance(owner, Ref):
            handler = self.models.item_setters.get(self.heap[owner].kind)
            if handler is not None:
                handler(self, owner, index, value, place)
            else:
                containers.set_item(self, target, owner, index, value, place)
            return
        for member in members(owner):
            self.heap.havoc(member, "an item of it was set on one path only")

    # Attributes

    def attribute(self, value: Value, name: str) -> Value:
        return union(self._attribute(member, name) for member in members(value))

    def _attribute(self, value: Value, name: str) -> Value:
        match value:
            case Symbol():
                return Symbol(f"{value.path}.{name}")
            case Ref():
                return self._object_attribute(value, name)
            case ClassValue():
                found = self.find_member(value, name)
                return self.bind(found, value, value) if found is not None else self._library_member(value, name)
            case Super():
                return self._super_attribute(value, name)
            case Constant() | Text() | Data() | Special() | ColumnNames():
                return Method(value, name)
            case Unknown():
                return value
            case _:
                return Unknown(f"the attribute `{name}` of something that is not followed")

    def _library_member(self, value: ClassValue, name: str) -> Value:
        base = value.library_base()
        if name == "__name__":
            return Constant(value.name)
        if name.startswith("from_"):
            return Unknown(f"`{value.name}.{name}` makes objects of a class of one's own")
        if base is not None:
            return Symbol(f"{base.path}.{name}")
        return Unknown(f"`{value.name}` has no visible `{name}`")

    def _object_attribute(self, ref: Ref, name: str) -> Value:
        thing = self.heap[ref]
        if name == "__dict__":
            self.heap.havoc(ref, "its `__dict__` was taken")
            return Unknown("the `__dict__` of an object")
        if isinstance(thing.type, ClassValue):
            own = thing.fields.get(name)
            if own is not None:
                return own
            found = self.find_member(thing.type, name)
            if found is not None:
                bound = self.bind(found, ref, thing.type)
                if isinstance(bound, FunctionValue) and bound.role == "property":
                    return calling.run_function(self, bound, Call(bound.node))
                return bound
        handler = self.models.attributes.get((thing.kind, name))
        if handler is not None:
            return handler(self, ref)
        if thing.kind in ("dict", "list", "tuple", "sequence"):
            return Method(ref, name)
        if name in thing.fields:
            return thing.fields[name]
        if thing.kind == "encoding" and name in ("input_ids", "attention_mask", "labels"):
            return thing.get(name)
        return Method(ref, name)

    def _super_attribute(self, value: Super, name: str) -> Value:
        for base in value.owner.bases:
            if isinstance(base, ClassValue):
                found = self.find_member(base, name)
                if found is not None:
                    return self.bind(found, value.bound, base)
        return Method(value.bound, name)

    def find_member(self, owner: ClassValue, name: str) -> Value | None:
        """A method or class attribute, looked up through the script's own bases."""
        found = self.heap[owner.frame].fields.get(name) if owner.frame in self.heap.objects else None
        if found is not None:
            return found
        for base in owner.bases:
            if isinstance(base, ClassValue) and (inherited := self.find_member(base, name)) is not None:
                return inherited
        return None

    def bind(self, found: Value, to: Value, owner: ClassValue) -> Value:
        """A member as it is seen through an instance (or a class)."""
        if not isinstance(found, FunctionValue):
            return found
        bound: Value | None = to
        if found.role == "static" or (isinstance(to, ClassValue) and found.role != "class"):
            bound = None
        elif found.role == "class" and isinstance(to, Ref):
            bound = self.heap[to].type
        return FunctionValue(found.node, found.frame, found.defaults, owner, bound, found.role, place=found.place)
