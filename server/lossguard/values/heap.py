"""Objects with identity, and the state of all of them at one point of a script.

A state is forked where paths part and joined where they meet. Objects are shared between states and
copied on the first write, so that a fork costs one dict copy.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.sameness import same
from lossguard.values.value import (
    ABSENT,
    PLAIN,
    ClassValue,
    ColumnNames,
    Columns,
    FunctionValue,
    Ref,
    Union,
    Unknown,
    Value,
    join_columns,
    lost,
    members,
    parts,
    union,
)

Kind = str
"""frame · instance · dict · list · tuple · sequence · tokenizer · encoding · model · dataset ·
datasets (a dict of splits) · collator · arguments · trainer · object (anything else of a library)"""

_BOUND_WHEN_USED = frozenset(("frame", "instance", "class"))
"""Kinds whose missing fields count as the other branch's value: a use proves that it was set, or finds the
class's."""
_ITEMS = frozenset(("list", "tuple"))
"""Kinds of which ``rest`` is an item, not what a missing field is."""


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

    def held(self) -> list[Value]:
        """Everything that the object holds."""
        return [*self.fields.values(), *([self.rest] if self.rest is not None else [])]

    def copy(self, owner: object) -> "Object":
        return Object(
            self.kind, self.type, dict(self.fields), self.made, self.rest, dict(self.places), self.node, owner
        )


class State:
    """All objects at one point of the script."""

    __slots__ = ("_objects", "dirty", "escaped", "token")

    def __init__(
        self,
        objects: dict[int, Object] | None = None,
        escaped: frozenset[int] = frozenset(),
        dirty: frozenset[int] = frozenset(),
    ) -> None:
        self._objects: dict[int, Object] = objects if objects is not None else {}
        self.token: object = object()
        self.escaped = escaped
        """Objects that code which is not followed may still hold."""
        self.dirty = dirty
        """Those of them that were written to since they were last forgotten."""

    @property
    def objects(self) -> Mapping[int, Object]:
        """All objects, by number."""
        return self._objects

    def whole(self) -> None:
        """All of it is kept, or looked at."""

    @property
    def size(self) -> int:
        """How many objects there are."""
        return len(self._objects)

    def fork(self) -> "State":
        """An independent copy; both sides copy an object before writing to it."""
        self.token = object()
        return self._copy()

    def _copy(self) -> "State":
        return State(dict(self._objects), self.escaped, self.dirty)

    def freeze(self) -> None:
        """From now on, the objects that are there are copied before they are written to."""
        self.token = object()

    def snapshot(self) -> dict[int, Object]:
        """The objects as they are now."""
        self.freeze()
        return dict(self._objects)

    def changed_since(self, snapshot: Mapping[int, Object]) -> list[int]:
        """Objects that are not what they were, or were not there."""
        return [number for number, thing in self._objects.items() if snapshot.get(number) is not thing]

    def __getitem__(self, ref: Ref | int) -> Object:
        return self._objects[ref if isinstance(ref, int) else ref.id]

    def get(self, number: int) -> Object | None:
        return self._objects.get(number)

    def __contains__(self, number: int) -> bool:
        return self.get(number) is not None

    def restore(self, number: int, thing: Object) -> None:
        """Put an object in place that other states may hold, too."""
        self._objects[number] = thing

    def drop(self, number: int) -> None:
        self._objects.pop(number, None)

    def name(self, frame: int, name: str) -> Value | None:
        """What a frame binds a name to; None if it does not, or is not there."""
        thing = self._objects.get(frame)
        return thing.fields.get(name) if thing is not None else None

    def bind(self, frame: int, name: str, value: Value) -> None:
        """Bind a name in a frame."""
        State.writable(self, frame).fields[name] = value

    def add(self, number: int, thing: Object) -> None:
        """Put an object on the heap; one that is there already (a later pass of a loop) is joined."""
        known = self._objects.get(number)
        thing.owner = self.token
        self._objects[number] = thing if known is None else _join_objects(known, thing, self.token)

    def writable(self, ref: Ref | int) -> Object:
        number = ref if isinstance(ref, int) else ref.id
        thing = self._objects[number]
        if number in self.escaped:
            self.dirty |= {number}
        if thing.owner is not self.token:
            thing = thing.copy(self.token)
            self._objects[number] = thing
        return thing

    def set(self, ref: Ref | int, name: str, value: Value, place: Place | None = None) -> None:
        thing = self.writable(ref)
        thing.fields[name] = value
        if place is not None:
            thing.places[name] = place

    def reachable(self, *values: Value) -> list[int]:
        """Objects that can be reached from values, classes among them, closures left out."""
        objects = self._objects
        found: dict[int, bool] = {}
        waiting = list(values)
        while waiting:
            for part in parts(waiting.pop()):
                if isinstance(part, Ref):
                    numbers = [part.id]
                elif isinstance(part, ClassValue):
                    numbers = _frames(part)
                else:
                    continue
                for number in numbers:
                    if number in found:
                        continue
                    thing = objects.get(number)
                    found[number] = thing is not None
                    if thing is not None:
                        waiting += [value for value in thing.fields.values() if type(value) not in PLAIN]
                        if thing.rest is not None:
                            waiting.append(thing.rest)
        self._met(found)
        return [number for number, there in found.items() if there]

    def _met(self, numbers: Mapping[int, bool]) -> None:
        """Objects were looked at; whether they are there."""

    def functions(self, *values: Value) -> list[FunctionValue]:
        """The script's own functions that can be reached from values."""
        found: dict[Value, None] = {}
        for one in [*values, *self._held(self.reachable(*values))]:
            if type(one) in PLAIN:
                continue
            for part in parts(one):
                if isinstance(part, FunctionValue):
                    found[part] = None
        return [part for part in found if isinstance(part, FunctionValue)]

    def _held(self, numbers: Iterable[int]) -> Iterator[Value]:
        for number in numbers:
            yield from self._objects[number].held()

    def havoc(self, value: Value, why: str) -> None:
        """Forget the facts of every object that can be reached from a value."""
        self.havoc_all((value,), why)

    def havoc_all(self, values: Sequence[Value], why: str) -> list[int]:
        """Forget the facts of every object that can be reached from values, and tell which; their classes stay.

        Whoever got hold of them may change them again later (``stir``).
        """
        numbers = self.reachable(*values)
        lists = [
            part
            for one in (*values, *self._held(numbers))
            if type(one) not in PLAIN
            for part in parts(one)
            if isinstance(part, ColumnNames)
        ]
        if lists:
            self._forget(lists, why)
        for number in numbers:
            if number in self.escaped and number not in self.dirty:
                continue  # forgotten before, and not written to since
            known = [name for name, value in self._objects[number].fields.items() if not isinstance(value, Unknown)]
            if not known and isinstance(self._objects[number].rest, Unknown):
                continue  # nothing is known of it
            thing = self.writable(number)
            thing.rest = lost(why, *thing.held())
            for name in known:
                thing.fields[name] = lost(why, thing.fields[name])
        self.escaped |= frozenset(numbers)
        self.dirty -= frozenset(numbers)
        return numbers

    def _forget(self, lists: list[ColumnNames], why: str) -> None:
        """Forget lists of columns, which have no identity, wherever they are held."""
        for number, thing in list(self._objects.items()):
            for name, held in thing.fields.items():
                if isinstance(held, ColumnNames | Union) and any(member in lists for member in members(held)):
                    self.writable(number).fields[name] = Unknown(why)

    def stir(self, why: str) -> None:
        """Code that is not followed runs: it may change what it has kept of earlier calls."""
        for number in self.dirty:
            if number in self:
                self.havoc(Ref(number), why)
        self.dirty = frozenset()

    def covered_by(self, before: "State") -> bool:
        """Whether nothing is there that was not there before: another pass of a loop would do the same again."""
        for number, after in self._objects.items():
            known = before._objects.get(number)
            if known is after:
                continue
            if known is None or not _covers(known.rest or ABSENT, after.rest or ABSENT):
                return False
            if not all(_covers(known.fields.get(name), value) for name, value in after.fields.items()):
                return False
        return self.escaped <= before.escaped and self.dirty <= before.dirty

    def widen(self, before: "State") -> bool:
        """After another pass of a loop: what is still not what it was before it is unknown. True if anything is."""
        changed = False
        for number, after in list(self._objects.items()):
            known = before._objects.get(number)
            if known is None or known is after:
                continue
            names = [name for name in after.fields if not _covers(known.get(name), after.fields[name])]
            for name in names:
                value = lost("it changes with every pass of a loop", known.get(name), after.fields[name])
                if after.kind == "frame":
                    self.bind(number, name, value)
                else:
                    self.writable(number).fields[name] = value
            if after.rest is not None and not _covers(known.rest or ABSENT, after.rest):
                thing = self.writable(number)
                thing.rest = lost("it changes with every pass of a loop", known.rest or ABSENT, after.rest)
                changed = True
            changed = changed or bool(names)
        return changed

    def join(self, other: "State") -> "State":
        """The state after one of two paths; both arguments are used up."""
        token = object()
        self.token = token
        self.escaped |= other.escaped
        self.dirty |= other.dirty
        get = self._objects.get
        changed = [(number, theirs) for number, theirs in other._objects.items() if get(number) is not theirs]
        for number, theirs in changed:
            ours = get(number)
            if ours is None:
                self._objects[number] = theirs
            else:
                joined = _join_objects(ours, theirs, token)
                self._add_class_attributes(joined, ours, theirs)
                self._objects[number] = joined
        return self

    def _add_class_attributes(self, joined: Object, *sides: Object) -> None:
        """Where an instance was not given an attribute, its class's is seen."""
        if not isinstance(joined.type, ClassValue):
            return
        for name in joined.fields:
            if all(name in side.fields for side in sides):
                continue
            for owner in joined.type.order():
                thing = self.get(owner.frame) if isinstance(owner, ClassValue) else None
                if thing is not None and name in thing.fields:
                    joined.fields[name] = union((joined.fields[name], thing.fields[name]))
                    break


def _frames(owner: ClassValue) -> list[int]:
    return [base.frame for base in owner.order() if isinstance(base, ClassValue)]


def _covers(known: Value | None, value: Value) -> bool:
    if known is None:
        return False
    if known is value:
        return True
    if isinstance(known, Unknown):
        return not isinstance(value, Unknown) or set(value.reach) <= set(known.reach)
    return all(member in members(known) for member in members(value))


def _either(first: Value, second: Value) -> Value:
    if isinstance(first, Columns) and isinstance(second, Columns):
        return join_columns(first, second)
    if isinstance(first, Unknown) and isinstance(second, Unknown) and not second.reach:
        return first
    if first is second or (isinstance(first, Union) and same(first, second)):
        return first
    return union((first, second))


def _join_objects(one: Object, other: Object, owner: object) -> Object:
    fields = dict(one.fields)
    bound_when_used = one.kind in _BOUND_WHEN_USED
    for name, second in other.fields.items():
        first = fields.get(name)
        if first is second:
            continue
        if first is None:
            fields[name] = second if bound_when_used else _either(one.get(name), second)
        else:
            fields[name] = _either(first, second)
    if not bound_when_used:
        for name in one.fields.keys() - other.fields.keys():
            fields[name] = _either(one.fields[name], other.get(name))
    rests = [rest for rest in (one.rest, other.rest) if rest is not None]
    if len(rests) == 1 and one.kind not in _ITEMS and not isinstance(rests[0], Unknown):
        rests.append(ABSENT)
    rest = union(rests) if rests else None
    kind = one.type if one.type == other.type else Unknown("made from different classes")
    return Object(one.kind, kind, fields, one.made, rest, {**other.places, **one.places}, one.node, owner)


def same_object(one: Object | None, other: Object | None) -> bool:
    """Whether two objects, or their lacks, are the same in everything."""
    if one is None or other is None:
        return one is other
    return (
        one.kind == other.kind
        and one.node is other.node
        and same(one.made, other.made)
        and same(one.type, other.type)
        and same(one.rest, other.rest)
        and same(one.fields, other.fields)
        and same(one.places, other.places)
    )
