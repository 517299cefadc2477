"""Python's built-in functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.program import calling, containers, numbers, operators
from lossguard.syntax import nodes as n
from lossguard.values.calls import Call, Given
from lossguard.values.value import (
    ABSENT,
    ColumnNames,
    Constant,
    Data,
    FunctionValue,
    Length,
    Method,
    Position,
    Ref,
    Super,
    Symbol,
    Unknown,
    Value,
    lost,
    may_be_absent,
    union,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_PURE = frozenset(
    """print isinstance issubclass id repr hash callable format ascii bin hex oct ord chr round abs divmod pow any all
    sum min max open input breakpoint help dir globals locals vars type object bool float complex bytes bytearray
    memoryview slice hasattr iter next staticmethod classmethod property""".split()
)
_KNOWN = (
    "len range list dict tuple set frozenset str int enumerate zip sorted reversed getattr setattr super map filter "
    "exec eval delattr compile __import__".split()
)
NAMES: dict[str, Value] = {
    **{name: Symbol(f"builtins.{name}") for name in (*_PURE, *_KNOWN)},
    "__name__": Constant("__main__"),
    "__file__": Unknown("the path of the file"),
}


def call(run: Interpreter, name: str, call: Call) -> Value:
    """The result of a built-in function."""
    first = call.value(None, 0)
    node = call.node
    match name:
        case "len":
            return _length(run, first)
        case "list" | "tuple" | "set" | "frozenset":
            return _collection(run, name, first, node)
        case "dict":
            return _dict(run, call)
        case "str":
            return operators.join_text([first]) if first is not ABSENT else Constant("")
        case "int" if isinstance(first, Length):
            return first
        case "int" | "float" | "abs" | "round" | "pow":
            plain = call.positional and not call.keywords and call.unknown_positional is None
            return numbers.computed(name, [given.value for given in call.positional]) if plain else Unknown("a number")
        case "enumerate" | "zip" | "sorted" | "reversed" | "map" | "filter" | "range":
            return _iterate(run, name, call)
        case "getattr":
            return _getattr(run, call)
        case "setattr":
            return _setattr(run, call)
        case "super":
            return _super(run.activation.method)
        case "exec" | "eval":
            if name == "exec":
                run.forget_all("`exec` may change it")
            else:
                _forget_objects(run)
            return calling.not_followed(run, call, f"`{name}` is not followed")
        case "delattr" | "__import__" | "compile":
            return calling.not_followed(run, call, f"`{name}` is not followed")
        case "vars" if first is not ABSENT:
            run.heap.havoc(first, "its `__dict__` was taken")
            return lost("the `__dict__` of an object", first)
        case "globals":
            return Ref(run.module)
        case "locals" | "vars":
            return Ref(run.activation.frame)
        case "bool":
            truth = operators.truth(run, first)
            return Unknown("a condition") if truth is None else Constant(truth)
        case "iter" if isinstance(first, Ref) and len(call.positional) == 1 and run.special(first, "__iter__") is None:
            return first
        case "next" if isinstance(first, Ref) and run.special(first, "__next__") is None:
            fallback = call.value(None, 1)
            return union([containers.element(run, first), *([fallback] if fallback is not ABSENT else [])])
        case "max" | "min" | "sum" | "all" | "any" if (items := _numbers(run, call)) is not None:
            return operators.all_or_any(run, name, items) if name in ("all", "any") else numbers.computed(name, items)
        case "next" | "iter" | "max" | "min":
            items = [containers.element_of(run, value) for value in call.values()]
            return lost(f"the result of `{name}`", *call.values(), *items)
        case "type" if isinstance(first, Ref) and len(call.positional) == 1:
            return run.heap[first].type or Unknown("the type of an object")
        case _:
            for value in call.values():  # `max(rows, key=measure)`, `print(value)` with a `__str__` of its own
                if isinstance(value, FunctionValue):
                    run.call_back([value])
            return Unknown(f"the result of `{name}`")


def _numbers(run: Interpreter, call: Call) -> list[Value] | None:
    """What ``max(a, b)`` or ``max([a, b])`` looks at; None if not all of it is known, or if there is more to it."""
    if not call.positional or call.keywords or call.unknown_positional or call.unknown_keywords:
        return None
    if len(call.positional) > 1:
        return [given.value for given in call.positional]
    items = containers.items_of(run, call.positional[0].value)
    return items or None


def _forget_objects(run: Interpreter) -> None:
    for number, thing in list(run.heap.objects.items()):
        if thing.kind != "frame":
            run.heap.havoc(Ref(number), "`eval` may change it")


def _length(run: Interpreter, value: Value) -> Value:
    items = containers.items_of(run, value)
    if items is not None:
        return Constant(len(items))
    if isinstance(value, Constant) and isinstance(value.value, str):
        return Constant(len(value.value))
    if isinstance(value, Ref) and run.heap[value].kind in ("sequence", "list"):
        return Length()
    return Length() if isinstance(value, Data) else Unknown("a length")


def _collection(run: Interpreter, name: str, value: Value, node: n.Node) -> Value:
    kind = {"frozenset": "set"}.get(name, name)
    if value is ABSENT:
        return containers.make_list(run, node, kind, [], None)
    if isinstance(value, ColumnNames | Data):
        return value
    items = containers.items_of(run, value) if kind == "set" else containers.in_order(run, value)
    if items is not None:
        make = containers.make_set if kind == "set" else None
        return make(run, node, items) if make else containers.make_list(run, node, kind, items, None)
    if isinstance(value, Ref) and run.heap[value].kind == "sequence":
        return containers.copy_sequence(run, node, value)
    return containers.make_list(run, node, kind, [], containers.element_of(run, value))


def _dict(run: Interpreter, call: Call) -> Value:
    ref = run.make(call.node, "dict", None, rest=call.unknown_keywords or call.unknown_positional)
    for given in call.positional:
        containers.update_dict(run, ref, given.value, given.place)
    for name, given in call.keywords.items():
        run.heap.set(ref, name, given.value, given.place)
    return ref


def _iterate(run: Interpreter, name: str, call: Call) -> Value:
    node = call.node
    arguments = [given.value for given in call.positional]
    if name == "range":
        return containers.make_list(run, node, "list", [], _in_range(arguments))
    if name in ("map", "filter"):
        if len(arguments) < 2 or call.unknown_positional is not None:
            return calling.not_followed(run, call, f"the result of `{name}`")
        inner = Call(
            node, [Given(containers.element_of(run, given.value), given.place) for given in call.positional[1:]]
        )
        # For any number of items, and for none.
        result = run.perhaps(lambda: run.invoke(arguments[0], inner))
        return containers.make_list(run, node, "list", [], result if name == "map" else inner.positional[0].value)
    elements = [containers.element_of(run, argument) for argument in arguments]
    if name in ("sorted", "reversed"):
        items = containers.items_of(run, arguments[0]) if arguments else None
        ordered = None
        if items is not None and name == "reversed":
            ordered = items[::-1] if containers.in_order(run, arguments[0]) is not None else None
        elif items is not None and not call.keywords:
            ordered = containers.sorted_constants(items)
        if ordered is not None:
            return containers.make_list(run, node, "list", ordered, None)
        return containers.make_list(run, node, "list", [], elements[0] if elements else Unknown("nothing"))
    if call.unknown_positional is not None:
        return lost(f"the result of `{name}`", *call.values())
    start = call.value("start", 1) if name == "enumerate" else ABSENT
    return _rows(run, node, name, arguments[:1] if name == "enumerate" else arguments, elements, start)


def _in_range(arguments: list[Value]) -> Value:
    """A number of a range: a position in a sequence, if the range is as long as one and begins at 0."""
    stop = (
        arguments[1] if len(arguments) == 2 and arguments[0] == Constant(0) else arguments[0] if arguments else ABSENT
    )
    from_start = len(arguments) == 1 or (len(arguments) == 2 and arguments[0] == Constant(0))
    return Position(True) if from_start and isinstance(stop, Length) else Unknown("a number of a range")


def _rows(
    run: Interpreter, node: n.Node, name: str, arguments: list[Value], elements: list[Value], start: Value
) -> Value:
    """``enumerate`` and ``zip``: tuples, item by item where all items are known."""
    known = [containers.in_order(run, argument) for argument in arguments]
    if known and all(items is not None and len(items) <= containers.MAX_UNROLL for items in known):
        columns = [items for items in known if items is not None]
        if name == "enumerate":
            first = start.value if isinstance(start, Constant) and isinstance(start.value, int) else 0
            counted = start is ABSENT or isinstance(start, Constant)
            indices: list[Value] = [
                Constant(first + index) if counted else Unknown("an index") for index in range(len(columns[0]))
            ]
            columns = [indices, columns[0]]
        rows: list[Value] = [
            containers.make_list(run, node, "tuple", list(row), None, f"row {index}")
            for index, row in enumerate(zip(*columns, strict=False))
        ]
        return containers.make_list(run, node, "list", rows, None)
    if name == "enumerate":
        index: Value = Position() if start in (ABSENT, Constant(0)) else Unknown("an index")
        cells = [index, *elements[:1]]
    else:
        cells = elements
    row = containers.make_list(run, node, "tuple", cells, None, "row")
    return containers.make_list(run, node, "list", [], row)


def _getattr(run: Interpreter, call: Call) -> Value:
    owner, name = call.value(None, 0), call.value(None, 1)
    if isinstance(name, Constant) and isinstance(name.value, str):
        value = run.attribute(owner, name.value)
        fallback = call.value(None, 2)
        # A method that has no model may as well not be there.
        open_ = may_be_absent(value) or isinstance(value, Method | Symbol)
        return lost("an attribute with a default", value, fallback) if fallback is not ABSENT and open_ else value
    return lost("an attribute whose name is not known", owner)


def _setattr(run: Interpreter, call: Call) -> Value:
    owner, name = call.value(None, 0), call.value(None, 1)
    if isinstance(name, Constant) and isinstance(name.value, str):
        run.set_attribute(owner, name.value, call.value(None, 2), call.place)
    else:
        if isinstance(owner, Symbol):
            run.patched |= {run.models.canonical(owner.path)}
        run.escape([owner, call.value(None, 2)], "an attribute whose name is not known was set")
    return Constant(None)


def _super(method: FunctionValue | None) -> Value:
    if method is None or method.owner is None:
        return Unknown("`super` outside a method")
    return Super(method.owner, method.bound) if method.bound is not None else Unknown("`super` unbound")
