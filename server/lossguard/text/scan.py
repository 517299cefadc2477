"""Logical lines of Python text: where each one ends, which comments and long strings it holds.

A line-level scanner, not a tokenizer: it also works on text that does not parse. A string that is never
closed ends with its line, so that half-typed code does not swallow the comments below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

Span = tuple[int, int]

_TOKEN = re.compile(
    r"""
    [^"'\#()\[\]{}\\\r\n=]*  # nothing of interest: skipped here, which is much faster than searching
    (?:
      (?P<comment> \#[^\r\n]* )
    | (?P<string>  \"\"\" | ''' | " | ' )
    | (?P<open>    [(\[{] )
    | (?P<close>   [)\]}] )
    | (?P<end>     \r\n | \r | \n )
    | (?P<joined>  \\ (?: \r\n | \r | \n ) )
    | (?P<shell>   (?<![=!<>:+\-*/%&|^@]) = [ \t]* (?=[!%]) )
    | [=\\]
    )
    """,
    re.VERBOSE,
)
_PREFIX = re.compile(r"(?<!\w)[rbuftRBUFT]{1,2}\Z")

_STRING_REST = {
    "'": re.compile(r"[^'\\\r\n]*(?:\\(?:\r\n|[\s\S])[^'\\\r\n]*)*'?"),
    '"': re.compile(r'[^"\\\r\n]*(?:\\(?:\r\n|[\s\S])[^"\\\r\n]*)*"?'),
    "'''": re.compile(r"[^'\\]*(?:(?:\\[\s\S]|'(?!''))[^'\\]*)*(?:''')?"),
    '"""': re.compile(r'[^"\\]*(?:(?:\\[\s\S]|"(?!""))[^"\\]*)*(?:""")?'),
}

_ESCAPE = r"\\(?:N\{[^}\r\n]*\}|\r\n|[^{])"
_FORMATTED = {
    quote: re.compile(rf"{_ESCAPE}|\{{\{{|\}}\}}|\{{|{quote}" + (r"|[\r\n]" if len(quote) == 1 else ""))
    for quote in _STRING_REST
}
_FIELD = re.compile(r"(?:(?<!\w)[rbuftRBUFT]{1,2})?(?:\"\"\"|'''|\"|')|[()\[\]{}:\r\n]")
_SPECIFICATION = {quote: re.compile(rf"[{{}}\r\n]|{quote}") for quote in _STRING_REST}


@dataclass(frozen=True, slots=True)
class LogicalLine:
    """A statement's lines up to its line end; a blank line or a comment alone is one of its own."""

    start: int
    end: int
    """After the line end."""
    comments: tuple[Span, ...]
    strings: tuple[Span, ...]
    """Those that go over several lines."""
    joins: tuple[int, ...]
    """Offsets of the backslashes that continue a line."""
    shell: int | None = None
    """Offset of the ``!`` or ``%`` in ``x = !command``; the rest of the line is then unread."""


def logical_lines(text: str, start: int = 0) -> Iterator[LogicalLine]:
    """All logical lines from an offset on."""
    while start < len(text):
        line = logical_line(text, start)
        yield line
        start = line.end


def without_comments(text: str) -> str:
    """Text with white space in the place of its comments."""
    for line in logical_lines(text):
        for start, end in line.comments:
            text = f"{text[:start]}{' ' * (end - start)}{text[end:]}"
    return text


def logical_line(text: str, start: int, cell: bool = False) -> LogicalLine:
    """The logical line that begins at an offset; in a notebook's ``cell``, ``x = !command`` is known."""
    comments: list[Span] = []
    strings: list[Span] = []
    joins: list[int] = []
    depth = 0
    position = start
    while match := _TOKEN.match(text, position):
        position = match.end()
        kind = match.lastgroup
        if kind == "end":
            if depth == 0:
                break
        elif kind == "string":
            opening = match.start(kind)
            position = _safe_string_end(text, _prefixed(text, opening, match.group(kind)), position)
            if _has_line_end(text, opening, position):
                strings.append((opening, position))
        elif kind == "comment":
            comments.append(match.span(kind))
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth = max(depth - 1, 0)
        elif kind == "joined":
            joins.append(match.start(kind))
        elif kind == "shell" and cell and depth == 0:
            return LogicalLine(start, position, tuple(comments), tuple(strings), tuple(joins), position)
    else:
        position = len(text)
    return LogicalLine(start, position, tuple(comments), tuple(strings), tuple(joins))


def _prefixed(text: str, opening: int, quote: str) -> str:
    prefix = _PREFIX.search(text, max(opening - 3, 0), opening)
    return prefix.group() + quote if prefix else quote


def _safe_string_end(text: str, opening: str, position: int) -> int:
    try:
        return string_end(text, opening, position)
    except RecursionError:  # hundreds of f-strings inside each other: nothing that anybody wrote
        return len(text)


def string_end(text: str, opening: str, position: int) -> int:
    """Offset after the string whose ``opening`` (prefix and quotes) ends at ``position``."""
    quote = opening.lstrip("rbuftRBUFT")
    if opening[: -len(quote)].lower().strip("rbu"):
        return _formatted_end(text, quote, position)
    rest = _STRING_REST[quote].match(text, position)
    return rest.end() if rest else position


def _formatted_end(text: str, quote: str, position: int) -> int:
    """End of an f- or t-string: since Python 3.12 its fields may hold any string, its own quotes too."""
    while match := _FORMATTED[quote].search(text, position):
        token = match.group()
        if token == quote:
            return match.end()
        if token in ("\r", "\n"):
            return match.start()
        position = _field_end(text, quote, match.end()) if token == "{" else match.end()
    return len(text)


def _field_end(text: str, quote: str, position: int) -> int:
    """Offset after the ``}`` of a field, or of the line end that cuts a one-line string short."""
    depth = 0
    while match := _FIELD.search(text, position):
        token = match.group()
        position = match.end()
        if token == "}" and depth == 0:
            return position
        if token in "([{":
            depth += 1
        elif token in ")]}":
            depth = max(depth - 1, 0)
        elif token == ":" and depth == 0:
            return _format_end(text, quote, position)
        elif token in ("\r", "\n"):
            if len(quote) == 1:
                return match.start()
        elif token[-1] in "'\"":
            if token.endswith(quote) and len(quote) == 3:
                # Before 3.12 this closed the string; in a field nobody nests triple quotes.
                return match.start()
            position = string_end(text, token, position)
    return len(text)


def _format_end(text: str, quote: str, position: int) -> int:
    """End of a field from its format specification on; it may hold fields itself."""
    while match := _SPECIFICATION[quote].search(text, position):
        token = match.group()
        if token == "}":
            return match.end()
        if token != "{":
            if token == quote or len(quote) == 1:
                return match.start()
            position = match.end()
            continue
        position = _field_end(text, quote, match.end())
    return len(text)


def _has_line_end(text: str, start: int, end: int) -> bool:
    return text.find("\n", start, end) >= 0 or text.find("\r", start, end) >= 0
