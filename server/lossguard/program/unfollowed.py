"""Code that is not followed: it may change what is handed to it, and call the functions among that."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from lossguard.program import calling
from lossguard.program.machine import BackCalls
from lossguard.program.relevance import changes_nothing
from lossguard.syntax import nodes as n
from lossguard.values.calls import Call
from lossguard.values.value import (
    ClassValue,
    FunctionValue,
    Ref,
    Symbol,
    Unknown,
    Value,
    atoms,
    lost,
    parts,
    walk,
)

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_MAX_BACK_CALLS = 3
_MAX_BACK_DEPTH = 8


def escape(run: Interpreter, values: Iterable[Value], why: str) -> Unknown:
    """Hand values to code that is not followed: it may change them, and call the functions among them."""
    handed = list(values)
    run.step(2)
    for value in handed:
        _patch(run, value)
    methods = _methods_of(run, run.heap.havoc_all(handed, why))
    run.heap.stir(why)
    run.call_back([*handed, *methods])
    return lost(why, *handed)


def kept(run: Interpreter, values: list[Value], why: str) -> None:
    """Something is put into an object that is not followed."""
    if atoms(values):
        run.escape(values, why)


def _patch(run: Interpreter, value: Value) -> None:
    """A class of a library in the hands of code that is not followed may not be what it was."""
    for part in walk(value):
        if isinstance(part, Symbol):
            path = run.models.canonical(part.path)
            found = run.models.kind_of(path)
            if found is not None and found[0] in ("trainer", "collator"):
                run.patched |= {path}


def _methods_of(run: Interpreter, numbers: Iterable[int]) -> list[FunctionValue]:
    """Methods of the script's own objects among some: whoever has an object may call them."""
    found: list[FunctionValue] = []
    for number in numbers:
        kind = run.heap[number].type
        if run.heap[number].kind == "instance" and isinstance(kind, ClassValue):
            members = (one for one in run.members_of(Ref(number)) if isinstance(one, FunctionValue))
            open_ones = (one for one in members if one.name != "__init__" and not _settled(run, one))
            found += (run.bound_method(one, Ref(number)) for one in open_ones)
    return found


def call_back(run: Interpreter, values: Iterable[Value]) -> None:
    """Somebody outside holds functions of the script and may call them now."""
    given_up: list[FunctionValue] = []
    for function in run.heap.functions(*values):
        if function.node in run.calling_back or _settled(run, function):
            continue
        run.step()
        binds_any_time(run, function)
        record = _record(run, function.node)
        if changes_nothing(run, function):
            _was_called_back(run, function.node, changes=False)
        elif record.count >= _MAX_BACK_CALLS or run.exhausted or run.activation.depth > _MAX_BACK_DEPTH:
            given_up.append(function)
        else:
            _havoc_called_back(run, given_up)
            _call_back(run, function)
    _havoc_called_back(run, given_up)


def _havoc_called_back(run: Interpreter, functions: list[FunctionValue]) -> None:
    if functions:
        run.havoc_closures(functions, f"`{functions[0].name}` is called from outside this file")
        functions.clear()


def _settled(run: Interpreter, function: FunctionValue) -> bool:
    """Whether a function was called back several times and only reads, as far as can be told."""
    record = run.back_calls.get(function.node)
    return record is not None and record.count >= _MAX_BACK_CALLS and not record.changes


def _record(run: Interpreter, node: n.Node) -> BackCalls:
    """How often a function was run for somebody outside, before now."""
    if node not in run.there_first:
        run.there_first[node] = frozenset(run.heap.objects)
    return run.back_calls.get(node, BackCalls())


def _was_called_back(run: Interpreter, node: n.Node, *, changes: bool) -> None:
    before = _record(run, node)
    run.back_calls = {**run.back_calls, node: BackCalls(before.count + 1, before.changes + changes)}


def _call_back(run: Interpreter, function: FunctionValue) -> None:
    node = function.node
    call = Call(node)
    call.unknown_positional = call.unknown_keywords = Unknown(f"what `{function.name}` is called with")
    before = run.heap.snapshot()
    run.calling_back |= {node}
    run.quiet += 1
    run.perhaps(lambda: calling.run_function(run, function, call))
    run.quiet -= 1
    run.calling_back -= {node}
    run.heap.whole()  # which of the objects were there first is nothing that a state knows
    changed = run.heap.changed_since(before)
    for number in changed:
        if number not in before and run.heap[number].kind == "trainer":
            run.heap.writable(number).rest = Unknown("made by a function that is called from outside this file")
    _was_called_back(run, node, changes=not run.there_first[node].isdisjoint(changed))


def binds_any_time(run: Interpreter, function: FunctionValue) -> None:
    """Somebody outside may call a function now and later: names of the module that it binds are not known."""
    for name in run.words(function.node).rebound - run.volatile:
        run.volatile |= {name}
        value = run.heap.name(run.module, name)
        if value is not None:
            run.assign_global(name, value)


def havoc_closures(run: Interpreter, functions: Iterable[FunctionValue], why: str) -> None:
    """Functions are called that are not followed: they may change all that they mention, and what that mentions."""
    waiting, seen = list(functions), set[n.Node]()
    reached: dict[Value, None] = {}
    rebound: list[tuple[int, str, Value]] = []
    while waiting:
        one = waiting.pop()
        if one.node in seen:
            continue
        run.step(10)
        seen.add(one.node)
        words = run.words(one.node)
        for name in words.names:
            number, value = run.find_name(one.frame, name)
            if value is None or number is None:
                continue
            if name in words.rebound:
                rebound.append((number, name, value))
            if value not in reached and parts(value):
                reached[value] = None
                waiting += run.heap.functions(value)
                waiting += (member for member in run.members_of(value) if isinstance(member, FunctionValue))
        reached.update((held, None) for held in (one.bound, *one.defaults) if held is not None)
    run.heap.havoc_all(list(reached), why)
    for number, name, value in rebound:
        run.heap.bind(number, name, lost(why, value))
    run.heap.stir(why)


def members_of(run: Interpreter, value: Value) -> list[Value]:
    """Methods of a class, or of the class of an object."""
    found: list[Value] = []
    for part in walk(value):
        kind = run.heap[part].type if isinstance(part, Ref) and part.id in run.heap else part
        for owner in kind.order() if isinstance(kind, ClassValue) else ():
            if isinstance(owner, ClassValue) and owner.frame in run.heap:
                found += run.heap[owner.frame].fields.values()
    return found


def forget_names(run: Interpreter, why: str, *, definitions: bool = True) -> None:
    """Something that is not followed may have bound any name of the module."""
    run.heap.whole()
    names = run.heap.writable(run.module).fields
    for name, value in names.items():
        if definitions or not isinstance(value, Symbol | FunctionValue | ClassValue):
            names[name] = lost(why, value)


def forget_all(run: Interpreter, why: str) -> None:
    """Anything may have happened."""
    for number, thing in list(run.heap.objects.items()):
        if thing.kind != "frame":
            run.heap.havoc(Ref(number), why)
    run.forget_names(why)
