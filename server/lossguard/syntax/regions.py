"""Runs of complete lines that hold the statements of one block: what an edit can be confined to."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.syntax import nodes as n
from lossguard.syntax.walk import BLOCKS


@dataclass(slots=True)
class Run:
    """Some statements of a block, with the lines that they stand on."""

    owners: tuple[n.Node, ...]
    """Nodes around the block, outermost first; the last one's field is the block."""
    field: str
    """Name of the field that holds the block; empty for the part's own statements."""
    block: n.Block
    first: int
    last: int
    """Index behind the last statement."""
    start: int
    end: int
    """Offsets of the lines in the text before the edit."""
    indent: str

    @property
    def statements(self) -> n.Block:
        return self.block[self.first : self.last]


def runs_around(code: str, block: n.Block, start: int, end: int) -> list[Run]:
    """Runs that contain a range of a text, innermost first."""
    found: list[Run] = []
    owners: tuple[n.Node, ...] = ()
    run = _run(code, (), "", block, start, end, 0, len(code))
    while run is not None:
        found.append(run)
        statements = run.statements
        if len(statements) != 1:
            break
        inner = _inside(code, (*owners, statements[0]), start, end)
        if inner is None:
            break
        run = inner
        owners = run.owners
    return found[::-1]


def _inside(code: str, owners: tuple[n.Node, ...], start: int, end: int) -> Run | None:
    """The run in one of a compound statement's blocks."""
    for owner, field, block in blocks_of(owners[-1]):
        around = owners if owner is owners[-1] else (*owners, owner)
        limit = line_end(code, _content_end(block[-1]))
        if _begin(block[0]) <= end and start <= limit:
            run = _run(code, around, field, block, start, end, None, limit)
            if run is not None:
                return run
    return None


def blocks_of(node: n.Node) -> Iterator[tuple[n.Node, str, n.Block]]:
    """A compound statement's blocks in their order in the text, each with the node and the field that hold it."""
    for field in BLOCKS:
        held = getattr(node, field, None)
        if not isinstance(held, tuple):
            continue
        if field in ("handlers", "cases"):
            for part in held:
                if part.body:
                    yield part, "body", part.body
        elif held:
            yield node, field, held


def _begin(statement: n.Statement) -> int:
    """Where a statement begins, with its decorators."""
    return statement.anchor.offset


def _content_end(statement: n.Statement) -> int:
    """Offset behind the last token of a statement."""
    blocks = [block for _, _, block in blocks_of(statement)]
    return _content_end(blocks[-1][-1]) if blocks else statement.span[1]


def _run(
    code: str, owners: tuple[n.Node, ...], field: str, block: n.Block, start: int, end: int, low: int | None, high: int
) -> Run | None:
    """The statements whose lines hold a range; None if it reaches beyond the block."""
    lines: list[int] = []
    indices: list[int] = []
    for index, statement in enumerate(block):
        begin = _begin(statement)
        line = line_start(code, begin)
        # Else it goes on a line that another one began.
        if code[line:begin].strip(" \t\f@") == "" and not code[:line].rstrip("\r\n").endswith("\\"):
            lines.append(line)
            indices.append(index)
    if not lines or indices[0] != 0 or code.startswith("elif", _begin(block[0])):
        return None
    indent = code[lines[0] : _begin(block[0])].partition("@")[0]
    if low is not None:
        lines[0] = low
    at = bisect_right(lines, start) - 1
    if at < 0:
        return None
    until = at + 1
    while until < len(lines) and lines[until] < end:
        until += 1
    stop = lines[until] if until < len(lines) else high
    if end > stop:
        return None
    last = indices[until] if until < len(lines) else len(block)
    return Run(owners, field, block, indices[at], last, lines[at], stop, indent)


def line_start(code: str, offset: int) -> int:
    return max(code.rfind("\n", 0, offset), code.rfind("\r", 0, offset)) + 1


def line_end(code: str, offset: int) -> int:
    r"""Offset behind the ``\n``, ``\r\n`` or ``\r`` of an offset's line."""
    line_feed, carriage = code.find("\n", offset), code.find("\r", offset)
    if line_feed < 0 and carriage < 0:
        return len(code)
    if carriage < 0 or 0 <= line_feed < carriage:
        return line_feed + 1
    return carriage + (2 if code.startswith("\n", carriage + 1) else 1)
