"""Room for deep recursion over long chains: ``a + b + …`` is a tree as deep as it has terms."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

_FRAMES = 12_000 if sys.version_info >= (3, 11) else 0


@contextmanager
def room() -> Iterator[None]:
    """Let Python functions call each other deeper than usual.

    Since Python 3.11 such calls take nothing of the C stack; before that, the usual limit protects it.
    """
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, _FRAMES))
    try:
        yield
    finally:
        sys.setrecursionlimit(before)
