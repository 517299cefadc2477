"""A state that notes what is looked at in it, so that what was done can be done again where nothing of that changed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from lossguard.values.heap import Object, State
from lossguard.values.value import ColumnNames, Ref, Value


@dataclass(slots=True)
class Seen:
    """What was looked at, written to, or would have been read on another path."""

    numbers: dict[int, None] = field(default_factory=dict[int, None])
    """Objects as a whole, in the order in which they were met."""
    names: dict[tuple[int, str], None] = field(default_factory=dict[tuple[int, str], None])
    """Frames and names in them: a frame as a whole changes with each assignment."""
    dirty: bool = False
    """The set of all objects that were written to since they were last forgotten."""
    sizes: dict[int, int] = field(default_factory=dict[int, int])
    """Numbers of objects in the states that were copied or joined, and how often."""
    everything: bool = False
    """All of it, or more than the state: it cannot be told what it rests on."""

    def add(self, other: "Seen", more: int = 0) -> None:
        """What was seen where there were so many ``more`` objects, too."""
        for size, count in other.sizes.items():
            self.sizes[size + more] = self.sizes.get(size + more, 0) + count
        self.numbers.update(other.numbers)
        self.names.update(other.names)
        self.dirty |= other.dirty
        self.everything |= other.everything


class Log:
    """Where the states of one analysis note; shared by all of them."""

    __slots__ = ("seen",)

    def __init__(self) -> None:
        self.seen = Seen()


class Watched(State):
    """A ``State`` of which every look is noted. Looks at all objects at once are noted as looks at everything."""

    __slots__ = ("log",)

    def __init__(
        self,
        log: Log,
        objects: dict[int, Object] | None = None,
        escaped: frozenset[int] = frozenset(),
        dirty: frozenset[int] = frozenset(),
    ) -> None:
        super().__init__(objects, escaped, dirty)
        self.log = log

    @property
    def objects(self) -> Mapping[int, Object]:
        self.log.seen.everything = True
        return self._objects

    def whole(self) -> None:
        self.log.seen.everything = True

    def _copy(self) -> State:
        return Watched(self.log, dict(self._objects), self.escaped, self.dirty)

    def __getitem__(self, ref: Ref | int) -> Object:
        number = ref if isinstance(ref, int) else ref.id
        self.log.seen.numbers[number] = None
        return self._objects[number]

    def get(self, number: int) -> Object | None:
        self.log.seen.numbers[number] = None
        return self._objects.get(number)

    def add(self, number: int, thing: Object) -> None:
        self.log.seen.numbers[number] = None
        super().add(number, thing)

    def drop(self, number: int) -> None:
        self.log.seen.numbers[number] = None
        super().drop(number)

    def writable(self, ref: Ref | int) -> Object:
        self.log.seen.numbers[ref if isinstance(ref, int) else ref.id] = None
        return super().writable(ref)

    def name(self, frame: int, name: str) -> Value | None:
        self.log.seen.names[frame, name] = None
        return super().name(frame, name)

    def bind(self, frame: int, name: str, value: Value) -> None:
        if frame in self.escaped:
            self.log.seen.numbers[frame] = None
        self.log.seen.names[frame, name] = None
        super().bind(frame, name, value)

    def _met(self, numbers: Mapping[int, bool]) -> None:
        self.log.seen.numbers.update(dict.fromkeys(numbers))

    def _forget(self, lists: list[ColumnNames], why: str) -> None:
        self.log.seen.everything = True
        super()._forget(lists, why)

    def stir(self, why: str) -> None:
        self.log.seen.dirty = True
        super().stir(why)
