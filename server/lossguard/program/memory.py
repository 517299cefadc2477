"""What running statements did the last time, so that those of which nothing changed need not be run again.

A statement is run on what it looks at: objects of the heap, names of frames, and a handful of things beside them
(the ``_Setting``). ``Watched`` states note the looks; what the statement did is the difference between the states
before and behind it. In the next analysis of the same text after an edit, a statement that is still there and
finds the same things does the same: its effects are put in place without running it. Numbers of objects are those
of the last time, since they are named by the nodes and calls that make them.

A statement is run again if it was edited, or a block in it or in a function that it looks into; if it keeps the
state as a whole (``train``); if it leaves its block (``return``), for then there is more than one state behind it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from lossguard.syntax import nodes as n
from lossguard.values.heap import Object, State, same_object
from lossguard.values.sameness import same
from lossguard.values.value import FunctionValue, Value
from lossguard.values.watched import Log, Seen, Watched

if TYPE_CHECKING:
    from lossguard.program.interpreter import Interpreter
    from lossguard.program.machine import BackCalls

_MAX_RUNS = 6
"""Runs of one statement in one context that are kept: the passes of the loops around it."""
_MOST = 60_000
"""Runs that are kept; past it a memory is full."""
_GROWTH, _SPARE = 2, 200
"""A memory with so many times the runs of its first analysis, and some, is full of statements that are gone."""

_OBJECTS_IN_A_STEP = 20
"""Objects of which the copy costs as much as a step."""

Deed = tuple[Callable[..., None], tuple[object, ...]]


class _Kept(NamedTuple):
    """What is known beside the heap, and may be another thing behind a statement."""

    patched: frozenset[str]
    star_imports: tuple[str, ...]
    volatile: frozenset[str]
    back_calls: Mapping[n.Node, BackCalls]


class _Setting(NamedTuple):
    """What else a statement may do different things in."""

    kept: _Kept
    calling_back: frozenset[n.Node]
    quiet: int
    importing: tuple[str, ...]
    guarded: bool
    in_loop: bool
    loops: tuple[int, ...]
    global_names: frozenset[str]
    nonlocal_names: frozenset[str]
    depth: int
    torn: frozenset[n.Node]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Looked:
    """What a statement looked at, as it was before."""

    setting: _Setting
    method: FunctionValue | None
    """What ``super()`` was about."""
    numbers: frozenset[int]
    objects: tuple[tuple[int, Object | None], ...]
    names: tuple[tuple[int, str, Value | None], ...]
    escaped: frozenset[int]
    """Those of the numbers that had escaped."""
    dirty: frozenset[int]
    """Those of the numbers that had been written to since."""
    all_dirty: frozenset[int] | None
    """All that had been written to, if it looked at that."""
    blocks: Mapping[int, n.Block]
    size: int
    """Number of objects that there were."""
    seen: Seen


@dataclass(frozen=True, slots=True, kw_only=True)
class _Did:
    """What a statement did: the difference between the states before and behind it, and its deeds."""

    written: tuple[tuple[int, Object], ...]
    bound: tuple[tuple[int, str, Value], ...]
    escaped: frozenset[int]
    dirtied: frozenset[int]
    cleaned: frozenset[int]
    deeds: tuple[Deed, ...]
    kept: _Kept
    steps: int
    """Those that do not depend on how many objects there are."""


class _Run(NamedTuple):
    """One run of a statement: on what, and what it did."""

    looked: _Looked
    did: _Did

    def steps_at(self, size: int) -> int:
        return self.did.steps + _cost(self.looked.seen, size - self.looked.size)


@dataclass(slots=True)
class _Open:
    """A statement that is being run."""

    seen: Seen = field(default_factory=Seen)
    blocks: dict[int, n.Block] = field(default_factory=dict[int, n.Block])


@dataclass(frozen=True, slots=True)
class _Before:
    """How it was when a statement began."""

    setting: _Setting
    objects: Mapping[int, Object]
    escaped: frozenset[int]
    dirty: frozenset[int]
    leaving: tuple[int, ...]
    deeds: int
    steps: int


class Memory:
    """Of one script, from one analysis to the next. ``forget`` what an edit changed, then hand it to ``analyse``."""

    def __init__(self) -> None:
        self.log = Log()
        self.numbers: dict[tuple[object, ...], int] = {}
        """Of objects, frames and contexts, see ``Core.number``."""
        self.words: dict[n.Node, Any] = {}
        """What functions mention, see ``mentioned``."""
        self.leaves: dict[n.Node, Any] = {}
        """What single statements mention."""
        self._runs: dict[tuple[object, ...], list[_Run]] = {}
        self._gone: dict[int, n.Block] = {}
        """Blocks that were replaced, kept so that no other one gets their number."""
        self._open: list[_Open] = []
        self._pairs: dict[tuple[int, int], tuple[Object, Object]] = {}
        """Objects that are the same, though not one."""
        self._count = self._first = 0

    @property
    def full(self) -> bool:
        return self._count > _MOST or bool(self._first and self._count > _GROWTH * self._first + _SPARE)

    def state(self) -> State:
        """A state for a new analysis."""
        self._first = self._first or self._count
        self._open.clear()
        self._pairs.clear()
        self.log.seen = Seen()
        return Watched(self.log)

    def forget(self, blocks: Iterable[n.Block]) -> None:
        """Blocks that an edit replaced."""
        gone = {id(block): block for block in blocks}
        self._gone.update(gone)
        for node, words in list(self.words.items()):
            if any(id(block) in gone for block in words.blocks):
                del self.words[node]

    def enters(self, blocks: Iterable[n.Block]) -> None:
        """The statements of blocks are run or looked at."""
        if self._open:
            self._open[-1].blocks.update((id(block), block) for block in blocks)

    def copies(self, size: int) -> None:
        """A state of so many objects is copied or joined."""
        sizes = self.log.seen.sizes
        sizes[size] = sizes.get(size, 0) + 1

    def run(self, run: Interpreter, statement: n.Statement, execute: Callable[[Interpreter, Any], None]) -> None:
        """Run a statement, or do what it did."""
        activation = run.activation
        key = (statement, activation.context, activation.frame, activation.class_frame, activation.scope)
        setting = _setting(run)
        runs = self._runs.get(key, ())
        for known in runs:
            if self._holds(run, known, setting):
                self._repeat(run, known)
                return
        before = _before(run, setting)
        with self._opened() as opened:
            execute(run, statement)
            done = _done(run, before, opened)
        if done is not None:
            if not runs:
                runs = self._runs[key] = []
            elif len(runs) >= _MAX_RUNS:
                runs.pop(0)
                self._count -= 1
            runs.append(done)
            self._count += 1

    @contextmanager
    def _opened(self) -> Iterator[_Open]:
        outer, opened = self.log.seen, _Open()
        self._open.append(opened)
        self.log.seen = opened.seen
        try:
            yield opened
        finally:
            self._open.pop()
            self.log.seen = outer
            self._looked(opened.seen, opened.blocks)

    def _looked(self, seen: Seen, blocks: Mapping[int, n.Block], more: int = 0) -> None:
        """What a statement looked at, the one around it did; where there are ``more`` objects, if it is repeated."""
        if self._open:
            self.log.seen.add(seen, more)
            self._open[-1].blocks.update(blocks)

    def _holds(self, run: Interpreter, known: _Run, setting: _Setting) -> bool:
        """Whether a statement would do what it did."""
        heap, looked = run.heap, known.looked
        if looked.setting != setting or not same(looked.method, run.activation.method):
            return False
        if not self._gone.keys().isdisjoint(looked.blocks):
            return False
        if looked.all_dirty is not None and looked.all_dirty != heap.dirty:
            return False
        if heap.escaped & looked.numbers != looked.escaped or heap.dirty & looked.numbers != looked.dirty:
            return False
        peek = State.get
        for number, thing in looked.objects:
            found = peek(heap, number)
            if found is not thing and not self._same_object(found, thing):
                return False
        for frame, name, value in looked.names:
            bound = State.name(heap, frame, name)
            if bound is not value and not same(bound, value):
                return False
        return run.may_take(known.steps_at(heap.size))

    def _same_object(self, one: Object | None, other: Object | None) -> bool:
        """Whether two objects are the same; of a pair that is, it is looked at once in an analysis."""
        if one is None or other is None:
            return False
        pair = (id(one), id(other))
        if pair in self._pairs:
            return True
        if not same_object(one, other):
            return False
        self._pairs[pair] = (one, other)
        return True

    def _repeat(self, run: Interpreter, known: _Run) -> None:
        heap, did = run.heap, known.did
        size = heap.size
        for number, thing in did.written:
            heap.restore(number, thing)
        for frame, name, value in did.bound:
            State.bind(heap, frame, name, value)
        heap.freeze()
        heap.escaped |= did.escaped
        heap.dirty = (heap.dirty - did.cleaned) | did.dirtied
        for deed, arguments in did.deeds:
            run.do(deed, *arguments)
        run.patched, run.star_imports, run.volatile, run.back_calls = did.kept
        run.steps += known.steps_at(size)
        self._looked(known.looked.seen, known.looked.blocks, size - known.looked.size)


def cost_of(size: int) -> int:
    """Steps that the copy of a state of so many objects costs."""
    return size // _OBJECTS_IN_A_STEP


def _cost(seen: Seen, more: int = 0) -> int:
    return sum(count * cost_of(size + more) for size, count in seen.sizes.items())


def _kept(run: Interpreter) -> _Kept:
    return _Kept(run.patched, run.star_imports, run.volatile, run.back_calls)


def _setting(run: Interpreter) -> _Setting:
    activation = run.activation
    return _Setting(
        _kept(run),
        run.calling_back,
        run.quiet,
        tuple(run.importing),
        bool(run.guards),
        run.in_loop,
        run.loops.running,
        activation.global_names,
        activation.nonlocal_names,
        activation.depth,
        run.torn,
    )


def _before(run: Interpreter, setting: _Setting) -> _Before:
    heap = run.heap
    return _Before(setting, heap.snapshot(), heap.escaped, heap.dirty, _leaving(run), len(run.deeds), run.steps)


def _leaving(run: Interpreter) -> tuple[int, ...]:
    """Counts of what a statement adds to where it may be left: it has more than one state behind it."""
    activation = run.activation
    loop = activation.loops[-1] if activation.loops else None
    return (
        len(activation.returns),
        len(activation.yields),
        len(activation.pauses),
        len(loop.breaks) if loop is not None else 0,
        len(loop.continues) if loop is not None else 0,
        run.guards[-1].count if run.guards else 0,
    )


def _done(run: Interpreter, before: _Before, opened: _Open) -> _Run | None:
    """What a statement looked at and did; None if it cannot be done again."""
    seen, activation = opened.seen, run.activation
    if seen.everything or not run.alive or _leaving(run) != before.leaving or not run.may_take(0):
        return None
    names = before.setting.global_names, before.setting.nonlocal_names
    if (activation.global_names, activation.nonlocal_names) != names:
        return None
    # Of a frame that is looked at as a whole, here and by the statement around it, the names do not count.
    seen.names = {key: None for key in seen.names if key[0] not in seen.numbers}
    return _Run(_what_it_looked_at(run, before, opened), _what_it_did(run, before, seen))


def _what_it_looked_at(run: Interpreter, before: _Before, opened: _Open) -> _Looked:
    seen, there = opened.seen, before.objects
    numbers = frozenset(seen.numbers)
    return _Looked(
        setting=before.setting,
        method=run.activation.method,
        numbers=numbers,
        objects=tuple((number, there.get(number)) for number in seen.numbers),
        names=tuple((frame, name, _bound(there, frame, name)) for frame, name in seen.names),
        escaped=before.escaped & numbers,
        dirty=before.dirty & numbers,
        all_dirty=before.dirty if seen.dirty else None,
        blocks=opened.blocks,
        size=len(there),
        seen=seen,
    )


def _what_it_did(run: Interpreter, before: _Before, seen: Seen) -> _Did:
    heap, there = run.heap, before.objects
    after = heap.snapshot()
    return _Did(
        written=tuple((number, after[number]) for number in seen.numbers if after.get(number) is not there.get(number)),
        bound=tuple(_rebound(there, after, seen)),
        escaped=heap.escaped - before.escaped,
        dirtied=heap.dirty - before.dirty,
        cleaned=before.dirty - heap.dirty,
        deeds=tuple(run.deeds[before.deeds :]),
        kept=_kept(run),
        steps=run.steps - before.steps - _cost(seen),
    )


def _bound(objects: Mapping[int, Object], frame: int, name: str) -> Value | None:
    thing = objects.get(frame)
    return thing.fields.get(name) if thing is not None else None


def _rebound(before: Mapping[int, Object], after: Mapping[int, Object], seen: Seen) -> Iterator[tuple[int, str, Value]]:
    """Names that a statement bound, and what to."""
    for frame, name in seen.names:
        value = _bound(after, frame, name)
        if value is not None and value is not _bound(before, frame, name):
            yield frame, name, value
