"""The versions of the libraries that a training uses, and where they come from."""

from collections.abc import Iterable, Iterator

from packaging.version import Version

from lossguard.explain.phrases import phrase
from lossguard.explain.statement import Statement, Topic
from lossguard.findings.finding import Message
from lossguard.libraries.eras import Knowledge
from lossguard.libraries.resolution import RELEVANT
from lossguard.libraries.versions import Source
from lossguard.rules.training_view import TrainingView

RESOLVED = "{library} {version} ({source})"
NARROWED = "any version of {library} that is {bounds}: what the script writes, or a pin, needs it"
NEWER = "{version} or newer"
OLDER = "{version} or older"
AND = "{one} and {other}"
VERSION_OF = "the version of {library}"
LEFT_OPEN = "it is left open by {source}"
UNPINNED = "nothing pins it, and no environment has it"
CELL, CELL_LINE, FILE_LINE = "cell {cell}", "cell {cell}, line {row}", "{file}, line {row}"
READ = "what {library} {version} does was read from its sources"
DIFFERENT = "what is different in {library} {version}"
NOT_READ = "its sources were not read"
NEIGHBOURS = "what {library} {version} does is known where the releases before and after it agree"

_ANY_PATCH = 99

_topic = Topic("versions")


def version_statements(view: TrainingView, imported: Iterable[str]) -> Iterator[Statement]:
    """``imported``: top-level packages that the script imports."""
    used = {*imported, view.trainer.partition(".")[0]}
    for library in RELEVANT:
        resolved = view.versions.versions.get(library)
        if library not in used:
            continue
        if resolved is not None:
            source = _in_words(resolved.origin) if resolved.origin is not None else phrase(resolved.source)
            yield _topic.known(RESOLVED, library=library, version=resolved.version, source=source)
            yield from _knowledge(view, library, resolved.version)
            continue
        bounds = view.versions.bounds(library)
        told = [Message(NEWER, {"version": str(bounds.low)})] if bounds.low is not None else []
        told += [Message(OLDER, {"version": _series(bounds.high)})] if bounds.high is not None else []
        if told and bounds.possible:
            yield _topic.known(NARROWED, library=library, bounds=_all_of(told))
        else:
            yield _topic.unknown(Message(VERSION_OF, {"library": library}), _why(view, library))


def _knowledge(view: TrainingView, library: str, version: str) -> Iterator[Statement]:
    """Where that comes from which is known of a version, unless it is shipped."""
    match view.versions.knowledge(library):
        case Knowledge.READ:
            yield _topic.known(READ, library=library, version=version)
        case Knowledge.NEIGHBOURS:
            yield _topic.known(NEIGHBOURS, library=library, version=version)
        case Knowledge.UNKNOWN:
            yield _topic.unknown(Message(DIFFERENT, {"library": library, "version": version}), NOT_READ)


def _series(version: Version) -> str:
    """The last patch release of a series stands for whichever that was."""
    return f"{version.major}.{version.minor}" if version.micro == _ANY_PATCH else str(version)


def _all_of(bounds: list[Message]) -> Message:
    return bounds[0] if len(bounds) == 1 else Message(AND, {"one": bounds[0], "other": bounds[1]})


def _why(view: TrainingView, library: str) -> Message:
    wanted = view.versions.versions.wants(library)
    return Message(LEFT_OPEN, {"source": _in_words(wanted.origin)}) if wanted is not None else Message(UNPINNED)


def _in_words(source: Source) -> Message:
    row = str(source.row + 1) if source.row is not None else None
    if source.cell is not None:
        return Message(CELL if row is None else CELL_LINE, {"cell": str(source.cell), "row": row or ""})
    name = phrase(source.name)
    return name if row is None else Message(FILE_LINE, {"file": name, "row": row})
