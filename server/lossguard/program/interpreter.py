"""The abstract interpreter: runs a script on what is known of its values, never on the values.

Soundness, from DESIGN: a fact holds on every path or it is not a fact (*must*); an object that reaches
code that is not followed loses its facts (*havoc*); what no visible code calls is run by itself with
unknown arguments (*roots*).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager

from lossguard.program import builtins, calling, cells, container_methods, containers, deeds, formatting, operators
from lossguard.program.expressions import EVALUATE
from lossguard.program.loops import Loops
from lossguard.program.machine import LAST_STEP, MAX_STEPS, BackCalls, Core, ExhaustedError
from lossguard.program.memory import Memory
from lossguard.program.mentioned import Words, words_of
from lossguard.program.modules import Modules, NoModules
from lossguard.program.relevance import changes_nothing
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
    Constant,
    Data,
    FunctionValue,
    Method,
    Ref,
    Special,
    Super,
    Symbol,
    Text,
    Union,
    Unknown,
    Value,
    atoms,
    lost,
    may_be_absent,
    members,
    parts,
    something,
    union,
    walk,
)

_DATACLASS = frozenset(("dataclasses.dataclass", "pydantic.dataclasses.dataclass", "attr.s", "attrs.define"))
_RECORD_BASES = frozenset(("typing.NamedTuple", "typing.TypedDict", "pydantic.BaseModel"))
_ROLES = {
    "builtins.property": "property",
    "builtins.staticmethod": "static",
    "builtins.classmethod": "class",
    "functools.cached_property": "cached",
}
_DECISIVE = frozenset(("forward", "data_collator", "collate_fn", "train_dataset"))
"""Attributes by which something that is not known may turn out to decide about a training."""
_MAX_BACK_CALLS = 3
_MAX_BACK_DEPTH = 8


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
        self.heap.whole()
        names = self.heap.writable(self.module).fields
        for name, value in names.items():
            if definitions or not isinstance(value, Symbol | FunctionValue | ClassValue):
                names[name] = lost(why, value)

    def forget_all(self, why: str) -> None:
        """Anything may have happened."""
        for number, thing in list(self.heap.objects.items()):
            if thing.kind != "frame":
                self.heap.havoc(Ref(number), why)
        self.forget_names(why)

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
        handed = list(values)
        self.step(2)
        for value in handed:
            self._patch(value)
        methods = self._methods_of(self.heap.havoc_all(handed, why))
        self.heap.stir(why)
        self.call_back([*handed, *methods])
        return lost(why, *handed)

    def _patch(self, value: Value) -> None:
        """A class of a library in the hands of code that is not followed may not be what it was."""
        for part in walk(value):
            if isinstance(part, Symbol):
                path = self.models.canonical(part.path)
                found = self.models.kind_of(path)
                if found is not None and found[0] in ("trainer", "collator"):
                    self.patched |= {path}

    def _methods_of(self, numbers: Iterable[int]) -> list[FunctionValue]:
        """Methods of the script's own objects among some: whoever has an object may call them."""
        found: list[FunctionValue] = []
        for number in numbers:
            kind = self.heap[number].type
            if self.heap[number].kind == "instance" and isinstance(kind, ClassValue):
                members = (one for one in self.members_of(Ref(number)) if isinstance(one, FunctionValue))
                open_ones = (one for one in members if one.name != "__init__" and not self._settled(one))
                found += (self.bound_method(one, Ref(number)) for one in open_ones)
        return found

    def kept(self, values: list[Value], why: str) -> None:
        """Something is put into an object that is not followed."""
        if atoms(values):
            self.escape(values, why)

    def call_back(self, values: Iterable[Value]) -> None:
        """Somebody outside holds functions of the script and may call them now."""
        given_up: list[FunctionValue] = []
        for function in self.heap.functions(*values):
            if function.node in self.calling_back or self._settled(function):
                continue
            self.step()
            self._binds_any_time(function)
            record = self._record(function.node)
            if changes_nothing(self, function):
                self._was_called_back(function.node, changes=False)
            elif record.count >= _MAX_BACK_CALLS or self.exhausted or self.activation.depth > _MAX_BACK_DEPTH:
                given_up.append(function)
            else:
                self._havoc_called_back(given_up)
                self._call_back(function)
        self._havoc_called_back(given_up)

    def _havoc_called_back(self, functions: list[FunctionValue]) -> None:
        if functions:
            self.havoc_closures(functions, f"`{functions[0].name}` is called from outside this file")
            functions.clear()

    def _settled(self, function: FunctionValue) -> bool:
        """Whether a function was called back several times and only reads, as far as can be told."""
        record = self.back_calls.get(function.node)
        return record is not None and record.count >= _MAX_BACK_CALLS and not record.changes

    def _record(self, node: n.Node) -> BackCalls:
        """How often a function was run for somebody outside, before now."""
        if node not in self.there_first:
            self.there_first[node] = frozenset(self.heap.objects)
        return self.back_calls.get(node, BackCalls())

    def _was_called_back(self, node: n.Node, *, changes: bool) -> None:
        before = self._record(node)
        self.back_calls = {**self.back_calls, node: BackCalls(before.count + 1, before.changes + changes)}

    def _call_back(self, function: FunctionValue) -> None:
        node = function.node
        call = Call(node)
        call.unknown_positional = call.unknown_keywords = Unknown(f"what `{function.name}` is called with")
        before = self.heap.snapshot()
        self.calling_back |= {node}
        self.quiet += 1
        self.perhaps(lambda: calling.run_function(self, function, call))
        self.quiet -= 1
        self.calling_back -= {node}
        self.heap.whole()  # which of the objects were there first is nothing that a state knows
        changed = self.heap.changed_since(before)
        for number in changed:
            if number not in before and self.heap[number].kind == "trainer":
                self.heap.writable(number).rest = Unknown("made by a function that is called from outside this file")
        self._was_called_back(node, changes=not self.there_first[node].isdisjoint(changed))

    def _binds_any_time(self, function: FunctionValue) -> None:
        """Somebody outside may call a function now and later: names of the module that it binds are not known."""
        for name in self.words(function.node).rebound - self.volatile:
            self.volatile |= {name}
            value = self.heap.name(self.module, name)
            if value is not None:
                self.assign_global(name, value)

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
        waiting, seen = list(functions), set[n.Node]()
        reached: dict[Value, None] = {}
        rebound: list[tuple[int, str, Value]] = []
        while waiting:
            one = waiting.pop()
            if one.node in seen:
                continue
            self.step(10)
            seen.add(one.node)
            words = self.words(one.node)
            for name in words.names:
                number, value = self.find_name(one.frame, name)
                if value is None or number is None:
                    continue
                if name in words.rebound:
                    rebound.append((number, name, value))
                if value not in reached and parts(value):
                    reached[value] = None
                    waiting += self.heap.functions(value)
                    waiting += (member for member in self.members_of(value) if isinstance(member, FunctionValue))
            reached.update((held, None) for held in (one.bound, *one.defaults) if held is not None)
        self.heap.havoc_all(list(reached), why)
        for number, name, value in rebound:
            self.heap.bind(number, name, lost(why, value))
        self.heap.stir(why)

    def members_of(self, value: Value) -> list[Value]:
        """Methods of a class, or of the class of an object."""
        found: list[Value] = []
        for part in walk(value):
            kind = self.heap[part].type if isinstance(part, Ref) and part.id in self.heap else part
            for owner in kind.order() if isinstance(kind, ClassValue) else ():
                if isinstance(owner, ClassValue) and owner.frame in self.heap:
                    found += self.heap[owner.frame].fields.values()
        return found

    def words(self, node: n.Node) -> Words:
        words = self.known_words.get(node)
        if words is None:
            words = self.known_words[node] = words_of(node, self.memory.leaves if self.memory is not None else None)
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
                self._binds_any_time(function)
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
        match owner:
            case Ref():
                self._set_object_attribute(owner, name, value, place)
            case ClassValue():
                self.heap.set(owner.frame, name, value, place)
            case Symbol():
                self.patched |= {self.models.canonical(owner.path), self.models.canonical(f"{owner.path}.{name}")}
                self.kept([value], f"it is kept by `{owner.path}`")
            case _:
                if name in _DECISIVE:
                    self.patched |= {f"*.{name}"}  # of what is not known: `type(model).forward = …`
                self.kept([owner, value], f"an attribute `{name}` was set on what is not followed")

    def _set_object_attribute(self, owner: Ref, name: str, value: Value, place: Place) -> None:
        thing = self.heap[owner]
        if isinstance(thing.type, ClassValue):
            found = self.find_member(thing.type, name)
            is_property = isinstance(found, FunctionValue) and found.role == "property"
            if is_property or self.find_member(thing.type, "__setattr__") is not None:
                self.escape([owner, value], f"setting `{name}` calls code that is not followed")
                return
        setter = self.models.setters.get((thing.kind, name))
        if setter is not None:
            setter(self, owner, value, place)
            return
        library = isinstance(thing.type, Symbol)
        replaced = self.models.replaces_behaviour(thing.kind, name, value, library=library)
        if replaced or name in ("__class__", "__dict__"):
            self.heap.havoc(owner, f"its `{name}` was replaced")
            if thing.kind != "trainer":
                self.heap.writable(owner).type = Unknown(f"its `{name}` was replaced")
        self.heap.set(owner, name, value, place)
        if (also := self.models.on_set.get(thing.kind)) is not None:
            also(self, owner, value, place)

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
        if not isinstance(value, Union):
            return self._attribute(value, name)
        return union(self._attribute(member, name) for member in something(value))

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
                return lost(f"the attribute `{name}` of something that is not followed", value)

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
            return lost("the `__dict__` of an object", ref)
        if name == "__class__":
            return thing.type or Unknown("the class of an object")
        if isinstance(thing.type, ClassValue):
            found = self.find_member(thing.type, name)
            own = thing.fields.get(name)
            if isinstance(found, FunctionValue) and found.role == "property":
                return calling.run_function(self, self.bound_method(found, ref), Call(found.node))
            if own is not None:
                # A missing key of a dict joined from two paths: the class's is seen there.
                return own if found is None or not may_be_absent(own) else union((own, found))
            if self.find_member(thing.type, "__getattribute__") is not None:
                return lost("attributes of it are made by code that is not followed", ref)
            if isinstance(found, FunctionValue):
                bound = self.bound_method(found, ref)
                return calling.run_function(self, bound, Call(found.node)) if found.role == "cached" else bound
            if found is not None:
                # Somebody outside this file may have set it.
                return found if thing.rest is None else lost("an attribute that may have been set", found, thing.rest)
            if self.find_member(thing.type, "__getattr__") is not None:
                return lost("attributes of it are made by code that is not followed", ref)
        handler = self.models.attributes.get((thing.kind, name))
        if handler is not None:
            return handler(self, ref)
        if thing.kind in ("dict", "list", "tuple", "sequence"):
            return Method(ref, name)
        if thing.kind in ("encoding", "example") and name in container_methods.OF_DICTS:
            return Method(ref, name)
        if name in thing.fields:
            return thing.fields[name]
        modelled = self.models.has_method(thing.kind, name) or self.models.inherited_by(thing, name) is not None
        if thing.rest is not None and not modelled:
            # Arguments hold plain values: who gets one of them cannot change the others.
            holder = thing.rest if thing.kind == "arguments" else ref
            return lost(f"whether it has an attribute `{name}` is not known", holder)
        if thing.kind in self.models.nested and not modelled:
            return ref
        if thing.kind == "encoding" and name in ("input_ids", "attention_mask", "labels"):
            return thing.get(name)
        return Method(ref, name)

    def _super_attribute(self, value: Super, name: str) -> Value:
        kind = self.heap[value.bound].type if isinstance(value.bound, Ref) else value.bound
        order = kind.order() if isinstance(kind, ClassValue) else value.owner.order()
        if value.owner not in order:
            order = value.owner.order()
        for base in order[order.index(value.owner) + 1 :]:
            if not isinstance(base, ClassValue):
                return Method(value.bound, name)  # a library's class, or one that is not followed
            found = self._own_member(base, name)
            if found is not None:
                return self.bind(found, value.bound, base)
        return Method(value.bound, name)

    def _own_member(self, owner: ClassValue, name: str) -> Value | None:
        return self.heap[owner.frame].fields.get(name) if owner.frame in self.heap else None

    def find_member(self, owner: ClassValue, name: str) -> Value | None:
        """A method or class attribute, looked up through the script's own bases."""
        behind: Value | None = None
        for base in owner.order():
            if not isinstance(base, ClassValue):
                behind = behind or base
                continue
            found = self._own_member(base, name)
            if found is None and base.frame in self.heap:
                behind = behind or self.heap[base.frame].rest
            if found is not None:
                # A class before it, of which the members are not visible, may have one of that name.
                return found if behind is None else lost(f"`{name}` may be another class's", found)
        return None

    def bound_method(self, found: FunctionValue, to: Ref) -> FunctionValue:
        """A method as it is seen through an object."""
        kind = self.heap[to].type
        assert isinstance(kind, ClassValue)
        method = self.bind(found, to, kind)
        assert isinstance(method, FunctionValue)
        return method

    def bind(self, found: Value, to: Value, owner: ClassValue) -> Value:
        """A member as it is seen through an instance (or a class)."""
        if not isinstance(found, FunctionValue):
            return found
        bound: Value | None = to
        if found.role == "static" or (isinstance(to, ClassValue) and found.role != "class"):
            bound = None
        elif found.role == "class" and isinstance(to, Ref):
            bound = self.heap[to].type
        owner = self._defining(owner, found)
        return FunctionValue(found.node, found.frame, found.defaults, owner, bound, found.role, place=found.place)

    def _defining(self, owner: ClassValue, found: FunctionValue) -> ClassValue:
        """The class whose body defines a method: ``super()`` in it looks behind that class."""
        for base in owner.order():
            if isinstance(base, ClassValue):
                self.looks_into(base.node.body)
                if found.node in base.node.body:
                    return base
        return owner
