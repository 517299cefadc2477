"""Abstract values: what is known of a value at some point of a script, and where it came from.

Values are immutable and equal by content; the place where a value was written does not count.
Things with identity (tokenizers, datasets, dicts, instances) are ``Ref`` to a ``heap.Object``.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from functools import cache
from typing import Any

from lossguard.syntax import nodes
from lossguard.text.place import Place

Answer = bool | None
"""Three-valued: yes, no, or unknown (None)."""

MAX_MEMBERS = 8
MAX_BASES = 400
MAX_TEXT = 20_000
"""Characters of a text that are kept; what is longer is not known."""
_PLAIN_BASES = frozenset(("builtins.object", "abc.ABC", "typing.Generic", "typing.Protocol"))
"""Bases that bring no members of interest."""


@dataclass(frozen=True, slots=True)
class Value:
    place: Place | None = field(default=None, compare=False, kw_only=True)

    def at(self, place: Place) -> "Value":
        """The same value, written at another place."""
        # As `dataclasses.replace` does it, in a fifth of its time: every name that is read makes one.
        kind: Any = type(self)
        new: Value = object.__new__(kind)
        for name in _names(kind):
            object.__setattr__(new, name, getattr(self, name))
        object.__setattr__(new, "place", place)
        return new


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind) if one.name != "place")


@dataclass(frozen=True, slots=True)
class Unknown(Value):
    """Nothing is known; ``why`` says for people what stopped the analysis."""

    why: str = field(compare=False)
    reach: tuple["Value", ...] = field(default=(), compare=False)
    """Objects and functions of the script that it may be, or lead to: what is done to it may be done to them."""


@dataclass(frozen=True, slots=True)
class Absent(Value):
    """Not there: a keyword that was not given, a key that a dict does not have."""


@dataclass(frozen=True, slots=True)
class Constant(Value):
    value: object

    def __eq__(self, other: object) -> bool:
        return type(other) is Constant and type(other.value) is type(self.value) and other.value == self.value

    def __hash__(self) -> int:
        return hash((type(self.value), self.value))


@dataclass(frozen=True, slots=True)
class Text(Value):
    """A string of which some parts are known; at least one is not."""

    parts: tuple["str | Value", ...]


@dataclass(frozen=True, slots=True)
class Ref(Value):
    """An object on the heap."""

    id: int


@dataclass(frozen=True, slots=True)
class Symbol(Value):
    """Something imported: a module, class or function by its dotted path."""

    path: str

    @property
    def name(self) -> str:
        return self.path.rpartition(".")[2]

    @property
    def root(self) -> str:
        return self.path.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Method(Value):
    """A method of a heap object or of another value, not yet called."""

    owner: Value
    name: str


@dataclass(frozen=True, slots=True)
class FunctionValue(Value):
    """A function of the script; ``bound`` is its ``self`` or ``cls``."""

    node: "nodes.Function | nodes.Lambda"
    frame: int
    """Frame in which it was defined."""
    defaults: tuple[Value | None, ...] = ()
    owner: "ClassValue | None" = None
    bound: Value | None = None
    role: str = ""
    """``property``, ``static`` or ``class`` by its decorator, else empty."""

    @property
    def name(self) -> str:
        return getattr(self.node, "name", "<lambda>")


@dataclass(frozen=True, slots=True)
class ClassValue(Value):
    """A class of the script; its frame holds methods and class attributes."""

    node: "nodes.Class"
    frame: int
    bases: tuple[Value, ...]
    is_dataclass: bool = False

    @property
    def name(self) -> str:
        return self.node.name

    def library_base(self) -> Symbol | None:
        """The imported class that comes first in the order in which members are looked up."""
        return next((base for base in self.order() if isinstance(base, Symbol)), None)

    def order(self) -> tuple[Value, ...]:
        """The class and its bases, all the way up, in the order in which members are looked up.

        A class that is inherited on two ways counts where it comes last, as in Python.
        """
        last: dict[object, Value] = {}
        for base in reversed(self._with_bases()):
            key = id(base.node) if isinstance(base, ClassValue) else base.path if isinstance(base, Symbol) else object()
            last.setdefault(key, base)
        kept = reversed(last.values())
        return tuple(base for base in kept if not (isinstance(base, Symbol) and base.path in _PLAIN_BASES))

    def _with_bases(self) -> list["Value"]:
        found: list[Value] = [self]
        for base in self.bases:
            found += base._with_bases() if isinstance(base, ClassValue) else [base]
            if len(found) > MAX_BASES:
                return [self, Unknown("very many bases")]
        return found

    def known_bases(self) -> bool:
        """Whether every base, all the way up, is a class of the script or an imported one."""
        return all(isinstance(base, ClassValue | Symbol) for base in self.order())


@dataclass(frozen=True, slots=True)
class Super(Value):
    """``super()`` inside a method: attributes are looked up in the bases of ``owner``."""

    owner: ClassValue
    bound: Value


@dataclass(frozen=True, slots=True)
class Partial(Value):
    """``functools.partial``: a callable with some arguments already given."""

    function: Value
    positional: tuple[Value, ...]
    keywords: Mapping[str, Value] = field(hash=False)


@dataclass(frozen=True, slots=True)
class Special(Value):
    """A special token of a tokenizer: ``eos_token`` or ``pad_token_id`` of the tokenizer object."""

    token: str
    """``eos``, ``pad``, ``bos``, ``unk``…"""
    tokenizer: int
    is_id: bool


@dataclass(frozen=True, slots=True)
class Data(Value):
    """Content of a dataset: a cell, a row or a whole column; only the column's name is known."""

    column: str


@dataclass(frozen=True, slots=True)
class Length(Value):
    """The length of a sequence of unknown length, or a sum of such lengths."""


@dataclass(frozen=True, slots=True)
class Position(Value):
    """The place of an item in a sequence that is walked from its start: 0, 1, 2…"""

    counted: bool = False
    """It stops at a length that was measured: that of a prompt, for one."""


@dataclass(frozen=True, slots=True)
class Columns(Value):
    """The columns of a dataset.

    ``added`` are known by name; ``base`` stands for others that cannot be seen (those of a file or of
    the hub), None if there are none. ``removed`` are certainly not among the unseen ones.
    """

    base: object | None
    removed: frozenset[str] = frozenset()
    added: Mapping[str, Value] = field(default_factory=dict[str, Value], hash=False)

    def has(self, name: str) -> Answer:
        value = self.added.get(name)
        if value is not None:
            return None if may_be_absent(value) else True
        return False if self.base is None or name in self.removed else None

    @property
    def closed(self) -> bool:
        """Whether all names are known."""
        return self.base is None

    def names(self) -> tuple[str, ...]:
        return tuple(self.added)


@dataclass(frozen=True, slots=True)
class ColumnNames(Value):
    """``dataset.column_names``: the list of a dataset's columns at some point."""

    columns: Columns
    by_split: bool = False
    """It is the dict of such lists that a dict of splits has."""

    def less(self, names: Iterable[str]) -> "ColumnNames":
        """The list without some names."""
        listed, out = self.columns, frozenset(names)
        added = {name: value for name, value in listed.added.items() if name not in out}
        return replace(self, columns=replace(listed, removed=listed.removed | out, added=added))


@dataclass(frozen=True, slots=True)
class Union(Value):
    """One of several values, depending on the path taken."""

    members: tuple[Value, ...]


ABSENT = Absent()
_NONE = Constant(None)
PLAIN = frozenset((Constant, Absent, Symbol, Data, Length, Position, Special))
"""Kinds of values that hold no other ones."""


def members(value: Value) -> tuple[Value, ...]:
    """The possible values: those of a union, or the value itself."""
    return value.members if isinstance(value, Union) else (value,)


def something(value: Value) -> tuple[Value, ...]:
    """The possible values but for None, of which a use would be an error; all if there is nothing else."""
    if not isinstance(value, Union):
        return (value,)
    return tuple(member for member in value.members if member != _NONE) or value.members


def may_be_absent(value: Value) -> bool:
    return any(isinstance(member, Absent) for member in members(value))


def union(values: Iterable[Value]) -> Value:
    """One value for several possible ones."""
    found: list[Value] = []
    for value in values:
        for member in members(value):
            # Past the most there may be, it does not matter how often each is there.
            if len(found) > MAX_MEMBERS or member not in found:
                found.append(member)
            elif isinstance(member, Unknown) and member.reach:
                index = found.index(member)
                found[index] = Unknown(member.why, atoms((found[index], member)), place=found[index].place)
    if len(found) == 1:
        return found[0]
    unknown = next((member for member in found if isinstance(member, Unknown)), None)
    if unknown and not any(isinstance(member, Absent) for member in found):
        reach = atoms(found)
        return unknown if set(reach) <= set(unknown.reach) else replace(unknown, reach=reach)
    if not found or len(found) > MAX_MEMBERS:
        return lost("too many possibilities", *found)
    return Union(tuple(found), place=found[0].place)


def atoms(values: Iterable[Value]) -> tuple[Value, ...]:
    """The objects, lists of columns and functions of the script that values lead to, each once."""
    found: dict[Value, None] = {}
    for value in values:
        found.update(dict.fromkeys(parts(value)))
    return tuple(found)


def parts(value: Value) -> tuple[Value, ...]:
    """``atoms`` of one value."""
    if type(value) in PLAIN:
        return ()
    if isinstance(value, Unknown):
        return value.reach  # made of atoms
    if isinstance(value, Ref | ClassValue | ColumnNames):
        return (value,)
    inner = (part for part in walk(value) if isinstance(part, Ref | FunctionValue | ClassValue | ColumnNames))
    return tuple(dict.fromkeys(inner))


def lost(why: str, *values: Value, place: Place | None = None) -> Unknown:
    """Something unknown that may be, or hold, some values."""
    return Unknown(why, atoms(values), place=place)


def join_columns(one: Columns, other: Columns) -> Columns:
    """Columns that a dataset has if it is one of two."""
    if one == other:
        return one
    base = one.base if one.base == other.base else (one.base or other.base)
    if one.base is not None and other.base is not None and one.base != other.base:
        base = (one.base, other.base)
    added: dict[str, Value] = {}
    for name in dict.fromkeys((*one.added, *other.added)):
        pair = (one.added.get(name), other.added.get(name))
        known = [value for value in pair if value is not None]
        if len(known) == 2:
            added[name] = union(known)
            continue
        lacking = one if pair[0] is None else other
        if lacking.has(name) is False:
            added[name] = union((known[0], ABSENT))
        else:
            added[name] = union((Unknown("only one branch sets this column"), ABSENT))
    removed = one.removed & other.removed
    if one.base is None:
        removed = other.removed
    elif other.base is None:
        removed = one.removed
    return Columns(base, removed, added, place=one.place)


def walk(value: Value) -> Iterator[Value]:
    """A value and all values inside it, not following references."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        yield one
        if type(one) not in PLAIN:
            waiting += reversed(_inside(one))


def _inside(value: Value) -> Sequence[Value]:
    match value:
        case Union(members=inner) | Unknown(reach=inner):
            return inner
        case Text(parts=parts):
            return [part for part in parts if isinstance(part, Value)]
        case Method(owner=one) | Super(bound=one):
            return (one,)
        case Partial(function=function, positional=positional, keywords=keywords):
            return (function, *positional, *keywords.values())
        case FunctionValue(bound=bound, defaults=defaults):
            return [held for held in (bound, *defaults) if held is not None]
        case Columns(added=added):
            return tuple(added.values())
        case _:
            return ()


def constant(value: Value | None) -> object:
    """The Python value of a constant; ``NotImplemented`` if it is not one."""
    return value.value if isinstance(value, Constant) else NotImplemented


def every(answers: Iterable[Answer]) -> Answer:
    """Yes if all are yes, no if all are no, else unknown: the *must* over the members of a union."""
    distinct = set(answers)
    return distinct.pop() if len(distinct) == 1 else None
