"""The standing syntax of one part: top-level chunks, of which an edit reparses only those it touches.

A chunk is a top-level statement with the comments and blank lines behind it. Opening parses the whole
text once and cuts it along the tree. After an edit, the chunks that are no longer in the text are parsed
by themselves; where that fails (an ``else:`` was typed, a bracket opened) the whole text is tried. So a
text that parses always has the chunks of a fresh parse, and a text that does not is ``broken``.
"""

from collections.abc import Callable
from dataclasses import dataclass

import libcst as cst

from lossguard.syntax.depth import room
from lossguard.syntax.lower import Lowering
from lossguard.syntax.nodes import Block
from lossguard.syntax.parse import UnparsableError, parse
from lossguard.syntax.positions import spans_of
from lossguard.syntax.unseen import scripts_run, unseen
from lossguard.text.document import Part
from lossguard.text.place import Anchor, Place


@dataclass(slots=True, eq=False)
class Chunk:
    anchor: Anchor
    text: str
    statements: Block


class Tree:
    """Syntax of a part, brought up to date by ``refresh``."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.chunks: list[Chunk] = []
        """Chunks of the last text that parsed."""
        self.code = ""
        """The last text that parsed."""
        self.failure: UnparsableError | None = None
        """Why the present text does not parse; the chunks are then those of ``code``."""
        self.ever_parsed = False
        self._seen: str | None = None
        self._anchors: frozenset[Anchor] = frozenset()

    @property
    def broken(self) -> bool:
        return self.failure is not None

    @property
    def statements(self) -> Block:
        """Statements of the last text that parsed; one that stands for the text if none ever did."""
        if self.broken and not self.ever_parsed:
            return (unseen(Anchor(self.part, 0), self.part.text),)
        statements = tuple(statement for chunk in self.chunks for statement in chunk.statements)
        if self.part.cell is None:
            return statements
        return scripts_run(Anchor(self.part, 0), self.part.text) + statements

    def refresh(self) -> bool:
        """Take in the part's present text; True if the statements differ from before."""
        code = self.part.code
        if code == self._seen:
            return False
        self._seen = code
        was_broken = self.broken
        if code == self.code and self.ever_parsed:
            self.failure = None
            return was_broken
        try:
            self.chunks = self._rechunk(code)
        except UnparsableError as failure:
            self.failure = failure
            return not was_broken or not self.ever_parsed
        self.code, self.failure, self.ever_parsed = code, None, True
        self._anchors = frozenset(chunk.anchor for chunk in self.chunks)
        return True

    def holds(self, place: Place) -> bool:
        """Whether a place belongs to a chunk that is still there."""
        return place.anchor in self._anchors

    def _rechunk(self, code: str) -> list[Chunk]:
        """Chunks of a new text, keeping the old ones that are still in it."""
        old = self.chunks
        first, offset = 0, 0
        while first < len(old) and code.startswith(old[first].text, offset):
            behind = offset + len(old[first].text)
            if behind < len(code) and not old[first].text.endswith(("\n", "\r")):
                break  # the last line of the old text goes on
            offset, first = behind, first + 1
        last, end = len(old), len(code)
        while (
            last > first and end - len(old[last - 1].text) >= offset and code.endswith(old[last - 1].text, offset, end)
        ):
            last -= 1
            end -= len(old[last].text)
        if end < len(code) and offset < end and code[end - 1] not in "\r\n":
            # The line end before the next chunk is gone: that chunk's first line belongs to the edit.
            end += len(old[last].text)
            last += 1
        try:
            middle = _parse_chunks(self.part, code[offset:end], offset) if offset < end else []
        except UnparsableError:
            if offset == 0 and end == len(code):
                raise
            return _parse_chunks(self.part, code, 0)
        moved = end - sum(len(chunk.text) for chunk in old[:last])
        for chunk in old[last:]:
            chunk.anchor.offset += moved
        return [*old[:first], *middle, *old[last:]]

    def moved(self, place: Place) -> Place | None:
        """Where a place of ``code`` lies in the present, broken text; None if the edits touched it."""
        if not self.holds(place):
            return None
        start, end = place.span
        new = self.part.code
        prefix, suffix = common_ends(self.code, new)
        if end <= prefix:
            shift = 0
        elif start >= len(self.code) - suffix:
            shift = len(new) - len(self.code)
        else:
            return None
        return Place(Anchor(self.part, 0), start + shift, end + shift)


def _parse_chunks(part: Part, code: str, offset: int) -> list[Chunk]:
    """Parse a run of complete statements that begins at an offset of the part and cut it into chunks."""
    if offset and code.startswith("\ufeff"):
        raise UnparsableError("a byte order mark stands inside the text")
    try:
        with room():
            return _cut(part, code, offset)
    except RecursionError:
        raise UnparsableError("the code is nested too deeply") from None


def _cut(part: Part, code: str, offset: int) -> list[Chunk]:
    parsed = parse(code)
    spans, length = spans_of(parsed.module)
    if parsed.original(length) != len(code):
        raise UnparsableError(
            "libcst drops some of its white space (a lone backslash line, for one), so no exact place can be named"
        )
    body = parsed.module.body
    starts = [0, *(_line_start(code, parsed.original(_first(spans, statement))) for statement in body[1:])]
    chunks: list[Chunk] = []
    for index, statement in enumerate(body):
        start = starts[index]
        end = starts[index + 1] if index + 1 < len(body) else len(code)
        if start == end:  # a second statement on the line: `a = 1; b = 2` is one node, so this cannot hold code
            continue
        anchor = Anchor(part, offset + start)
        chunks.append(Chunk(anchor, code[start:end], Lowering(parsed, spans, anchor, start).statements([statement])))
    if not body and code:
        chunks.append(Chunk(Anchor(part, offset), code, ()))
    return chunks


def _first(spans: dict[cst.CSTNode, tuple[int, int]], statement: cst.CSTNode) -> int:
    """Start of a statement with its decorators, which libcst leaves out of its span."""
    decorators = getattr(statement, "decorators", ())
    return spans[decorators[0].decorator][0] if decorators else spans[statement][0]


def _line_start(code: str, offset: int) -> int:
    return max(code.rfind("\n", 0, offset), code.rfind("\r", 0, offset)) + 1


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
