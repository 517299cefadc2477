"""How deep functions may call each other: ``a + b + …`` is a tree as deep as it has terms."""

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

_FRAMES = 12_000 if sys.version_info >= (3, 11) else 0
_USUAL = 1_000


def room() -> AbstractContextManager[None]:
    """Let Python functions call each other deeper than usual.

    Since Python 3.11 such calls take nothing of the C stack; before that, the usual limit protects it.
    """
    return _limit(max(sys.getrecursionlimit(), _FRAMES))


def no_room() -> AbstractContextManager[None]:
    """For Python's own parser, which takes the limit for a measure of the C stack, and goes three times as deep."""
    return _limit(min(sys.getrecursionlimit(), _USUAL))


@contextmanager
def _limit(frames: int) -> Iterator[None]:
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(frames)
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
