"""Places in source that stay right while the text before them is edited."""

from dataclasses import dataclass

from lossguard.text.document import Part


class Anchor:
    """Origin of a run of source that moves as one (a chunk); the syntax moves it, others only read it."""

    __slots__ = ("offset", "part")

    def __init__(self, part: Part, offset: int) -> None:
        self.part = part
        self.offset = offset


@dataclass(slots=True, unsafe_hash=True)
class Place:
    """A range of source: code points from an anchor, end exclusive.

    Only the syntax changes one, and only that of a node, when an edit moves what the node stands for.
    """

    anchor: Anchor
    start: int
    end: int

    @property
    def part(self) -> Part:
        return self.anchor.part

    @property
    def span(self) -> tuple[int, int]:
        """Absolute offsets in the part's present text."""
        return self.anchor.offset + self.start, self.anchor.offset + self.end

    @property
    def source(self) -> str:
        start, end = self.span
        return self.part.text[start:end]
