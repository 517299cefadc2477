"""Attributes: what is behind ``owner.name``, and what setting it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.program import calling, container_methods
from lossguard.text.place import Place
from lossguard.values.calls import Call
from lossguard.values.value import (
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
    lost,
    may_be_absent,
    something,
    union,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_DECISIVE = frozenset(("forward", "data_collator", "collate_fn", "train_dataset"))
"""Attributes by which something that is not known may turn out to decide about a training."""


def attribute(run: Interpreter, value: Value, name: str) -> Value:
    if not isinstance(value, Union):
        return _attribute(run, value, name)
    return union(_attribute(run, member, name) for member in something(value))


def _attribute(run: Interpreter, value: Value, name: str) -> Value:
    match value:
        case Symbol():
            return Symbol(f"{value.path}.{name}")
        case Ref():
            return _object_attribute(run, value, name)
        case ClassValue():
            found = run.find_member(value, name)
            return run.bind(found, value, value) if found is not None else _library_member(run, value, name)
        case Super():
            return _super_attribute(run, value, name)
        case Constant() | Text() | Data() | Special() | ColumnNames():
            return Method(value, name)
        case Unknown():
            return value
        case _:
            return lost(f"the attribute `{name}` of something that is not followed", value)


def _library_member(run: Interpreter, value: ClassValue, name: str) -> Value:
    base = value.library_base()
    if name == "__name__":
        return Constant(value.name)
    if name.startswith("from_"):
        return Unknown(f"`{value.name}.{name}` makes objects of a class of one's own")
    if base is not None:
        return Symbol(f"{base.path}.{name}")
    return Unknown(f"`{value.name}` has no visible `{name}`")


def _object_attribute(run: Interpreter, ref: Ref, name: str) -> Value:
    thing = run.heap[ref]
    if name == "__dict__":
        run.heap.havoc(ref, "its `__dict__` was taken")
        return lost("the `__dict__` of an object", ref)
    if name == "__class__":
        return thing.type or Unknown("the class of an object")
    if isinstance(thing.type, ClassValue):
        found = run.find_member(thing.type, name)
        own = thing.fields.get(name)
        if isinstance(found, FunctionValue) and found.role == "property":
            return calling.run_function(run, run.bound_method(found, ref), Call(found.node))
        if own is not None:
            # A missing key of a dict joined from two paths: the class's is seen there.
            return own if found is None or not may_be_absent(own) else union((own, found))
        if run.find_member(thing.type, "__getattribute__") is not None:
            return lost("attributes of it are made by code that is not followed", ref)
        if isinstance(found, FunctionValue):
            bound = run.bound_method(found, ref)
            return calling.run_function(run, bound, Call(found.node)) if found.role == "cached" else bound
        if found is not None:
            # Somebody outside this file may have set it.
            return found if thing.rest is None else lost("an attribute that may have been set", found, thing.rest)
        if run.find_member(thing.type, "__getattr__") is not None:
            return lost("attributes of it are made by code that is not followed", ref)
    handler = run.models.attributes.get((thing.kind, name))
    if handler is not None:
        return handler(run, ref)
    if thing.kind in ("dict", "list", "tuple", "sequence"):
        return Method(ref, name)
    if thing.kind in ("encoding", "example") and name in container_methods.OF_DICTS:
        return Method(ref, name)
    if name in thing.fields:
        return thing.fields[name]
    modelled = run.models.has_method(thing.kind, name) or run.models.inherited_by(thing, name) is not None
    if thing.rest is not None and not modelled:
        # Arguments hold plain values: who gets one of them cannot change the others.
        holder = thing.rest if thing.kind == "arguments" else ref
        return lost(f"whether it has an attribute `{name}` is not known", holder)
    if thing.kind in run.models.nested and not modelled:
        return ref
    if thing.kind == "encoding" and name in ("input_ids", "attention_mask", "labels"):
        return thing.get(name)
    return Method(ref, name)


def _super_attribute(run: Interpreter, value: Super, name: str) -> Value:
    kind = run.heap[value.bound].type if isinstance(value.bound, Ref) else value.bound
    order = kind.order() if isinstance(kind, ClassValue) else value.owner.order()
    if value.owner not in order:
        order = value.owner.order()
    for base in order[order.index(value.owner) + 1 :]:
        if not isinstance(base, ClassValue):
            return Method(value.bound, name)  # a library's class, or one that is not followed
        found = _own_member(run, base, name)
        if found is not None:
            return run.bind(found, value.bound, base)
    return Method(value.bound, name)


def _own_member(run: Interpreter, owner: ClassValue, name: str) -> Value | None:
    return run.heap[owner.frame].fields.get(name) if owner.frame in run.heap else None


def find_member(run: Interpreter, owner: ClassValue, name: str) -> Value | None:
    """A method or class attribute, looked up through the script's own bases."""
    behind: Value | None = None
    for base in owner.order():
        if not isinstance(base, ClassValue):
            behind = behind or base
            continue
        found = _own_member(run, base, name)
        if found is None and base.frame in run.heap:
            behind = behind or run.heap[base.frame].rest
        if found is not None:
            # A class before it, of which the members are not visible, may have one of that name.
            return found if behind is None else lost(f"`{name}` may be another class's", found)
    return None


def bound_method(run: Interpreter, found: FunctionValue, to: Ref) -> FunctionValue:
    """A method as it is seen through an object."""
    kind = run.heap[to].type
    assert isinstance(kind, ClassValue)
    method = run.bind(found, to, kind)
    assert isinstance(method, FunctionValue)
    return method


def bind(run: Interpreter, found: Value, to: Value, owner: ClassValue) -> Value:
    """A member as it is seen through an instance (or a class)."""
    if not isinstance(found, FunctionValue):
        return found
    bound: Value | None = to
    if found.role == "static" or (isinstance(to, ClassValue) and found.role != "class"):
        bound = None
    elif found.role == "class" and isinstance(to, Ref):
        bound = run.heap[to].type
    owner = _defining(run, owner, found)
    return FunctionValue(found.node, found.frame, found.defaults, owner, bound, found.role, place=found.place)


def _defining(run: Interpreter, owner: ClassValue, found: FunctionValue) -> ClassValue:
    """The class whose body defines a method: ``super()`` in it looks behind that class."""
    for base in owner.order():
        if isinstance(base, ClassValue):
            run.looks_into(base.node.body)
            if found.node in base.node.body:
                return base
    return owner


def set_attribute(run: Interpreter, owner: Value, name: str, value: Value, place: Place) -> None:
    match owner:
        case Ref():
            _set_object_attribute(run, owner, name, value, place)
        case ClassValue():
            run.heap.set(owner.frame, name, value, place)
        case Symbol():
            run.patched |= {run.models.canonical(owner.path), run.models.canonical(f"{owner.path}.{name}")}
            run.kept([value], f"it is kept by `{owner.path}`")
        case _:
            if name in _DECISIVE:
                run.patched |= {f"*.{name}"}  # of what is not known: `type(model).forward = …`
            run.kept([owner, value], f"an attribute `{name}` was set on what is not followed")


def _set_object_attribute(run: Interpreter, owner: Ref, name: str, value: Value, place: Place) -> None:
    thing = run.heap[owner]
    if isinstance(thing.type, ClassValue):
        found = run.find_member(thing.type, name)
        is_property = isinstance(found, FunctionValue) and found.role == "property"
        if is_property or run.find_member(thing.type, "__setattr__") is not None:
            run.escape([owner, value], f"setting `{name}` calls code that is not followed")
            return
    setter = run.models.setters.get((thing.kind, name))
    if setter is not None:
        setter(run, owner, value, place)
        return
    library = isinstance(thing.type, Symbol)
    replaced = run.models.replaces_behaviour(thing.kind, name, value, library=library)
    if replaced or name in ("__class__", "__dict__"):
        run.heap.havoc(owner, f"its `{name}` was replaced")
        if thing.kind != "trainer":
            run.heap.writable(owner).type = Unknown(f"its `{name}` was replaced")
    run.heap.set(owner, name, value, place)
    if (also := run.models.on_set.get(thing.kind)) is not None:
        also(run, owner, value, place)
