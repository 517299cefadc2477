"""From what the interpreter knows of a place (a line, perhaps columns) to the narrowest range of the source."""

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from lossguard.dryrun.launch import unit_name
from lossguard.dryrun.plan import Plan
from lossguard.text.decode import SIZE_LIMIT, Problem
from lossguard.text.document import Part
from lossguard.text.lines import Encoding
from lossguard.text.place import Anchor, Place
from lossguard.text.source import read_source

Range = tuple[int, int]


class Attribution:
    """The places of one run. A file that the script imports is read when a place in it is asked for."""

    def __init__(self, plan: Plan) -> None:
        self._files: dict[str, _File | None] = {unit_name(plan, part.cell): _File(part) for part in plan.document.parts}

    def place(self, site: Any) -> Place | None:
        """The place of a site; None if it makes no sense, as the script may have sent it."""
        if not isinstance(site, dict):
            return None
        file = self._file(str(site.get("file", "")))
        return file.place(site) if file else None

    def best(self, sites: Any) -> tuple[Place, str] | None:
        """The first site that can be placed, with its role.

        A site that is narrowed to an argument counts only if the call has that argument: else the next one may
        say more, unless there is none.
        """
        listed = [site for site in sites if isinstance(site, dict)] if isinstance(sites, list) else []
        for exact in (True, False):
            for site in listed:
                place = self.place(site)
                if place is not None and (not exact or self._is_exact(site)):
                    return place, str(site.get("role", ""))
        return None

    def all(self, sites: Any) -> Iterator[tuple[Place, str]]:
        for site in sites if isinstance(sites, list) else ():
            place = self.place(site)
            if place is not None:
                yield place, str(site.get("role", ""))

    def _is_exact(self, site: dict[str, Any]) -> bool:
        file = self._file(str(site.get("file", "")))
        return "argument" not in site or (file is not None and file.argument(site) is not None)

    def _file(self, name: str) -> "_File | None":
        if name not in self._files:
            self._files[name] = _read(name)
        return self._files[name]


class _File:
    def __init__(self, part: Part) -> None:
        self._part = part

    @cached_property
    def _tree(self) -> ast.AST | None:
        """None if this Python cannot parse what the other one ran."""
        try:
            return ast.parse(self._part.code)
        except (SyntaxError, ValueError, RecursionError, MemoryError):
            return None

    def place(self, site: dict[str, Any]) -> Place | None:
        line = site.get("line")
        if not isinstance(line, int) or not 0 < line <= len(self._part.lines):
            return None
        if site.get("kind") == "function":
            return self._at(self._header(line) or self._whole_line(line))
        if site.get("kind") == "assignment":
            return self._at(self._assignment(site) or self._told(site) or self._whole_line(line))
        found = self.argument(site)
        if found is None and (call := self._call(site)) is not None:
            found = self._range(call)
        return self._at(found or self._told(site) or self._whole_line(line))

    def argument(self, site: dict[str, Any]) -> Range | None:
        """The keyword argument that a site is narrowed to, if the call there has it."""
        call, name = self._call(site), site.get("argument")
        if call is None or not isinstance(name, str):
            return None
        keyword = next((one for one in call.keywords if one.arg == name), None)
        return self._range(keyword) if keyword is not None else None

    def _call(self, site: dict[str, Any]) -> ast.Call | None:
        """The call at exactly that range; of a line alone, its outermost call."""
        line, column = site.get("line"), site.get("column")
        calls = [node for node in self._nodes() if isinstance(node, ast.Call)]
        if isinstance(column, int):
            wanted = (line, column, site.get("end_line"), site.get("end_column"))
            return next((one for one in calls if _extent(one) == wanted), None)
        on_line = [one for one in calls if one.lineno <= int(line or 0) <= (one.end_lineno or one.lineno)]
        # Before Python 3.11 the line is that of the call's beginning, or of the argument that is evaluated.
        return max(on_line, key=lambda one: (one.lineno == line, -one.col_offset), default=None)

    def _assignment(self, site: dict[str, Any]) -> Range | None:
        """The whole statement that assigns to the target at exactly that range."""
        wanted = (site.get("line"), site.get("column"), site.get("end_line"), site.get("end_column"))
        for node in self._nodes():
            if isinstance(node, ast.Assign) and any(_extent(target) == wanted for target in node.targets):
                return self._range(node)
        return None

    def _header(self, line: int) -> Range | None:
        """``def name(…)`` of the function whose code begins at a line; decorators come before its name."""
        for node in self._nodes():
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) and _first_line(node) == line:
                if isinstance(node, ast.Lambda):
                    return self._range(node)
                start = self._offset(node.lineno, node.col_offset)
                end = self._part.text.find(":", self._offset(*_last_parameter(node)))
                row_end = self._whole_line(node.lineno)[1]
                return (start, end) if start < end <= row_end else (start, row_end)
        return None

    def _nodes(self) -> Iterator[ast.AST]:
        return ast.walk(self._tree) if self._tree is not None else iter(())

    def _range(self, node: ast.expr | ast.keyword | ast.stmt) -> Range:
        first, column, last, end = _extent(node)
        return self._offset(first, column), self._offset(last, end)

    def _told(self, site: dict[str, Any]) -> Range | None:
        column, last, end = site.get("column"), site.get("end_line"), site.get("end_column")
        if isinstance(column, int) and isinstance(last, int) and isinstance(end, int):
            return self._offset(int(site["line"]), column), self._offset(last, end)
        return None

    def _whole_line(self, line: int) -> Range:
        text = self._part.lines.line(line - 1)
        indent = len(text) - len(text.lstrip())
        start = self._part.lines.offset(line - 1, indent)
        return start, start + len(text.strip())

    def _offset(self, line: int, column: int) -> int:
        """Python's columns are UTF-8 bytes."""
        return self._part.lines.offset(line - 1, column, Encoding.UTF8)

    def _at(self, found: Range) -> Place:
        start, end = found
        return Place(Anchor(self._part, 0), start, max(start, end))


def _extent(node: Any) -> tuple[int, int, int, int]:
    return node.lineno, node.col_offset, node.end_lineno or node.lineno, node.end_col_offset or node.col_offset


def _first_line(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda) -> int:
    decorators: Iterable[ast.expr] = getattr(node, "decorator_list", ())
    return min([node.lineno, *(one.lineno for one in decorators)])


def _last_parameter(node: ast.FunctionDef | ast.AsyncFunctionDef) -> tuple[int, int]:
    ends = [
        (one.end_lineno or 0, one.end_col_offset or 0)
        for one in (*ast.walk(node.args), *((node.returns,) if node.returns else ()))
        if isinstance(one, ast.arg | ast.expr)
    ]
    return max(ends, default=(node.lineno, node.col_offset))


def _read(name: str) -> _File | None:
    """A module; nothing else that a script may have named, such as a pipe that nobody writes to."""
    try:
        if not name.endswith(".py") or not Path(name).is_file():
            return None
        with Path(name).open("rb") as file:
            source = read_source(name, file.read(SIZE_LIMIT + 1))
    except (OSError, ValueError):
        return None
    return None if isinstance(source, Problem) or not source.document.parts else _File(source.document.parts[0])
