"""Bytes to text and back, as Python reads source: byte order mark, encoding declaration, else UTF-8.

Line ends are kept as they are, so that text that was not edited is written back byte for byte.
"""

import codecs
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

SIZE_LIMIT = 64_000_000
"""Bytes. A notebook holds its pictures; what is larger is not worth the memory. For code alone see `parse`."""

_DECLARATION = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_BLANK = re.compile(rb"^[ \t\f]*(?:#.*)?$")
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a file cannot be checked."""

    template: str
    """A sentence to follow the file's name, e.g. ``is binary, not text``; the key of its translations."""
    arguments: Mapping[str, str] = field(default_factory=dict[str, str])

    def text(self, translate: Callable[[str], str]) -> str:
        return translate(self.template).format(**self.arguments)

    @property
    def message(self) -> str:
        """In English."""
        return self.template.format(**self.arguments)


UNENCODABLE = "cannot hold {character} in its encoding, {encoding}"
TOO_LARGE = "is larger than {limit} MB, so it was skipped"
UTF16 = "is UTF-16, which Python does not read: save it as UTF-8"
BINARY = "is binary, not text"
CONTRADICTION = "begins with a UTF-8 byte order mark but declares the encoding {encoding}"
INVALID = "is not valid {encoding} (byte {byte} on line {row})"
INVALID_UNDECLARED = (
    "is not valid {encoding} (byte {byte} on line {row}): save it as UTF-8 or declare its encoding on the first line"
)
UNKNOWN = "declares the encoding {name}, which Python does not know"
NO_TEXT = "declares {name} as its encoding, which is no encoding of text"
TEMPLATES = (UNENCODABLE, TOO_LARGE, UTF16, BINARY, CONTRADICTION, INVALID, INVALID_UNDECLARED, UNKNOWN, NO_TEXT)


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text, without the byte order mark, and what is needed to write it back."""

    text: str
    encoding: str = "utf-8"
    marked: bool = False
    """The file began with a UTF-8 byte order mark."""

    def encode(self, text: str) -> bytes | Problem:
        """The bytes of an edited text in the file's own encoding."""
        try:
            data = text.encode(self.encoding)
        except UnicodeEncodeError as error:
            return Problem(UNENCODABLE, {"character": ascii(text[error.start]), "encoding": self.encoding})
        return codecs.BOM_UTF8 + data if self.marked else data


def decode(data: bytes, limit: int = SIZE_LIMIT) -> Decoded | Problem:
    """The text of a source file, or why there is none. Never raises.

    Reading one byte more than the limit from a file is enough.
    """
    if len(data) > limit:
        return Problem(TOO_LARGE, {"limit": f"{limit / 1e6:g}"})
    if data.startswith(_UTF16_MARKS):
        return Problem(UTF16)
    if b"\0" in data:
        return Problem(BINARY)
    marked = data.startswith(codecs.BOM_UTF8)
    if marked:
        data = data[len(codecs.BOM_UTF8) :]
    encoding = _declared(data)
    if isinstance(encoding, Problem):
        return encoding
    if marked and encoding != "utf-8":
        return Problem(CONTRADICTION, {"encoding": encoding})
    try:
        return Decoded(data.decode(encoding), encoding, marked)
    except UnicodeDecodeError as error:
        row = len(re.findall(rb"\r\n|\r|\n", data[: error.start])) + 1
        template = INVALID if _has_declaration(data) else INVALID_UNDECLARED
        arguments = {"encoding": encoding.upper(), "byte": f"0x{data[error.start]:02x}", "row": str(row)}
        return Problem(template, arguments)


def parseable(text: str) -> str:
    """The text with lone surrogates, which no parser takes, replaced at equal length.

    They cannot come from a file, but from JSON: a notebook's, or an editor's.
    """
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text)
    return text


def _declared(data: bytes) -> str | Problem:
    name = _declaration(data)
    if name is None:
        return "utf-8"
    try:
        codec = codecs.lookup(name)
    except (LookupError, ValueError):
        return Problem(UNKNOWN, {"name": repr(name)})
    if not codec._is_text_encoding:
        return Problem(NO_TEXT, {"name": repr(name)})
    return "utf-8" if codec.name == "utf-8-sig" else codec.name


def _has_declaration(data: bytes) -> bool:
    return _declaration(data) is not None


def _declaration(data: bytes) -> str | None:
    """PEP 263: on the first line, or on the second one below a comment or a blank line."""
    for line in re.split(rb"\r\n|\r|\n", data[:4096])[:2]:
        if match := _DECLARATION.match(line):
            return match.group(1).decode("ascii", "replace")
        if not _BLANK.match(line):
            return None
    return None
