"""Which functions that no visible code calls are worth running: those that may train, or change what a training uses.

A script's uncalled functions are run with unknown arguments, since something outside may call them. Most
of them (metrics, plots, the methods of a library's own trainer) neither build a trainer nor reach an object
of the module. They are told by the words they contain, over-approximated by name: a word leads to every
function or class of that name, an attribute to every method of that name.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lossguard.program import deeds
from lossguard.program.mentioned import Words
from lossguard.syntax import nodes as n
from lossguard.values.value import ClassValue, FunctionValue, Symbol, Value, atoms, parts

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter

_DYNAMIC = frozenset(("exec", "eval", "globals", "locals", "vars"))
"""Names of code that may bind or change anything."""
_SETTERS = frozenset(("setattr", "delattr"))
_LIBRARIES = frozenset(("transformers", "trl", "peft", "unsloth", "unsloth_zoo", "accelerate", "datasets"))
_LOOPS = frozenset(("backward",))
"""Words of a training loop without a trainer."""


def changes_nothing(run: Interpreter, function: FunctionValue) -> bool:
    """Whether a function that somebody outside calls with what is not known can change no tracked object.

    What it is bound to has escaped. The functions that it calls count as called.
    """
    waiting, seen = [function], {function.node}
    while waiting:
        one = waiting.pop()
        words = run.words(one.node)
        if words.rebound or "forward" in words.stored or not words.names.isdisjoint(_DYNAMIC | _SETTERS):
            return False
        if any(default is not None and parts(default) for default in one.defaults):
            return False
        for name in words.names:
            _, value = run.find_name(one.frame, name)
            if isinstance(value, Symbol):
                if name in words.stored or run.models.kind_of(run.models.canonical(value.path)) is not None:
                    return False
                continue
            for part in parts(value) if value is not None else ():
                if isinstance(part, FunctionValue):
                    members = [part]
                elif isinstance(part, ClassValue):
                    members = [held for held in run.members_of(part) if isinstance(held, FunctionValue)]
                else:
                    return False
                new = [member for member in members if member.node not in seen]
                seen.update(member.node for member in new)
                waiting += new
    seen.discard(function.node)
    for node in seen:
        run.do(deeds.calls, node)
    return True


class Relevance:
    """Answers for the functions of one script, at the end of its module."""

    def __init__(self, run: Interpreter) -> None:
        self.run = run
        names = run.frame(run.module)
        self.trainers = self._trainer_words()
        """Words by which a trainer can be built that the module does not bind."""
        self.aliases = {name for name, value in names.items() if self._builds_trainer(value)}
        self.others = names.keys() - self.aliases
        self.held = self._held_words(names)
        self.symbols = frozenset(name for name, value in names.items() if isinstance(value, Symbol))
        self.library_symbols = _LIBRARIES | {
            name for name, value in names.items() if isinstance(value, Symbol) and value.root in _LIBRARIES
        }
        self.by_word: dict[str, list[n.Node]] = {}
        for function in (*run.functions, *run.foreign):
            self.by_word.setdefault(function.name, []).append(function.node)
            if any(atoms([default]) for default in function.defaults if default is not None):
                self.held.add(function.name)
        for name, value in names.items():
            if isinstance(value, FunctionValue) and value.name != name:  # `from module import build as make`
                self.by_word.setdefault(name, []).append(value.node)
        for owner in run.classes:
            methods = [method for method in owner.node.body if isinstance(method, n.Function)]
            self.by_word.setdefault(owner.name, []).extend(methods)

    def _trainer_words(self) -> frozenset[str]:
        models = self.run.models
        words = {path.rpartition(".")[2] for path, (kind, _) in models.classes.items() if kind == "trainer"}
        return _LOOPS | words | {path.rpartition(".")[2] for path in models.training}

    def _builds_trainer(self, value: Value) -> bool:
        base = value.library_base() if isinstance(value, ClassValue) else value
        if not isinstance(base, Symbol):
            return False
        path = self.run.models.canonical(base.path)
        found = self.run.models.kind_of(path)
        return path in self.run.models.training or (found is not None and found[0] == "trainer")

    def _held_words(self, names: dict[str, Value]) -> set[str]:
        """Names of the module, and attributes of its classes, that lead to objects which can be changed."""
        held = {name for name, value in names.items() if self._leads_to_object(value)}
        for owner in self.run.classes:
            thing = self.run.heap.objects.get(owner.frame)
            if thing is not None:
                held.update(name for name, value in thing.fields.items() if self._leads_to_object(value))
        return held

    def _leads_to_object(self, value: Value) -> bool:
        if isinstance(value, FunctionValue | ClassValue):
            return False
        return any(not isinstance(part, FunctionValue | ClassValue) for part in atoms((value,)))

    def worth_running(self, roots: list[FunctionValue]) -> list[FunctionValue]:
        """Those of some functions that may train something, or change what a training uses."""
        reach = {id(function): self._reach(function.node) for function in roots}
        trains = any(self._trains(words) for reached in reach.values() for words in reached)
        if not trains and not self.run.trainings and not self._has_trainer():
            return []
        return [function for function in roots if any(self._matters(words) for words in reach[id(function)])]

    def _has_trainer(self) -> bool:
        return any(thing.kind == "trainer" for thing in self.run.heap.objects.values())

    def _reach(self, function: n.Node) -> list[Words]:
        """Words of a function and of all that it may call."""
        waiting, seen = [function], {function}
        found: list[Words] = []
        while waiting:
            words = self.run.words(waiting.pop())
            found.append(words)
            for word in words.all & self.by_word.keys():
                for node in self.by_word[word]:
                    if node not in seen:
                        seen.add(node)
                        waiting.append(node)
        return found

    def _trains(self, words: Words) -> bool:
        if not words.names.isdisjoint(self.aliases):
            return True
        attributes = words.all - words.names
        return not attributes.isdisjoint(self.trainers) or not self.trainers.isdisjoint(words.names - self.others)

    def _matters(self, words: Words) -> bool:
        return (
            bool(words.rebound)
            or self._trains(words)
            or not words.all.isdisjoint(self.held)
            or not words.names.isdisjoint(_DYNAMIC)
            or "forward" in words.stored
            or not words.stored.isdisjoint(self.symbols)
            or (not words.names.isdisjoint(_SETTERS) and not words.names.isdisjoint(self.library_symbols))
        )
