"""What the lines of a shell ask pip for: ``!pip install -q trl==0.24.0 -c limits.txt``, ``!uv pip install …``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lossguard.libraries.requirement import Asked, read_requirement

_REQUIREMENTS = frozenset(("-r", "--requirement", "--requirements"))
_CONSTRAINTS = frozenset(("-c", "--constraint", "--constraints"))
_TAKE_VALUE = frozenset(
    """-i --index-url --extra-index-url -f --find-links -t --target --prefix --root --src --cache-dir
    --timeout --retries --proxy --trusted-host --python --index --only-binary --no-binary --progress-bar
    --platform --python-version --torch-backend --prerelease --resolution""".split()
)
_VALUED = _TAKE_VALUE | _REQUIREMENTS | _CONSTRAINTS
_RENEWS = frozenset(("-U", "--upgrade", "--force-reinstall", "--pre", "--reinstall"))
_UPGRADES = re.compile(r"-[a-zA-Z]*U[a-zA-Z]*")
"""Short options in one word: ``-qU``."""


@dataclass(frozen=True, slots=True)
class Command:
    """One command that installs or removes."""

    sure: bool
    """It runs, whatever happens."""
    renews: bool = False
    uninstalls: bool = False
    asked: tuple[tuple[Asked, int], ...] = ()
    """The requirements that it names, each with its offset in the line."""
    files: tuple[str, ...] = ()
    """Files of requirements."""
    constraints: tuple[str, ...] = ()
    """Files that bound what is installed, and install nothing."""
    moved: bool = False
    """A ``cd`` stands before it: files may lie elsewhere than the notebook."""


def commands(line: str, sure: bool) -> Iterator[Command]:
    """The commands of one line, in order; ``sure``: nothing in front of it decides whether it runs."""
    words: list[str] = []
    moved = False
    for word in [*_words(line.lstrip("!%")), ";"]:
        if word and set(word) <= set("&;|"):
            command = _command(words, line, sure)
            if command is not None:
                yield replace(command, moved=moved)
            moved = moved or changes_folder(words)
            sure = sure and word != "||"
            words = []
        else:
            words.append(word)


def changes_folder(words: list[str]) -> bool:
    return bool(words) and words[0] in ("cd", "pushd", "popd")


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


def _command(words: list[str], line: str, sure: bool) -> Command | None:
    action = next((index for index, word in enumerate(words) if word in ("install", "uninstall", "add")), None)
    if action is None or not _is_pip(words[:action]):
        return None
    arguments = words[action + 1 :]
    # `pip install trl>=0.9` without quotes installs any trl and writes the file "=0.9".
    redirection = next((index for index, word in enumerate(arguments) if word and set(word) <= set("<>&")), None)
    arguments = arguments[:redirection]
    pairs = list(_pairs(arguments))
    named = [one for option, word in pairs if not option and (one := read_requirement(word)) is not None]
    return Command(
        sure,
        renews=any(option in _RENEWS or _UPGRADES.fullmatch(option + word) for option, word in pairs),
        uninstalls=words[action] == "uninstall",
        asked=tuple((one, max(line.find(one.name.split("-", maxsplit=1)[0]), 0)) for one in named),
        files=tuple(word for option, word in pairs if option in _REQUIREMENTS),
        constraints=tuple(word for option, word in pairs if option in _CONSTRAINTS),
    )


def _pairs(arguments: list[str]) -> Iterator[tuple[str, str]]:
    """Options with their values, in all spellings; a word without an option has an empty one."""
    option = ""
    for word in arguments:
        if option:
            yield option, word
            option = ""
        elif word in _VALUED:
            option = word
        elif word.startswith("--"):
            name, _, value = word.partition("=")
            yield name, value
        elif word.startswith("-"):
            yield word[:2], word[2:]
        else:
            yield "", word


def _is_pip(words: list[str]) -> bool:
    """``pip``, ``pip3 -q``, ``uv pip``, ``python -m pip``, ``{sys.executable} -m pip``, ``sudo pip`` …"""
    names = {word.rpartition("/")[2].rstrip("0123456789.") for word in words}
    return bool(names & {"pip", "uv"})
