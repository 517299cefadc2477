"""Text to lowered statements: by the running Python's own parser, and by libcst where the syntax is newer than that.

With the running Python's parser, text becomes statements in an eighth of the time, and loading libcst takes as long as
loading all of Lossguard; but that parser knows the syntax of its own version only. Both are lowered to the same
nodes, which tests hold over odd texts and many real files.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from lossguard.syntax.by_ast.parse import whole, wrapped
from lossguard.syntax.nodes import Block
from lossguard.syntax.source import NotTakenError, UnparsableError, source
from lossguard.text.document import Part

WRAPPER = "if 1:\n"
"""What lines of a block are put below, to be parsed by themselves."""


class Parsed(NamedTuple):
    block: Block
    end: int
    """Offset in the part behind the statements, for lines of a block; else 0."""
    newer: bool
    """Whether the syntax is newer than the running Python."""


def parse(part: Part, code: str, *, offset: int = 0, indent: str = "", newer: bool = True) -> Parsed:
    """Statements of complete lines that begin at an offset of a part; raises UnparsableError.

    With an indentation, they are lines of a block that is indented so. Unless ``newer`` syntax may be there, what
    the running Python does not take counts as broken.
    """
    if offset and code.startswith("\ufeff"):
        raise UnparsableError("a byte order mark stands inside the text")
    if indent:
        code, offset = WRAPPER + code, offset - len(WRAPPER)
    given = source(code)
    with _no_collections():
        try:
            if not indent:
                return Parsed(whole(part, code, given, offset), 0, newer=False)
            block, end = wrapped(part, code, given, offset, indent)
            return Parsed(block, offset + end, newer=False)
        except NotTakenError as error:
            if not newer:
                raise UnparsableError(str(error)) from None
        from lossguard.syntax.by_libcst import parse as by_libcst  # most scripts need it never

        if not indent:
            return Parsed(by_libcst.whole(part, given, offset), 0, newer=True)
        block, end = by_libcst.wrapped(part, given, offset, indent)
        return Parsed(block, offset + end, newer=True)


def parses(code: str) -> bool:
    """Whether a text is Python."""
    try:
        parse(Part("", code), code)
    except UnparsableError:
        return False
    return True


@contextmanager
def _no_collections() -> Iterator[None]:
    """A parse makes only live objects; collections during it cost up to a third of it."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
