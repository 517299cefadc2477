"""The standing syntax of one part, of which an edit reparses only the statements that it touches.

Opening parses the whole text once. An edit is confined to the innermost run of complete statements around
it, which is parsed by itself (inside an ``if`` of the same indentation) and put into its block; where that
fails (an ``else:`` was typed, a bracket opened), the runs around it are tried, then the whole text. So a
text that parses always has the nodes of a fresh parse, and a text that does not is ``broken``. Statements
that an edit only moves stay the same nodes.

While somebody types, most texts do not parse, and to know that of the whole text costs as much as to open it.
A ``hasty`` refresh looks at what lies around the edit only; what does not parse there counts as broken, and
the tree is not ``settled`` until a refresh that is not hasty, or one that parses. In the meantime it is ``stale``:
its statements are those of an older text. A refresh that is not hasty puts holes in the place of the lines that do
not parse (see ``holes``), and the statements are those of the present text again, with ``Unseen`` ones among them.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from enum import IntEnum

from lossguard.syntax.depth import room
from lossguard.syntax.holes import Hole, find_holes, hole, masked
from lossguard.syntax.likeness import adopt, common, tells_in_its_own_way
from lossguard.syntax.nodes import Block, ExpressionStatement, Node, Statement, Unseen
from lossguard.syntax.parse import Parsed, parse
from lossguard.syntax.regions import Run, blocks_of, line_end, line_start, runs_around
from lossguard.syntax.source import UnparsableError
from lossguard.syntax.unseen import scripts_run, unseen
from lossguard.syntax.walk import blocks_in, meaning_fields, place_fields
from lossguard.text.document import Part
from lossguard.text.place import Anchor, Place

_MOST_RUNS = 3
"""Runs that are tried before the whole text."""
_HASTY = 4_000
"""Characters that a hasty refresh parses although they may not be where the text is broken."""
_DEEPEST = 40
"""Blocks around a run: past it the guards of the parser count from too deep."""
_MAX_GUESSES = 2
"""Runs around an edit that are taken for holes before holes are looked for."""
_LINE_END = re.compile(r"\r\n|\r|\n")


class Change(IntEnum):
    """What an edit did to the statements."""

    NONE = 0
    SHIFTED = 1
    """They are what they were, at other places."""
    MOVED = 2
    """They mean what they meant, and are written otherwise."""
    MEANING = 3


class Tree:
    """Syntax of a part, brought up to date by ``refresh``."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.code = ""
        """The text of the statements, with its holes masked."""
        self.failure: UnparsableError | None = None
        """Why the present text does not parse."""
        self.stale = False
        """Whether the statements are those of an older text."""
        self.settled = True
        """Whether all of the text was looked at: False where more of it may parse than ``failure`` says."""
        self.ever_parsed = False
        self.replaced: list[Block] = []
        """Blocks of statements in the place of which edits have put others: whoever keeps what they did takes them."""
        self._body: Block = ()
        self._anchors: list[Anchor] = []
        """Of all statements, in the order of their offsets."""
        self._idle = True
        """Whether texts that are only told (printed, logged) have no meaning."""
        self._scripts = False
        self._newer = False
        """Whether syntax was seen that is newer than the running Python."""
        self._text = ""
        """The text of the statements as it is."""
        self._holes: list[Hole] = []
        self._seen: str | None = None
        self._ends: tuple[int, int] | None = None
        """Lengths of what the statements' text and the present one have in common at their beginnings and ends."""

    @property
    def broken(self) -> bool:
        return self.failure is not None

    @property
    def statements(self) -> Block:
        """Statements of the last text that could be taken in; one that stands for the text if none ever could."""
        if self.stale and not self.ever_parsed:
            return (unseen(Anchor(self.part, 0), self.part.text),)
        if self.part.cell is None:
            return self._body
        return scripts_run(Anchor(self.part, 0), self.part.text) + self._body

    def refresh(self, *, hasty: bool = False) -> Change:
        """Take in the part's present text; what it did to the statements."""
        code = self.part.code
        # A magic is masked: that another one stands there is nothing that the code tells.
        scripts, self._scripts = self._scripts, self._runs_scripts()
        if scripts is not self._scripts and self.ever_parsed:
            return max(self._refresh(code, hasty), Change.MEANING)
        return self._refresh(code, hasty)

    def _refresh(self, code: str, hasty: bool) -> Change:
        if code == self._seen and (hasty or self.settled):
            return Change.NONE
        self._seen, self._ends = code, None
        was_stale, self.stale = self.stale, False
        if code == self._text and self.ever_parsed:
            self.failure, self.settled = self._failure_of_holes(), True
            return Change.MOVED if was_stale else Change.NONE
        with room():
            change = self._take_in(code, hasty)
        if change is None:
            self.stale = True
            return Change.NONE if was_stale and self.ever_parsed else Change.MEANING
        return change

    def _take_in(self, code: str, hasty: bool) -> Change | None:
        """Statements of a new text, with holes if need be; None if they stay those of the old one."""
        holes = self._kept_holes(code) if self._holes else []
        # Of a text with holes it is not known whether it parses after all: when there is time, that is tried first.
        try:
            return self._take(code, holes if hasty else [], hasty)
        except UnparsableError as failure:
            found = None if hasty else self._take_with_holes(code, holes)
            self.failure = failure
            self.settled = not hasty
            return found

    def _kept_holes(self, code: str) -> list[Hole]:
        """Holes that an edit does not touch, where they lie now."""
        prefix, suffix = common_ends(self._text, code)
        behind, delta = len(self._text) - suffix, len(code) - len(self._text)
        before = [one for one in self._holes if one.end < prefix]
        return before + [one.moved(delta) for one in self._holes if one.start > behind and one.end >= prefix]

    def _take_with_holes(self, code: str, kept: list[Hole]) -> Change | None:
        """Put holes where a text does not parse: at the statements around the edit, or wherever they are found."""
        for holes in ([kept] if kept else []) + list(self._guesses(code, kept)):
            try:
                return self._take(code, holes, hasty=True)
            except UnparsableError:
                continue
        found = find_holes(code)
        if found is None:
            return None
        try:
            return self._take(code, found, hasty=False)
        except UnparsableError:
            return None

    def _guesses(self, code: str, kept: list[Hole]) -> Iterator[list[Hole]]:
        if not self.ever_parsed:
            return
        text = masked(code, kept)
        prefix, suffix = common_ends(self._text, code)
        start, end = line_start(code, prefix), max(prefix, len(code) - suffix)
        lines = hole(code, start, end if end > start and code[end - 1] in "\r\n" else line_end(code, end))
        if lines is not None:
            yield _apart(kept, lines)
        prefix, suffix = common_ends(self.code, text)
        for run in runs_around(self.code, self._body, prefix, len(self.code) - suffix)[:_MAX_GUESSES]:
            end = run.end + len(code) - len(self.code)
            new = hole(code, run.start, end) if _is_whole(code[run.start : end], code, end) else None
            if new is not None:
                yield _apart(kept, new)

    def _failure_of_holes(self) -> UnparsableError | None:
        if not self._holes:
            return None
        line = 1 + len(_LINE_END.findall(self._text, 0, min(self._holes, key=_first).first))
        return UnparsableError(f"line {line} is not valid Python")

    @property
    def torn(self) -> frozenset[Node]:
        """All nodes in which there is a hole."""
        return frozenset(_around_holes(self._body)) if self._holes and not self.stale else frozenset()

    def _runs_scripts(self) -> bool:
        return self.part.cell is not None and bool(scripts_run(Anchor(self.part, 0), self.part.text))

    def holds(self, place: Place) -> bool:
        """Whether a place belongs to a statement that is still there."""
        index = bisect_left(self._anchors, place.anchor.offset, key=_offset)
        return any(anchor is place.anchor for anchor in self._anchors[index : index + 2])

    def moved(self, place: Place) -> Place | None:
        """Where a place of the statements lies in the present text; None if the edits touched it."""
        if not self.holds(place):
            return None
        start, end = place.span
        new = self.part.code
        if self._ends is None:
            self._ends = common_ends(self._text, new)
        prefix, suffix = self._ends
        if end <= prefix:
            shift = 0
        elif start >= len(self._text) - suffix:
            shift = len(new) - len(self._text)
        else:
            return None
        return Place(Anchor(self.part, 0), start + shift, end + shift)

    def _take(self, text: str, holes: list[Hole], hasty: bool) -> Change:
        """Statements of a new text with these holes, keeping the old ones that are still in it."""
        change = self._take_masked(masked(text, holes), text, holes, hasty)
        self._text, self.code, self._holes = text, masked(text, holes), holes
        self.failure, self.settled, self.ever_parsed = self._failure_of_holes(), True, True
        return change

    def _take_masked(self, code: str, real: str, holes: list[Hole], hasty: bool) -> Change:
        idle = not tells_in_its_own_way(code)
        same = self.ever_parsed and idle == self._idle
        if same:
            prefix, suffix = self._unchanged(code, real)
            runs = runs_around(self.code, self._body, prefix, len(self.code) - suffix)[:_MOST_RUNS]
            for run in runs:
                if hasty and self._is_costly(run, innermost=run is runs[0]):
                    break
                change = self._take_run(run, code, real, holes, hasty)
                if change is not None:
                    return change
            self.settled = not hasty or len(code) <= _HASTY
            if not self.settled:
                raise UnparsableError("it does not parse around the last edit")
        self.settled = True
        statements = _with_holes(self._parse(code, hasty=hasty).block, real, holes)
        self._idle = idle
        self._anchors = list(_anchors(statements))
        first, last = common(self._body, statements, idle)
        if first == len(self._body) == len(statements) and self.ever_parsed:
            self._keep(self._body, statements)
            return Change.MOVED if same else Change.MEANING
        self._body = self._merged(self._body, statements, first, last)
        return Change.MEANING

    def _parse(self, code: str, offset: int = 0, indent: str = "", *, hasty: bool) -> Parsed:
        """Parse complete lines; a hasty look reckons with newer syntax only where there was some before."""
        parsed = parse(self.part, code, offset=offset, indent=indent, newer=self._newer or not hasty)
        self._newer = self._newer or parsed.newer
        return parsed

    def _unchanged(self, code: str, real: str) -> tuple[int, int]:
        """Lengths of what was neither edited nor a hole, or is none now."""
        edited, holes = common_ends(self._text, real), common_ends(self.code, code)
        return min(edited[0], holes[0]), min(edited[1], holes[1])

    def _is_costly(self, run: Run, *, innermost: bool) -> bool:
        """Whether a run is left for when typing rests. The statement of the first broken edit never is."""
        return run.end - run.start > _HASTY and (self.broken or not innermost)

    def _merged(self, old: Block, new: Block, first: int, last: int) -> Block:
        """The new statements, with the old ones where they are alike; their anchors are the old ones' again."""
        behind = len(new) - last
        self._keep(old[:first], new[:first])
        self._keep(old[len(old) - last :], new[behind:])
        return old[:first] + new[first:behind] + old[len(old) - last :]

    def _keep(self, old: Block, new: Block) -> None:
        if not old:
            return
        low = bisect_left(self._anchors, new[0].anchor.offset, key=_offset)
        high = low + sum(1 for _ in _anchors(new))
        adopt(old, new)
        self._anchors[low:high] = _anchors(old)

    def _take_run(self, run: Run, code: str, real: str, holes: list[Hole], hasty: bool) -> Change | None:
        """Reparse a run alone; None if that cannot be done."""
        delta = len(code) - len(self.code)
        text = code[run.start : run.end + delta]
        if len(run.owners) > _DEEPEST or not _is_whole(text, code, run.end + delta):
            return None
        if run.field == "" and run.first == 0 and run.last == len(run.block):
            return None  # that is the whole text
        try:
            new, end, _ = self._parse(text, run.start, run.indent if run.field else "", hasty=hasty)
        except UnparsableError:
            return None
        if not new:
            return None
        try:
            new = _with_holes(new, real, [one for one in holes if run.start <= one.first < run.end + delta])
        except UnparsableError:
            return None
        old = run.statements
        shifted = list(_written(old, self.code)) == list(_written(new, code))
        self._replace(run, new, end, delta)
        first, last = common(old, new, self._idle)
        if first == len(old) == len(new):
            self._keep(old, new)
            return Change.SHIFTED if shifted else Change.MOVED
        merged = self._merged(old, new, first, last)
        block = run.block[: run.first] + merged + run.block[run.last :]
        if run.field:
            self.replaced.append(run.block)
            setattr(run.owners[-1], run.field, block)
        else:
            self._body = block
        return Change.MEANING

    def _replace(self, run: Run, new: Block, end: int, delta: int) -> None:
        """Put the anchors of new statements in the place of a run's, and move what lies behind it."""
        low = bisect_left(self._anchors, run.start, key=_offset)
        high = bisect_left(self._anchors, run.end, key=_offset)
        for anchor in self._anchors[high:] if delta else ():
            anchor.offset += delta
        at_end, below = run.last == len(run.block), None
        for owner in reversed(run.owners):
            holder, field, block = list(blocks_of(owner))[-1]
            if below is None:
                at_end = at_end and holder is owner and field == run.field
            else:
                at_end = at_end and (holder is below or block[-1] is below)
            owner.end = end - owner.anchor.offset if at_end else owner.end + delta
            below = owner
        self._anchors[low:high] = _anchors(new)


def _offset(anchor: Anchor) -> int:
    return anchor.offset


def _anchors(block: Block) -> Iterator[Anchor]:
    """Anchors of statements and of all below them, in the order of their offsets."""
    for statement in block:
        yield statement.anchor
        for owner, _, inner in blocks_of(statement):
            if owner is not statement:
                yield owner.anchor
            yield from _anchors(inner)


def _first(one: Hole) -> int:
    return one.first


def _apart(holes: list[Hole], new: Hole) -> list[Hole]:
    """A new hole, and those that it does not touch."""
    return [*(one for one in holes if one.end <= new.start or one.start >= new.end), new]


def _with_holes(block: Block, text: str, holes: list[Hole]) -> Block:
    """Statements with ``Unseen`` ones in the place of what masks the holes of a text.

    Raises UnparsableError if a hole lies inside a statement: what masks it would then be a part of that.
    """
    where = {one.first: one for one in holes}
    filled = _filled(block, text, where) if where else block
    if where:
        raise UnparsableError("lines inside a statement do not parse")
    return filled


def _filled(block: Block, text: str, holes: dict[int, Hole]) -> Block:
    found: list[Statement] = []
    for statement in block:
        one = holes.get(statement.anchor.offset)
        if one is not None and isinstance(statement, ExpressionStatement):
            del holes[one.first]
            found.append(unseen(statement.anchor, text[one.first : one.end].rstrip()))
            continue
        found.append(statement)
        for owner, field, inner in list(blocks_of(statement)):
            filled = _filled(inner, text, holes)
            if filled != inner:
                setattr(owner, field, filled)
    return tuple(found)


def _written(block: Block, code: str) -> Iterator[object]:
    """How statements are written, and where their parts stand in them; without what lies between statements."""
    for statement in block:
        owners = {id(owner): owner for owner, _, _ in blocks_of(statement)}
        if not owners:
            yield code[slice(*statement.span)]
            continue
        for owner in {id(statement): statement, **owners}.values():
            blocks = blocks_in(owner)
            for name in meaning_fields(owner):
                if name not in blocks:
                    for part in _nodes_in(getattr(owner, name)):
                        yield part.start, part.end, code[slice(*part.span)]
            yield [getattr(owner, name) for name in place_fields(owner)]
        for _, _, inner in blocks_of(statement):
            yield from _written(inner, code)


def _nodes_in(held: object) -> Iterator[Node]:
    """Nodes that a field holds."""
    if isinstance(held, Node):
        yield held
    elif isinstance(held, tuple):
        for one in held:
            yield from _nodes_in(one)


def _around_holes(block: Block) -> Iterator[Node]:
    """Nodes of a block, and of those inside it, in which there is a hole."""
    for statement in block:
        for owner, _, inner in blocks_of(statement):
            below = list(_around_holes(inner))
            yield from below
            if below or any(isinstance(one, Unseen) for one in inner):
                yield from {statement, owner}


def _is_whole(text: str, code: str, end: int) -> bool:
    """Whether a run ends where a line ends, and the line does not go on."""
    if end == len(code):
        return True
    if not text.endswith(("\n", "\r")) or (text.endswith("\r") and code.startswith("\n", end)):
        return False
    return not text.rstrip("\r\n").endswith("\\")


def common_ends(old: str, new: str) -> tuple[int, int]:
    """Lengths of the common prefix and of the common suffix behind it."""
    shorter = min(len(old), len(new))
    prefix = _largest(shorter, lambda size: old[:size] == new[:size])
    suffix = _largest(shorter - prefix, lambda size: old[len(old) - size :] == new[len(new) - size :])
    return prefix, suffix


def _largest(limit: int, holds: Callable[[int], bool]) -> int:
    """The largest size up to a limit for which a condition holds that, once false, stays false."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if holds(middle):
            low = middle
        else:
            high = middle - 1
    return low
