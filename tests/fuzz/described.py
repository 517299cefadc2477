"""What an analysis knows, as plain data: two analyses of one text know the same if their descriptions are equal."""

from dataclasses import fields, is_dataclass
from typing import Any

from lossguard.check import Analysis
from lossguard.syntax.nodes import Node
from lossguard.text.place import Place
from lossguard.values.heap import Object, State
from lossguard.values.value import ClassValue, Constant, FunctionValue, Ref, Special, Value, members

Plain = Any


def described(analysis: Analysis) -> Plain:
    """The training program, and how the script is written."""
    context = analysis.context()
    program, reading = context.program, context.reading
    return {
        "trainings": [
            (one.place.span, one.started, Describing(one.heap).told(one.trainer)) for one in program.trainings
        ],
        "loops": [(one.node.span, Describing(one.heap).told(one.steps)) for one in program.loops],
        "classes": [one.node.span for one in program.classes],
        "patched": sorted(program.patched),
        "imported": [(name, place.span) for name, place in program.imported.items()],
        "scopes": [[(type(node).__name__, node.span) for node in scope.all] for scope in reading.scopes],
        "words": sorted(reading.words),
        "imports": reading.imports,
        "values": {name: [one and one.span for one in values] for name, values in reading.values.items()},
    }


class Describing:
    """Of one state: objects are numbered in the order in which they are met."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.numbers: dict[int, int] = {}

    def told(self, one: object) -> Plain:
        match one:
            case Ref() | ClassValue() | FunctionValue():
                number = {Ref: "id", ClassValue: "frame", FunctionValue: "frame"}[type(one)]
                names = [field.name for field in fields(one) if field.name != number]
                return (type(one).__name__, self._object(getattr(one, number)), self._fields(one, names))
            case Node() | Place():
                return one.span
            case Object():
                return [self._field(*item) for item in sorted(one.fields.items())] + self._fields(
                    one, ["kind", "type", "made", "rest", "places"]
                )
            case Special():
                return ("Special", self._object(one.tokenizer), self._fields(one, ["token", "is_id", "place"]))
            case Value():
                return (type(one).__name__, self._fields(one, [field.name for field in fields(one)]))
            case tuple() | list():
                return [self.told(item) for item in one]
            case frozenset() | set():
                return sorted(repr(self.told(item)) for item in one)
            case dict():
                # Which of two fields was set first tells nothing.
                return {repr(key): self.told(value) for key, value in one.items()}
            case _ if is_dataclass(one):
                return self._fields(one, [field.name for field in fields(one)])
            case _:
                return repr(one)

    def _field(self, name: str, value: Value) -> Plain:
        if not name.startswith("#"):
            return (name, self.told(value))
        numbers = [one.value if isinstance(one, Constant) else None for one in members(value)]  # of objects
        told = zip(numbers, members(value), strict=True)
        return (name, [self._object(known) if type(known) is int else self.told(one) for known, one in told])

    def _fields(self, one: object, names: list[str]) -> Plain:
        return [self.told(getattr(one, name)) for name in names]

    def _object(self, number: Any) -> Plain:
        if number in self.numbers or number not in self.state.objects:
            return self.numbers.get(number, "gone")
        self.numbers[number] = len(self.numbers)
        thing = self.state.objects[number]
        return (self.numbers[number], number in self.state.escaped, self.told(thing))
