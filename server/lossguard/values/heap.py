"""Objects with identity, and the state of all of them at one point of a script.

A state is forked where paths part and joined where they meet. Objects are shared between states and
copied on the first write, so that a fork costs one dict copy.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.value import (
    ABSENT,
    ColumnNames,
    Columns,
    Ref,
    Unknown,
    Value,
    join_columns,
    members,
    union,
    walk,
)

Kind = str
"""frame · instance · dict · list · tuple · sequence · tokenizer · encoding · model · dataset ·
datasets (a dict of splits) · collator · arguments · trainer · object (anything else of a library)"""

_BOUND_WHEN_USED = frozenset(("frame", "instance", "class"))
"""Kinds whose missing fields count as the other branch's value: a use proves that it was set."""


@dataclass(slots=True, eq=False)
class Object:
    kind: Kind
    type: Value | None
    """Class of the object: a Symbol or ClassValue. Never changes."""
    fields: dict[str, Value]
    made: Place | None
    """The call or display that made it."""
    rest: Value | None = None
    """What a field is that ``fields`` does not name; None: absent."""
    places: dict[str, Place] = field(default_factory=dict[str, Place])
    """Where a field was set: the argument's value or the assignment."""
    node: nodes.Node | None = None
    """The node that made it, of which ``made`` is the place."""
    owner: object = None

    def get(self, name: str) -> Value:
        value = self.fields.get(name)
        if value is not None:
            return value
        return self.rest if self.rest is not None else ABSENT

    def copy(self, owner: object) -> "Object":
        return Object(
            self.kind, self.type, dict(self.fields), self.made, self.rest, dict(self.places), self.node, owner
        )


class State:
    """All objects at one point of the script."""

    __slots__ = ("objects", "token")

    def __init__(self, objects: dict[int, Object] | None = None) -> None:
        self.objects: dict[int, Object] = objects if objects is not None else {}
        self.token: object = object()

    def fork(self) -> "State":
        """An independent copy; both sides copy an object before writing to it."""
        self.token = object()
        return State(dict(self.objects))

    def __getitem__(self, ref: Ref | int) -> Object:
        return self.objects[ref if isinstance(ref, int) else ref.id]

    def add(self, number: int, thing: Object) -> None:
        """Put an object on the heap; one that is there already (a later pass of a loop) is joined."""
        known = self.objects.get(number)
        thing.owner = self.token
        self.objects[number] = thing if known is None else _join_objects(known, thing, self.token)

    def writable(self, ref: Ref | int) -> Object:
        number = ref if isinstance(ref, int) else ref.id
        thing = self.objects[number]
        if thing.owner is not self.token:
            thing = thing.copy(self.token)
            self.objects[number] = thing
        return thing

    def set(self, ref: Ref | int, name: str, value: Value, place: Place | None = None) -> None:
        thing = self.writable(ref)
        thing.fields[name] = value
        if place is not None:
            thing.places[name] = place

    def reachable(self, value: Value) -> Iterator[int]:
        """Objects that can be reached from a value, frames and closures left out."""
        seen: set[int] = set()
        waiting = [value]
        while waiting:
            for part in walk(waiting.pop()):
                if isinstance(part, Ref) and part.id not in seen and part.id in self.objects:
                    seen.add(part.id)
                    yield part.id
                    waiting += self.objects[part.id].fields.values()

    def havoc(self, value: Value, why: str) -> None:
        """Forget the facts of every object that can be reached from a value; their classes stay."""
        reached = list(self.reachable(value))
        waiting = [value, *(inner for number in reached for inner in self.objects[number].fields.values())]
        lists = [part for held in waiting for part in walk(held) if isinstance(part, ColumnNames)]
        if lists:
            self._forget(lists, why)
        for number in reached:
            thing = self.writable(number)
            unknown = Unknown(why)
            thing.rest = unknown
            for name in thing.fields:
                thing.fields[name] = unknown

    def _forget(self, lists: list[ColumnNames], why: str) -> None:
        """Forget lists of columns, which have no identity, wherever they are held."""
        for number, thing in list(self.objects.items()):
            for name, held in thing.fields.items():
                if any(member in lists for member in members(held)):
                    self.writable(number).fields[name] = Unknown(why)

    def widen(self, before: "State") -> None:
        """After another pass of a loop: what is still not what it was before it is unknown."""
        for number, after in list(self.objects.items()):
            known = before.objects.get(number)
            if known is None or known is after:
                continue
            for name in after.fields:
                if not _covers(known.get(name), after.fields[name]):
                    self.writable(number).fields[name] = Unknown("it changes with every pass of a loop")

    def join(self, other: "State") -> "State":
        """The state after one of two paths; both arguments are used up."""
        token = object()
        self.token = token
        for number, theirs in other.objects.items():
            ours = self.objects.get(number)
            if ours is None:
                self.objects[number] = theirs
            elif ours is not theirs:
                self.objects[number] = _join_objects(ours, theirs, token)
        return self


def _covers(known: Value, value: Value) -> bool:
    return isinstance(known, Unknown) or all(member in members(known) for member in members(value))


def _join_objects(one: Object, other: Object, owner: object) -> Object:
    fields: dict[str, Value] = {}
    for name in dict.fromkeys((*one.fields, *other.fields)):
        if one.kind in _BOUND_WHEN_USED and not (name in one.fields and name in other.fields):
            fields[name] = one.fields.get(name) or other.fields[name]
            continue
        first, second = one.get(name), other.get(name)
        if isinstance(first, Columns) and isinstance(second, Columns):
            fields[name] = join_columns(first, second)
        else:
            fields[name] = first if first == second else union((first, second))
    rest = one.rest if one.rest is not None else other.rest
    kind = one.type if one.type == other.type else Unknown("made from different classes")
    return Object(one.kind, kind, fields, one.made, rest, {**other.places, **one.places}, one.node, owner)
