"""Versions that the file itself fixes: its pip cells and its inline script metadata (PEP 723).

Only what surely runs and surely fixes one version counts. ``!pip install trl==0.24.0`` under an ``if``, an
upgrade or a URL leaves the version open, takes back an earlier pin of the same package, and says that what is
installed now may not stay. A range keeps an earlier pin that it admits, as pip does.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lossguard.libraries.requirement import Asked, read_requirement
from lossguard.libraries.versions import Resolved, Source, Versions, Wanted
from lossguard.text.document import Document, Part

_METADATA = re.compile(
    r"^# /// script[ \t]*((?:\r\n|\n)(?:#(?: [^\r\n]*)?(?:\r\n|\n))+)# ///[ \t]*(?=[\r\n]|\Z)", re.MULTILINE
)
_SHELL_CELL = re.compile(r"%%(?:bash|sh|script[ \t]+(?:bash|sh))\b[^\r\n]*")
_SHELL_BLOCK = re.compile(r"^[ \t]*(?:if|for|while|until|case|function)\b", re.MULTILINE)
_SHELL_LINE = re.compile(r"(?:\\(?:\r\n|[\r\n])|[^\r\n])+")
_TAKE_VALUE = frozenset(
    """-r --requirement -c --constraint -i --index-url --extra-index-url -f --find-links -t --target
    --prefix --root --src --cache-dir --timeout --retries --proxy --trusted-host --python --index --only-binary
    --no-binary --progress-bar --platform --python-version --torch-backend --prerelease --resolution""".split()
)
_RENEWS = frozenset(("-U", "--upgrade", "--force-reinstall", "--pre", "--reinstall"))


@dataclass(frozen=True, slots=True)
class _Change:
    """What one requirement, or one install command, does to one package."""

    asked: Asked
    start: int
    """Offset in the part."""
    keeps: bool = False
    """A version that is there and allowed stays."""
    open: bool = False
    """Whether and how the version changes is not known."""


def pinned(document: Document) -> Versions:
    """What a document's own text says of versions; a later cell wins."""
    resolved: dict[str, Resolved] = {}
    wanted: dict[str, Wanted] = {}
    for part in document.parts:
        source = "script metadata" if part.cell is None else f"cell {part.cell}"
        for change in [*_metadata(part), *_installs(part)]:
            row, _ = part.lines.position(change.start)
            _apply(change, Source(source, cell=part.cell, row=row), resolved, wanted)
    return Versions(resolved, wanted)


def _apply(change: _Change, origin: Source, resolved: dict[str, Resolved], wanted: dict[str, Wanted]) -> None:
    asked = change.asked
    if asked.version and not asked.marker and not change.open:
        resolved[asked.name] = Resolved(asked.version, origin.name, origin)
        wanted.pop(asked.name, None)
        return
    unclear = change.open or bool(asked.marker)
    entry = Wanted("" if unclear else asked.specifier, origin, renewed=unclear or not change.keeps or asked.elsewhere)
    before = resolved.get(asked.name)
    if before is None or not entry.admits(before.version):
        resolved.pop(asked.name, None)
        wanted[asked.name] = entry


def _metadata(part: Part) -> Iterator[_Change]:
    if "# /// script" not in part.text:
        return
    block = _METADATA.search(part.text)
    if block is None:
        return
    from lossguard.text.toml import TomlError, load_toml

    try:
        table = load_toml(re.sub(r"^# ?", "", re.sub(r"\r\n?", "\n", block.group(1)), flags=re.MULTILINE))
    except TomlError:
        return
    dependencies = table.get("dependencies")
    for requirement in dependencies if isinstance(dependencies, list) else ():
        asked = read_requirement(requirement) if isinstance(requirement, str) else None
        if asked is not None and not asked.bare:
            start = max(part.text.find(requirement, block.start(1)), block.start())
            yield _Change(asked, start, keeps=True)


def _installs(part: Part) -> Iterator[_Change]:
    if part.cell is None or "install" not in part.text:
        return
    from lossguard.text.magics import magics

    for magic in magics(part.text):
        text = part.text[magic.start : magic.end]
        if magic.kind != "cell":
            yield from _commands(text, magic.start, sure=not magic.indented)
        elif header := _SHELL_CELL.match(text):
            body = text[header.end() :]
            for line in _SHELL_LINE.finditer(body):
                start = magic.start + header.end() + line.start()
                yield from _commands(line.group(), start, sure=not _SHELL_BLOCK.search(body))


def _commands(line: str, start: int, sure: bool) -> Iterator[_Change]:
    """The changes of one shell line, which begins at an offset and may hold several commands."""
    if "install" not in line:
        return
    words: list[str] = []
    for word in [*_words(line.lstrip("!%")), ";"]:
        if word and set(word) <= set("&;|"):
            for change in _command(words, sure):
                place = max(line.find(change.asked.name.split("-", maxsplit=1)[0]), 0)
                yield replace(change, start=start + place)
            words = []
            sure = sure and word != "||"
        else:
            words.append(word)


def _words(line: str) -> list[str]:
    import shlex

    lexer = shlex.shlex(re.sub(r"\\(?:\r\n|\r|\n)", " ", line), posix=True, punctuation_chars="&;|<>")
    lexer.whitespace_split = True
    lexer.commenters = ""
    words: list[str] = []
    try:
        for word in lexer:
            if word.startswith("#"):
                break
            words.append(word)
    except ValueError:  # a quote that is never closed: the shell would refuse the line
        return []
    return words


def _command(words: list[str], sure: bool) -> Iterator[_Change]:
    action = next((index for index, word in enumerate(words) if word in ("install", "uninstall", "add")), None)
    if action is None or not _is_pip(words[:action]):
        return
    arguments = words[action + 1 :]
    # `pip install trl>=0.9` without quotes installs any trl and writes the file "=0.9".
    redirection = next((index for index, word in enumerate(arguments) if word and set(word) <= set("<>&")), None)
    arguments = arguments[:redirection]
    renews = bool(_RENEWS & set(arguments))
    uninstalls = words[action] == "uninstall"
    previous = ""
    for word in arguments:
        is_value, previous = previous in _TAKE_VALUE, word
        if word.startswith("-") or is_value:
            continue
        asked = read_requirement(word)
        if asked is not None and not (asked.bare and not renews and not uninstalls):
            yield _Change(asked, 0, keeps=not renews, open=uninstalls or not sure)


def _is_pip(words: list[str]) -> bool:
    """``pip``, ``pip3 -q``, ``uv pip``, ``python -m pip``, ``{sys.executable} -m pip``, ``sudo pip`` …"""
    names = {word.rpartition("/")[2].rstrip("0123456789.") for word in words}
    return bool(names & {"pip", "uv"})
