"""Calls: arguments, the script's own functions and classes, library models, and what is not followed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.program import builtins, container_methods, containers, deeds
from lossguard.program.loops import STEPS
from lossguard.program.machine import MAX_DEPTH, Activation
from lossguard.syntax import nodes as n
from lossguard.syntax.likeness import TELLING
from lossguard.values.calls import Call, Given
from lossguard.values.heap import Object
from lossguard.values.value import (
    ABSENT,
    Absent,
    ClassValue,
    Constant,
    FunctionValue,
    Method,
    Partial,
    Ref,
    Symbol,
    Union,
    Unknown,
    Value,
    lost,
    may_be_absent,
    members,
    something,
    union,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_MAX_ALTERNATIVES = 4


# Arguments


def call(run: Interpreter, node: n.Call) -> Value:
    function = run.evaluate(node.function)
    call = arguments(run, node)
    if isinstance(node.function, n.Attribute) and node.function.name in STEPS:
        run.loops.note(run, node, function, call.value("loss", 0))
    value = invoke(run, function, call)
    return value if value.place is not None else value.at(node.place)


def arguments(run: Interpreter, node: n.Call) -> Call:
    call = Call(node)
    for argument in node.arguments:
        value = run.evaluate(argument.value)
        if argument.star == "*":
            _splat(run, call, value, argument)
        elif argument.star == "**":
            _splat_keywords(run, call, value, argument)
        elif argument.keyword is not None:
            call.keywords[argument.keyword] = Given(value, argument.value.place)
        elif call.unknown_positional is None:
            call.positional.append(Given(value, argument.value.place))
        else:
            call.along.append(value)
    if call.along and call.unknown_positional is not None:
        call.unknown_positional = lost("arguments from a splat", *call.along)
    return call


def _splat(run: Interpreter, call: Call, value: Value, argument: n.Argument) -> None:
    items = containers.in_order(run, value)
    if items is None or call.unknown_positional is not None:
        call.unknown_positional = Unknown("arguments from a splat")
        call.along.append(value)
    else:
        call.positional += (Given(item, argument.value.place) for item in items)


def _splat_keywords(run: Interpreter, call: Call, value: Value, argument: n.Argument) -> None:
    thing = run.heap[value] if isinstance(value, Ref) else None
    if thing is None or thing.kind not in ("dict", "encoding", "example"):
        call.unknown_keywords = lost("keyword arguments from a splat", value)
        call.along.append(value)
        return
    if thing.rest is not None:
        call.unknown_keywords = lost("keyword arguments from a splat", thing.rest)
        call.along.append(thing.rest)
    for name, inner in thing.fields.items():
        if inner != ABSENT:
            call.keywords[name] = Given(inner, thing.places.get(name, argument.value.place))


# Dispatch


def invoke(run: Interpreter, function: Value, call: Call) -> Value:
    match function:
        case FunctionValue():
            return run_function(run, function, call)
        case ClassValue():
            return instantiate(run, function, call)
        case Symbol():
            return _call_symbol(run, function, call)
        case Method():
            return _call_method(run, function, call)
        case Ref():
            return _call_object(run, function, call)
        case Partial():
            return invoke(run, function.function, _with_partial(function, call))
        case Union():
            return _call_alternatives(run, function, call)
        case Unknown():
            if _only_tells(call.node):
                return Unknown("the result of writing a message")
            call.along.append(function)
            return not_followed(run, call, function.why)
        case _:
            call.along.append(function)
            return not_followed(run, call, "something that is not followed is called")


def _only_tells(node: n.Node) -> bool:
    """``logger.info(…)``: whatever the logger is, it changes nothing of what it is told."""
    return isinstance(node, n.Call) and isinstance(node.function, n.Attribute) and node.function.name in TELLING


def not_followed(run: Interpreter, call: Call, why: str) -> Unknown:
    """A call whose code is not visible: what it is given loses its facts."""
    return run.escape(call.values(), why)


def _call_alternatives(run: Interpreter, function: Union, call: Call) -> Value:
    if len(something(function)) == 1:
        return invoke(run, something(function)[0], call)
    if len(function.members) > _MAX_ALTERNATIVES:
        call.along.append(function)
        return not_followed(run, call, "one of many functions is called")
    runs = [lambda member=member: invoke(run, member, _again(call)) for member in something(function)]
    return run.either(*runs)


def _again(call: Call) -> Call:
    """A copy: a handler may note something in the call."""
    return Call(
        call.node,
        list(call.positional),
        dict(call.keywords),
        call.unknown_positional,
        call.unknown_keywords,
        along=list(call.along),
    )


def _call_symbol(run: Interpreter, function: Symbol, call: Call) -> Value:
    models = run.models
    path = models.canonical(function.path)
    if path.startswith("builtins."):
        return builtins.call(run, path[9:], call)
    if path in run.patched and (path in models.functions or path in models.classes):
        return not_followed(run, call, f"`{function.path}` was replaced")
    model = models.functions.get(path)
    if model is not None:
        return _made(model(run, call))
    if path in models.keep:
        return function  # `@torch.no_grad()`, `@dataclass(frozen=True)`: the same with and without a call
    found = models.kind_of(path)
    if found is not None:
        kind, constructor = found
        ref = run.make(call.node, kind, Symbol(path, place=function.place))
        constructor(run, ref, call)
        return ref
    owner, _, name = path.rpartition(".")
    class_method = models.class_methods.get((owner, name))
    if class_method is None:
        owner_kind = models.kind_of(owner)
        class_method = models.class_methods.get((owner_kind[0], name)) if owner_kind else None
    if name == "register" and class_method is None:
        _registered(run, owner)
    if class_method is not None:
        call.owner = Symbol(owner, place=function.place)
        return _made(class_method(run, call))
    if path in models.pure or function.root in models.pure:
        return _pure(run, function, call)
    return not_followed(run, call, f"`{function.path}` is not followed")


def _registered(run: Interpreter, owner: str) -> None:
    """``AutoModel.register(MyConfig, MyModel)``: which class it loads from now on is open."""
    found = run.models.kind_of(owner)
    if found is not None and found[0] == "model":
        run.patched |= {owner}


def _made(value: Value) -> Value:
    """What a model returns; one that hands back an argument which was not given has nothing to return."""
    return Unknown("the result of a call that lacks an argument") if value == ABSENT else value


def _pure(run: Interpreter, function: Symbol, call: Call) -> Value:
    """A function that changes nothing; it may call what it is given, and return something that holds it."""
    why = f"the result of `{function.name}` is not followed"
    run.call_back(value for value in call.values() if isinstance(value, FunctionValue | Partial | Union))
    if "shuffle" in function.name:
        return not_followed(run, call, why)
    holds = any(function.path.startswith(f"{package}.") for package in run.models.holding)
    return lost(why, *call.values()) if holds else Unknown(why)


def _call_method(run: Interpreter, function: Method, call: Call) -> Value:
    owner, name = function.owner, function.name
    if isinstance(owner, Ref):
        thing = run.heap[owner]
        if name == "__init__":
            return _library_init(run, owner, call)
        model = run.models.methods.get((thing.kind, name)) or run.models.inherited_by(thing, name)
        if model is not None:
            return model(run, owner, call)
        if name in run.models.pure_methods.get(thing.kind, ()):
            return Unknown(f"the result of `{name}` is not followed")
        if name == "__post_init__" and thing.kind == "arguments":
            return Constant(None)
    assert isinstance(call.node, n.Node)
    node = (
        call.node
        if isinstance(call.node, n.Call)
        else n.Call(call.node.anchor, call.node.start, call.node.end, n.Name(call.node.anchor, 0, 0, name), ())
    )
    value = container_methods.method(run, owner, name, node, call)
    if value is not None:
        return value
    call.along.append(owner)
    return not_followed(run, call, f"the method `{name}` is not followed")


def _library_init(run: Interpreter, ref: Ref, call: Call) -> Value:
    """``super().__init__(…)`` of a class that derives from a library's."""
    thing = run.heap[ref]
    base = thing.type.library_base() if isinstance(thing.type, ClassValue) else None
    path = run.models.canonical(base.path) if base is not None else ""
    found = run.models.kind_of(path) if path else None
    if found is None:
        run.escape(call.values(), "a base class that is not followed")
        return Constant(None)
    run.heap.writable(ref).rest = None
    found[1](run, ref, call)
    if isinstance(thing.type, ClassValue):
        _fill_from_class(run, ref, thing.type)
    return Constant(None)


def _call_object(run: Interpreter, ref: Ref, call: Call) -> Value:
    thing = run.heap[ref]
    if isinstance(thing.type, ClassValue):
        found = run.find_member(thing.type, "__call__")
        if found is not None:
            return invoke(run, run.bind(found, ref, thing.type), call)
    model = run.models.calls.get(thing.kind) or run.models.inherited_by(thing, "__call__")
    if model is not None:
        return model(run, ref, call)
    call.along.append(ref)
    return not_followed(run, call, f"calling a `{thing.kind}` is not followed")


# The script's own functions


def run_function(run: Interpreter, function: FunctionValue, call: Call) -> Value:
    if function.node not in run.calling_back:
        run.do(deeds.calls, function.node)
    if _too_deep(run, function):
        why = f"`{function.name}` is called too deeply to be followed"
        run.havoc_closures((function,), why)
        return not_followed(run, call, why)
    outer = run.activation
    # The frame around it is a part of the context: of one call and one function, there may be several closures.
    context = run.number(outer.context, call.node, function.node, function.frame)
    frame = run.number(context, "frame")
    if not (run.in_loop and run.words(function.node).makes_functions):
        run.heap.drop(frame)
    run.heap.add(frame, Object("frame", None, {}, None))
    run.do(deeds.nests, frame, function.frame)
    method = function if function.owner is not None else outer.method
    run.activation = Activation(context, frame, function, method, outer, outer.depth + 1)
    try:
        _bind(run, function, call, frame)
        return _body(run, function)
    finally:
        run.activation = outer


def _too_deep(run: Interpreter, function: FunctionValue) -> bool:
    if run.activation.depth >= MAX_DEPTH or run.exhausted:
        return True
    activation: Activation | None = run.activation
    running = 0
    while activation is not None:
        running += activation.function is not None and activation.function.node is function.node
        activation = activation.caller
    return running >= 2


def _body(run: Interpreter, function: FunctionValue) -> Value:
    node = function.node
    if isinstance(node, n.Lambda):
        return run.evaluate(node.body)
    entry = run.heap.fork() if run.words(node).yields else None
    run.block(node.body)
    activation = run.activation
    if run.alive:
        activation.returns.append((run.heap, Constant(None)))
    ends = [state for state, _ in activation.returns]
    if entry is not None:
        # It runs only as far as somebody drives it.
        ends += [entry, *activation.pauses]
    run.merge(ends)
    if activation.yields:
        return containers.make_list(run, node, "list", [], union(activation.yields), "yielded")
    if not activation.returns:
        # It always raises, or never ends. The caller's path ends with it; a value is needed all the same.
        return Unknown(f"`{function.name}` never returns")
    return union(value for _, value in activation.returns)


def _bind(run: Interpreter, function: FunctionValue, call: Call, frame: int) -> None:
    """Arguments to parameters."""
    positional = [given.value for given in call.positional]
    if function.bound is not None:
        positional.insert(0, function.bound)
    keywords = dict(call.keywords)
    unknown = call.unknown_positional or call.unknown_keywords
    names = run.heap.writable(frame).fields
    for index, parameter in enumerate(function.node.parameters):
        default = function.defaults[index] if index < len(function.defaults) else None
        if parameter.star == "*":
            rest = lost("arguments from a splat", *call.along) if call.unknown_positional is not None else None
            names[parameter.name] = containers.make_list(run, parameter, "tuple", positional, rest)
            positional = []
        elif parameter.star == "**":
            ref = run.make(parameter, "dict", None, rest=call.unknown_keywords)
            for name, given in keywords.items():
                run.heap.set(ref, name, given.value, given.place)
            names[parameter.name] = ref
        elif positional and parameter.only != "keyword":
            names[parameter.name] = positional.pop(0)
        elif parameter.name in keywords and parameter.only != "positional":
            given_value = keywords.pop(parameter.name).value
            names[parameter.name] = _or_default(given_value, default, unknown)
        elif unknown is not None:
            names[parameter.name] = lost(unknown.why, *call.along, unknown) if isinstance(unknown, Unknown) else unknown
        else:
            names[parameter.name] = default or Unknown(f"the parameter `{parameter.name}` is not given")


def _or_default(value: Value, default: Value | None, unknown: Value | None) -> Value:
    """A keyword from a dict that may lack it: the default counts, too."""
    if not may_be_absent(value):
        return value
    other = unknown or default or Unknown("a parameter that is not given")
    return union([*(member for member in members(value) if not isinstance(member, Absent)), other])


# The script's own classes


def instantiate(run: Interpreter, owner: ClassValue, call: Call) -> Value:
    base = owner.library_base()
    path = run.models.canonical(base.path) if base is not None else ""
    found = run.models.kind_of(path) if path else None
    kind = found[0] if found else "instance"
    if run.find_member(owner, "__new__") is not None:
        return not_followed(run, call, f"`{owner.name}` makes its objects in its own way")
    init = run.find_member(owner, "__init__")
    rest = Unknown("its base class is not followed") if base is not None or not owner.known_bases() else None
    ref = run.make(call.node, kind, owner, rest=rest)
    if init is not None:
        invoke(run, run.bind(init, ref, owner), call)
    elif found is not None:
        run.heap.writable(ref).rest = None
        found[1](run, ref, call)
        _fill_from_class(run, ref, owner)
    elif owner.is_dataclass:
        _fill_dataclass(run, ref, owner, call)
    elif call.values():
        run.escape([*call.values(), ref], "it is kept by a class that is not followed")
    after = run.find_member(owner, "__post_init__")
    if after is not None and init is None:
        invoke(run, run.bind(after, ref, owner), Call(call.node))
    return ref


def _fill_from_class(run: Interpreter, ref: Ref, owner: ClassValue) -> None:
    """Defaults that a class of the script declares for what its library's base takes."""
    for base in owner.order():
        if not isinstance(base, ClassValue) or base.frame not in run.heap:
            break
        for name, value in run.heap[base.frame].fields.items():
            if name not in run.heap[ref].fields and not isinstance(value, FunctionValue) and not name.startswith("__"):
                # Without `@dataclass`, the base's own default comes back in its `__init__`.
                default = value if base.is_dataclass else lost("a default that two classes declare", value)
                run.heap.set(ref, name, default, value.place)


def _fill_dataclass(run: Interpreter, ref: Ref, owner: ClassValue, call: Call) -> None:
    positional = list(call.positional)
    for name in _dataclass_fields(run, owner):
        default = run.find_member(owner, name)
        given = call.keywords.get(name) or (positional.pop(0) if positional else None)
        if given is not None:
            run.heap.set(ref, name, given.value, given.place)
        elif (unknown := call.unknown_keywords or call.unknown_positional) is not None:
            run.heap.set(ref, name, unknown)
        elif default is not None:
            run.heap.set(ref, name, default)


def _dataclass_fields(run: Interpreter, owner: ClassValue) -> list[str]:
    fields: dict[str, None] = {}
    for base in reversed(owner.bases):
        if isinstance(base, ClassValue):
            fields.update(dict.fromkeys(_dataclass_fields(run, base)))
    fields.update(dict.fromkeys(run.declared(owner)))
    return list(fields)


def _with_partial(partial: Partial, call: Call) -> Call:
    place = call.place
    positional = [Given(value, value.place or place) for value in partial.positional]
    keywords = {name: Given(value, value.place or place) for name, value in partial.keywords.items()}
    return Call(
        call.node,
        [*positional, *call.positional],
        {**keywords, **call.keywords},
        call.unknown_positional,
        call.unknown_keywords,
    )
