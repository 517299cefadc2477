"""Versions that the file itself fixes: its pip cells and its inline script metadata (PEP 723).

Only what surely runs and surely fixes one version counts. ``!pip install trl==0.24.0`` under an ``if``, a
range, an upgrade or a URL leaves the version open, and takes back an earlier pin of the same package.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.libraries.versions import Resolved, Versions, normalise
from lossguard.text.document import Document, Part

_METADATA = re.compile(
    r"^# /// script[ \t]*$((?:\r\n|\r|\n)(?:#(?: [^\r\n]*)?(?:\r\n|\r|\n))+)# ///[ \t]*$", re.MULTILINE
)
_REQUIREMENT = re.compile(r"([A-Za-z0-9][\w.-]*)[ \t]*(?:\[[^\]]*\])?[ \t]*(.*)", re.DOTALL)
_EXACT = re.compile(r"===?[ \t]*(\d[\w.!+-]*)")
_SHELL_CELL = re.compile(r"%%(?:bash|sh|script[ \t]+(?:bash|sh))\b[^\r\n]*")
_SHELL_BLOCK = re.compile(r"^[ \t]*(?:if|for|while|until|case|function)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class _Change:
    """What one install command does to one package: fixes its version, or (None) leaves it open."""

    name: str
    version: str | None


def pinned(document: Document) -> Versions:
    """The exact versions that a document's own text fixes; a later cell wins."""
    resolved: dict[str, Resolved] = {}
    for part in document.parts:
        source = "script metadata" if part.cell is None else f"cell {part.cell}"
        for change in [*_metadata(part), *_installs(part)]:
            if change.version is None:
                resolved.pop(change.name, None)
            else:
                resolved[change.name] = Resolved(change.version, source)
    return Versions(resolved)


def _metadata(part: Part) -> Iterator[_Change]:
    if "# /// script" not in part.text:
        return
    block = _METADATA.search(part.text.replace("\r\n", "\n"))
    if block is None:
        return
    from lossguard.text.toml import TomlError, load_toml

    try:
        table = load_toml(re.sub(r"^# ?", "", block.group(1), flags=re.MULTILINE))
    except TomlError:
        return
    dependencies = table.get("dependencies")
    for requirement in dependencies if isinstance(dependencies, list) else ():
        change = _requirement(requirement) if isinstance(requirement, str) else None
        if change:
            yield change


def _installs(part: Part) -> Iterator[_Change]:
    if part.cell is None or "install" not in part.text:
        return
    from lossguard.text.magics import magics

    for magic in magics(part.text):
        text = part.text[magic.start : magic.end]
        if magic.kind != "cell":
            yield from _commands(text.lstrip("!%"), sure=not magic.indented)
        elif header := _SHELL_CELL.match(text):
            body = text[header.end() :]
            for line in re.split(r"(?<!\\)[\r\n]+", body):
                yield from _commands(line, sure=not _SHELL_BLOCK.search(body))


def _commands(line: str, sure: bool) -> Iterator[_Change]:
    """The changes of one shell line, which may hold several commands."""
    if "install" not in line:
        return
    words: list[str] = []
    for word in [*_words(line), ";"]:
        if word and set(word) <= set("&;|"):
            yield from _command(words, sure)
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
    upgrade = any(word in ("-U", "--upgrade", "--force-reinstall", "--pre") for word in arguments)
    for word in arguments:
        if word.startswith("-"):
            continue
        change = _requirement(word)
        if change is None or (words[action] == "install" and _keeps_what_is_there(word) and not upgrade):
            continue
        yield change if sure and words[action] != "uninstall" else _Change(change.name, None)


def _is_pip(words: list[str]) -> bool:
    """``pip``, ``pip3 -q``, ``uv pip``, ``python -m pip``, ``{sys.executable} -m pip``, ``sudo pip`` …"""
    names = {word.rpartition("/")[2].rstrip("0123456789.") for word in words}
    return bool(names & {"pip", "uv"})


def _keeps_what_is_there(requirement: str) -> bool:
    """A bare name: installs the newest if there is none, else changes nothing."""
    return re.fullmatch(r"[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?", requirement) is not None


def _requirement(text: str) -> _Change | None:
    if "://" in text or "@" in text:
        return _from_url(text)
    match = _REQUIREMENT.fullmatch(text.strip())
    if match is None:
        return None
    name, rest = normalise(match.group(1)), match.group(2)
    exact = {version for version in _EXACT.findall(rest.partition(";")[0]) if "*" not in rest}
    conditional = ";" in rest or "{" in rest or "$" in rest
    return _Change(name, exact.pop() if len(exact) == 1 and not conditional else None)


def _from_url(text: str) -> _Change | None:
    """``git+https://…/trl.git@main``, ``trl @ https://…``, a wheel: some version of that name."""
    named = re.match(r"([A-Za-z0-9][\w.-]*)[ \t]*(?:\[[^\]]*\])?[ \t]*@", text) or re.search(r"#egg=([\w.-]+)", text)
    if named:
        return _Change(normalise(named.group(1)), None)
    path = re.sub(r"[#?].*|(?<=\w)@[^/]*$", "", text).rstrip("/").removesuffix(".git").rpartition("/")[2]
    wheel = re.match(r"([\w.]+?)-\d", path)
    return _Change(normalise(wheel.group(1) if wheel else path), None) if path else None
