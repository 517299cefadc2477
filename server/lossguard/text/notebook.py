"""Jupyter notebooks: JSON to a document of Python cells, and edited cells back into the same JSON.

Writing splices the ``source`` values of changed cells into the raw text; every other byte stays. Going
through ``json.dumps`` would rewrite indentation, escapes and numbers of the whole file, outputs included.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from json.decoder import JSONDecodeError, JSONDecoder
from typing import Any

from lossguard.text.decode import Problem
from lossguard.text.document import Document, Kind, Part

_SPACE = re.compile(r"[ \t\r\n]*")
_CHARACTER = re.compile(r"\\u[dD][89abAB]\w\w\\u[dD][c-fC-F]\w\w|\\u\w{4}|\\.|[^\\]", re.DOTALL)
_decoder = JSONDecoder(strict=False)


@dataclass(frozen=True, slots=True)
class Cell:
    """A code cell and where the value of its source stands in the JSON text."""

    part: Part
    start: int
    end: int
    source: str
    """As read; the part's text may have been edited since."""


@dataclass(frozen=True, slots=True)
class Notebook:
    document: Document
    raw: str
    cells: tuple[Cell, ...]

    def render(self) -> str:
        """The JSON with the present texts of the cells."""
        pieces: list[str] = []
        done = 0
        for cell in self.cells:
            if cell.part.text != cell.source:
                old = self.raw[cell.start : cell.end]
                pieces += self.raw[done : cell.start], _source_json(old, cell.part.text)
                done = cell.end
        return "".join([*pieces, self.raw[done:]])


EMPTY = "is not a notebook: it is empty"
BROKEN = "is not a notebook: its JSON is broken on line {row} ({reason})"
DEEP = "is not a notebook: its JSON is nested too deeply"
NO_NOTEBOOK = "is not a notebook: {reason}"
TEMPLATES = (EMPTY, BROKEN, DEEP, NO_NOTEBOOK)


def read_notebook(path: str, raw: str) -> Notebook | Problem:
    """A notebook's Python code cells; none if its kernel runs another language."""
    if not raw.strip():
        return Problem(EMPTY)
    try:
        found = _Reader(raw).read()
    except JSONDecodeError as error:
        return Problem(BROKEN, {"row": str(error.lineno), "reason": error.msg})
    except RecursionError:
        return Problem(DEEP)
    except _ShapeError as error:
        return Problem(NO_NOTEBOOK, {"reason": str(error)})
    cells: list[Cell] = []
    for number, start, end, source in found.sources if found.python else ():
        cells.append(Cell(Part(f"{path}:cell {number}", source, cell=number), start, end, source))
    document = Document(path, Kind.NOTEBOOK, [cell.part for cell in cells])
    return Notebook(document, raw, tuple(cells))


class _ShapeError(ValueError):
    """The JSON is no notebook."""


@dataclass(slots=True)
class _Found:
    sources: list[tuple[int, int, int, str]] = field(default_factory=list[tuple[int, int, int, str]])
    """Number, start and end of the value, text; of code cells in Python."""
    has_cells: bool = False
    python: bool = True


class _Reader:
    """Walks only the path to the sources; everything else is skipped by the C decoder."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.found = _Found()
        self.number = 0

    def read(self) -> _Found:
        end = self._object(self._space(0), self._notebook_entry, "the file is not a JSON object")
        if self._space(end) != len(self.raw):
            raise JSONDecodeError("Extra data", self.raw, end)
        if not self.found.has_cells:
            raise _ShapeError("it has no cells")
        return self.found

    def _notebook_entry(self, key: str, start: int) -> int:
        if key == "cells":
            self.found.has_cells = True
            return self._array(start, self._cell, "its cells are not a list")
        if key == "worksheets":  # nbformat 1 to 3
            return self._array(start, self._worksheet, "its worksheets are not a list")
        value, end = self._value(start)
        if key == "metadata":
            # Old notebooks have metadata in each worksheet too, which say nothing of the language.
            self.found.python = self.found.python and _is_python(value)
        return end

    def _worksheet(self, start: int) -> int:
        return self._object(start, self._notebook_entry, "a worksheet is not an object")

    def _cell(self, start: int) -> int:
        entries: dict[str, tuple[Any, int, int]] = {}

        def entry(key: str, start: int) -> int:
            value, end = self._value(start)
            entries[key] = (value, start, end)
            return end

        end = self._object(start, entry, "a cell is not an object")
        self.number += 1
        if entries.get("cell_type", ("",))[0] == "code" and _runs_python(entries):
            self._source(entries)
        return end

    def _source(self, entries: dict[str, tuple[Any, int, int]]) -> None:
        # nbformat 3 calls it "input".
        value, start, end = entries.get("source") or entries.get("input") or ("", -1, -1)
        if isinstance(value, list):
            value = "".join(line for line in value if isinstance(line, str))
        if not isinstance(value, str):
            raise _ShapeError(f"the source of cell {self.number} is neither text nor a list of lines")
        if start >= 0:
            self.found.sources.append((self.number, start, end, value))

    def _object(self, start: int, entry: Callable[[str, int], int], complaint: str) -> int:
        if self.raw[start : start + 1] != "{":
            raise self._complaint(start, complaint)
        position = self._space(start + 1)
        if self.raw[position : position + 1] == "}":
            return position + 1
        while True:
            key, position = self._value(position)
            if not isinstance(key, str):
                raise JSONDecodeError("Expecting property name enclosed in double quotes", self.raw, position)
            position = self._expect(self._space(position), ":")
            position = self._space(entry(key, self._space(position)))
            if self.raw[position : position + 1] == "}":
                return position + 1
            position = self._space(self._expect(position, ","))

    def _array(self, start: int, item: Callable[[int], int], complaint: str) -> int:
        if self.raw[start : start + 1] != "[":
            raise self._complaint(start, complaint)
        position = self._space(start + 1)
        if self.raw[position : position + 1] == "]":
            return position + 1
        while True:
            position = self._space(item(position))
            if self.raw[position : position + 1] == "]":
                return position + 1
            position = self._space(self._expect(position, ","))

    def _complaint(self, start: int, complaint: str) -> Exception:
        self._value(start)  # broken JSON is the better complaint
        return _ShapeError(complaint)

    def _expect(self, position: int, character: str) -> int:
        if self.raw[position : position + 1] != character:
            raise JSONDecodeError(f"Expecting {character!r}", self.raw, position)
        return position + 1

    def _value(self, start: int) -> tuple[Any, int]:
        return _decoder.raw_decode(self.raw, start)

    def _space(self, position: int) -> int:
        match = _SPACE.match(self.raw, position)
        return match.end() if match else position


def _is_python(metadata: Any) -> bool:
    """Whether the kernel runs Python; a notebook that does not say is taken for one that does."""
    names: list[Any] = []
    for table, key in (("kernelspec", "language"), ("language_info", "name"), ("kernelspec", "name")):
        entry = metadata.get(table) if isinstance(metadata, dict) else None
        names.append(entry.get(key) if isinstance(entry, dict) else None)
    language = next((name for name in names if isinstance(name, str) and name), "python")
    return "python" in language.lower()


def _runs_python(entries: dict[str, tuple[Any, int, int]]) -> bool:
    """Whether the cell is in the kernel's language: VS Code notes another one in its metadata."""
    metadata: Any = entries["metadata"][0] if "metadata" in entries else None
    editor = metadata.get("vscode") if isinstance(metadata, dict) else None
    if isinstance(editor, dict):
        language = editor.get("languageId")
    else:  # nbformat 3 has a language in each cell
        language = entries["language"][0] if "language" in entries else None
    return not isinstance(language, str) or language.lower() == "python"


def _source_json(old: str, text: str) -> str:
    """JSON of an edited source in the form of the old one; lines that did not change keep their escapes."""
    escapes = "\\u" in old
    if not old.startswith("["):
        bodies = _bodies(old[1:-1])
        return '"' + "".join(bodies.get(line) or _body(line, escapes) for line in _lines(text)) + '"'
    opening, separator, closing, items = _list_layout(old)
    bodies = {}
    for item in items:
        bodies.update(_bodies(item[1:-1]))
    lines = [f'"{bodies.get(line) or _body(line, escapes)}"' for line in _lines(text)]
    return f"[{opening}{f',{separator}'.join(lines)}{closing}]" if lines else "[]"


def _list_layout(old: str) -> tuple[str, str, str, list[str]]:
    """White space after ``[``, after a comma and before ``]``, and the items, of a list of strings."""
    items: list[str] = []
    gaps: list[str] = []
    position = 1
    while True:
        space = _SPACE.match(old, position)
        start = space.end() if space else position
        gaps.append(old[position:start])
        if old[start] == "]":
            break
        _, end = _decoder.raw_decode(old, start)
        items.append(old[start:end])
        space = _SPACE.match(old, end)
        comma = space.end() if space else end
        if old[comma] == "]":
            gaps.append(old[end:comma])
            break
        position = comma + 1
    if not items:
        return "", " ", "", []
    separator = gaps[1] if len(items) > 1 else gaps[0] or " "
    return gaps[0], separator, gaps[-1], items


def _bodies(body: str) -> dict[str, str]:
    """Each line of a JSON string's body, decoded, with its JSON as it stands."""
    bodies: dict[str, str] = {}
    line: list[str] = []
    for character in [*_CHARACTER.findall(body), ""]:
        line.append(character)
        if character in ("\\n", "\n", ""):
            raw = "".join(line)
            if raw:
                bodies[_decoder.decode(f'"{raw}"')] = raw
            line = []
    return bodies


def _body(line: str, escapes: bool) -> str:
    surrogates = not line.isascii() and re.search("[\ud800-\udfff]", line) is not None
    return json.dumps(line, ensure_ascii=escapes or surrogates)[1:-1]


def _lines(text: str) -> list[str]:
    """Lines with their ends, as notebooks keep them."""
    return re.findall(r"[^\n]*\n|[^\n]+", text)
