"""A Python source without the bodies of its functions, cheaply.

A release of transformers has 24 MB of modelling files. To parse them all takes three seconds; to cut out what matters
and to parse that, less than one. A cut is made where a line begins that is not indented as far as the block before it:
inside of a text or of brackets that leaves half of one, which does not parse; then the whole file is parsed instead.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_STATEMENT = re.compile(r"\n(?=[^\s#)\]}])")
"""The end of the line before a statement of a module, or before a line of a text that looks like one."""
_MEMBER = re.compile(r"\n {4}(?=[^\s#)\]}])")
"""The same for what is in a class."""
_KEPT = ("from ", "if ", "try:", "else:", "elif ", "except", "finally:", "with ")
"""Statements that import a name, or may hold classes."""
_CLASS = re.compile(r"class (\w+)\s*(?:\(.*?\))?\s*:", re.DOTALL)
_FUNCTION = ("def ", "async def ", "@")


@dataclass(frozen=True, slots=True)
class Outline:
    text: str
    """Imports, and classes without functions: to be parsed."""
    blocks: dict[str, str]
    """The source of each class, by its name; not of those under an ``if``."""


class CutError(Exception):
    """A text that goes over several lines would be cut."""


def outline(text: str) -> Outline:
    """CutError, or an outline that does not parse, if only parsing the whole can tell."""
    kept: list[str] = []
    blocks: dict[str, str] = {}
    for statement in _cut(text, _STATEMENT):
        if statement.startswith("class ") and (header := _CLASS.match(statement)):
            _refuse_half(statement)
            kept.append(_without_functions(statement, header))
            blocks[header.group(1)] = statement
        elif statement.startswith(_KEPT):
            kept.append(statement)
    return Outline("".join(kept), blocks)


def function_of(block: str, name: str) -> str | None:
    """The source of a class's method, in a class of its own: the last of that name, as overloads come first.

    CutError, or something that does not parse, if only parsing the whole can tell.
    """
    start = block.rfind(f"\n    def {name}(") + 1
    if not start:
        return None
    end = _MEMBER.search(block, start)
    text = block[start : end.start() + 1 if end else len(block)]
    _refuse_half(block[:start])
    _refuse_half(text)
    return f"class _:\n{_decorators(block[:start])}{text}"


def _decorators(before: str) -> str:
    """The decorators at the end of what stands before a function."""
    start = end = len(before)
    while True:
        above = before.rfind("\n    @", 0, start) + 1
        if not above or _MEMBER.search(before, above, start - 1):
            return before[start:end]
        start = above


def _without_functions(block: str, header: re.Match[str]) -> str:
    body = block[header.end() :]
    if "\n" not in body:
        return block
    first, *members = _cut(body, _MEMBER)
    kept = [member for member in members if not member.lstrip().startswith(_FUNCTION)]
    return f"{header.group()}{first}{''.join(kept)}    pass\n"


def _refuse_half(text: str) -> None:
    if text.count('"""') % 2 or text.count("'''") % 2:
        raise CutError


def _cut(text: str, before: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for found in before.finditer(text):
        yield text[start : found.start() + 1]
        start = found.start() + 1
    yield text[start:]
