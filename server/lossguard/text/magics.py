"""IPython magics blanked out at equal length, so that a cell parses and every offset stays right.

What IPython runs instead of Python, and what the parser sees in its place:

- ``%magic``, ``!command``, ``?help`` and ``help?`` lines, with their backslash-continued lines: ``pass``,
  which also holds the place of a magic that is the only statement under an ``if``.
- ``x = !command`` and ``x = %magic``: ``x = _0``, a name that nothing defines, so that ``x`` is unknown.
- A ``%%cell magic``: nothing of the cell, unless the magic runs Python (``%%time``): then only its line.
- ``pip install …`` and the like without a ``%``, which IPython takes for a magic as well.

Magics inside strings, brackets and continued lines are no magics and stay.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.text.scan import logical_line

_INSTALLER = (
    r"(?:pip3?|conda|mamba|uv)[ \t]+(?:-[\w-]+[ \t]+)*(?:install|uninstall|pip|list|show|freeze|add|sync|update)"
)
_SHELL_WORD = r"(?:cd|ls|ll|mkdir|rmdir|cp|mv|rm|cat|pwd)[ \t]+(?!(?:in|is|if|and|or|not|for)\b)"
_AUTOMAGIC = rf"(?:{_INSTALLER}\b(?![ \t]*[=.(\[])|{_SHELL_WORD}(?:[\w\"'.~]|-\w|/[\w.]))"
_CANDIDATE = re.compile(rf"(?:\A|[\r\n])[ \t\f]*(?:[%!?,;/]|{_AUTOMAGIC})|=[ \t]*[!%]|\?")
_ESCAPED = re.compile(rf"[ \t\f]*(?=[%!?,;/]|{_AUTOMAGIC})")
_PREAMBLE = re.compile(r"(?:[ \t\f]*(?:#[^\r\n]*)?(?:\r\n|\r|\n))*[ \t\f]*")
"""Blank lines and comments: Colab puts ``#@title`` above a cell magic."""
_CELL_MAGIC = re.compile(r"%%([\w.!]+)[^\r\n]*")
_CONTINUED = re.compile(r"(?:[^\r\n]*\\(?:\r\n|\r|\n))*[^\r\n]*")
_HELP = re.compile(r"[^\r\n?]*[\w*\])]\?\??[ \t\f]*\Z")
_LINE = re.compile(r"[^\r\n]+")

_RUNS_PYTHON = frozenset(
    [
        "capture",
        "debug",
        "distributed",
        "heat",
        "memit",
        "memray_flamegraph",
        "notify",
        "prun",
        "px",
        "pyinstrument",
        "rank",
        "scalene",
        "snakeviz",
        "time",
        "timeit",
        "wandb",
    ]
)
"""Cell magics that run the rest of the cell as Python, in the notebook's own namespace."""


@dataclass(frozen=True, slots=True)
class Magic:
    """Text of a cell that is not Python, from its escape character to the last line's end, exclusive."""

    start: int
    end: int
    kind: str
    """``line``, ``value`` (right side of an assignment) or ``cell`` (magic line and body)."""
    indented: bool = False
    """Lies under an ``if``, a loop or a function, so that it may not run."""


def mask_magics(text: str) -> str:
    """The text with its magics replaced by Python of the same length; text without any comes back as it is."""
    pieces: list[str] = []
    done = 0
    for magic in magics(text):
        pieces += text[done : magic.start], _stand_in(text[magic.start : magic.end], magic.kind)
        done = magic.end
    return "".join([*pieces, text[done:]]) if pieces else text


def magics(text: str) -> Iterator[Magic]:
    """The magics of a cell, in order."""
    if not _CANDIDATE.search(text):
        return
    position = 0
    while preamble := _PREAMBLE.match(text, position):
        header = _CELL_MAGIC.match(text, preamble.end())
        if header is None:
            break
        if header.group(1) not in _RUNS_PYTHON:
            yield Magic(header.start(), len(text), "cell")
            return
        yield Magic(*header.span(), "line")
        position = header.end()
    while position < len(text):
        magic, position = _statement(text, position)
        if magic:
            yield magic


def _statement(text: str, start: int) -> tuple[Magic | None, int]:
    """The magic of the logical line at an offset, if it is or holds one, and where the next line begins."""
    escaped = _ESCAPED.match(text, start)
    if escaped:
        end = _continued_end(text, escaped.end())
        return Magic(escaped.end(), end, "line", escaped.end() > start), _next_line(text, end)
    line = logical_line(text, start, cell=True)
    indented = text[start : start + 1] in (" ", "\t", "\f")
    if line.shell is not None:
        end = _continued_end(text, line.shell)
        return Magic(line.shell, end, "value", indented), _next_line(text, end)
    code_end = line.comments[0][0] if line.comments else line.end
    help_line = _HELP.match(text[start:code_end].rstrip("\r\n"))
    if help_line:
        begin = start + len(help_line.group()) - len(help_line.group().lstrip())
        return Magic(begin, start + help_line.end(), "line", indented), line.end
    return None, line.end


def _continued_end(text: str, start: int) -> int:
    match = _CONTINUED.match(text, start)
    return match.end() if match else start


def _next_line(text: str, end: int) -> int:
    return end + 2 if text.startswith("\r\n", end) else end + 1


def _stand_in(magic: str, kind: str) -> str:
    """Python of the same length, all on the first line; lines that follow are blank."""
    if kind == "cell":
        return _LINE.sub(_blank, magic)
    first = _LINE.match(magic)
    room = first.end() if first else 0
    if kind == "value":
        word = "_0" if room >= 2 else "_"
    else:
        word = "pass" if room >= 4 else "0"
    return word.ljust(room) + _LINE.sub(_blank, magic[room:])


def _blank(match: "re.Match[str]") -> str:
    return " " * len(match.group())
