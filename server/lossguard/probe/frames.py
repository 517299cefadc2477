"""Where in the user's own source something happens: from a frame to the range of its expression."""

import functools
import os
import sys
import sysconfig
from collections.abc import Iterable
from itertools import islice
from types import CodeType, FrameType, TracebackType
from typing import Any, Optional

from .protocol import Site


class Frames:
    def __init__(self, roots: Iterable[str], units: Iterable[str], mirror: list[str]) -> None:
        self._units = frozenset(units)
        self._mirror, self._mirrored = (os.path.join(folder, "") for folder in mirror)
        self._roots = tuple(os.path.join(os.path.abspath(root), "") for root in roots)
        own = os.path.dirname(os.path.abspath(__file__))
        installed = {sysconfig.get_paths()[key] for key in ("stdlib", "platstdlib", "purelib", "platlib")}
        self._foreign = tuple(os.path.join(folder, "") for folder in (*installed, own))

    def is_user(self, file: str) -> bool:
        """Whether a file is the user's: one of the script's parts, or below its folder and not installed."""
        if file in self._units:
            return True
        if not file or file.startswith("<") or "site-packages" in file or "dist-packages" in file:
            return False
        file = self._real(file)
        return file.startswith(self._roots) and not file.startswith(self._foreign)

    def _real(self, file: str) -> str:
        """The user's own file behind one of the working folder."""
        if file in self._units:
            return file
        file = os.path.abspath(file)
        return self._mirrored + file[len(self._mirror) :] if file.startswith(self._mirror) else file

    def here(self, role: str = "", beyond: Any = None) -> Optional[Site]:
        """The innermost expression of the user that is being run.

        ``beyond`` is an object whose own ``__init__`` is skipped: a subclass that calls ``super().__init__``
        is made where it is called, not there.
        """
        frame: Optional[FrameType] = sys._getframe(1)
        while frame is not None:
            if self.is_user(frame.f_code.co_filename) and not _is_init_of(frame, beyond):
                return self._site(frame.f_code, frame.f_lasti, frame.f_lineno, role)
            frame = frame.f_back
        return None

    def called_by_user(self, depth: int) -> bool:
        """Whether the caller of the function at that depth is the user's own code, not a library."""
        return self.is_user(sys._getframe(depth + 1).f_code.co_filename)

    def caller(self, depth: int) -> str:
        """The name of the function that calls the one at that depth."""
        return sys._getframe(depth + 1).f_code.co_name

    def of_traceback(self, traceback: Optional[TracebackType], role: str = "") -> list[Site]:
        """The user's frames of an exception, outermost first."""
        found: list[Site] = []
        while traceback is not None:
            code = traceback.tb_frame.f_code
            if self.is_user(code.co_filename):
                found.append(self._site(code, traceback.tb_lasti, traceback.tb_lineno, role))
            traceback = traceback.tb_next
        return found

    def of_syntax(self, error: BaseException) -> list[Site]:
        """The line of the user's source that is no Python; its frames end before."""
        if not isinstance(error, SyntaxError) or not error.lineno or not self.is_user(error.filename or ""):
            return []
        file = self._real(error.filename or "")
        return [{"file": file, "line": error.lineno, "function": "", "kind": "call", "role": "raised"}]

    def of_function(self, function: Any, role: str = "") -> Optional[Site]:
        """Where a function, method or callable object of the user is defined."""
        while isinstance(function, functools.partial):
            function = function.func
        code = getattr(function, "__code__", None)
        if code is None:
            code = getattr(getattr(type(function), "__call__", None), "__code__", None)  # noqa: B004 - its code is wanted
        if not isinstance(code, CodeType) or not self.is_user(code.co_filename):
            return None
        return {
            "file": self._real(code.co_filename),
            "line": code.co_firstlineno,
            "function": code.co_name,
            "kind": "function",
            "role": role,
        }

    def _site(self, code: CodeType, instruction: int, line: int, role: str) -> Site:
        site: Site = {
            "file": self._real(code.co_filename),
            "line": line,
            "function": code.co_name,
            "kind": "call",
            "role": role,
        }
        positions = getattr(code, "co_positions", None)
        if positions is not None:
            start, end, column, end_column = next(islice(positions(), instruction // 2, None), (None,) * 4)
            if start is not None:
                site = {**site, "line": start, "column": column, "end_line": end, "end_column": end_column}
        return site


def argument(site: Optional[Site], name: str, role: str = "") -> Optional[Site]:
    """A site narrowed to a keyword argument of its call; whoever reads it falls back to the call."""
    if site is None:
        return None
    narrowed: Site = {**site, "argument": name}
    if role:
        narrowed["role"] = role
    return narrowed


def _is_init_of(frame: FrameType, instance: Any) -> bool:
    if instance is None or frame.f_code.co_name != "__init__" or not frame.f_code.co_varnames:
        return False
    return frame.f_locals.get(frame.f_code.co_varnames[0]) is instance
