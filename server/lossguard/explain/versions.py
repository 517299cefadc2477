"""The versions of the libraries that a training uses, and where they come from."""

from collections.abc import Iterable, Iterator

from packaging.version import Version

from lossguard.explain.statement import Statement, Topic
from lossguard.libraries.resolution import RELEVANT
from lossguard.rules.training_view import TrainingView

RESOLVED = "{library} {version} ({source})"
NARROWED = "any version of {library} that is {bounds}: what the script writes, or a pin, needs it"

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
            source = str(resolved.origin) if resolved.origin is not None else resolved.source
            yield _topic.known(RESOLVED, library=library, version=resolved.version, source=source)
            continue
        bounds = view.versions.bounds(library)
        told = [f"{bounds.low} or newer"] if bounds.low is not None else []
        told += [f"{_series(bounds.high)} or older"] if bounds.high is not None else []
        if told and bounds.possible:
            yield _topic.known(NARROWED, library=library, bounds=" and ".join(told))
        else:
            yield _topic.unknown(f"the version of {library}", _why(view, library))


def _series(version: Version) -> str:
    """The last patch release of a series stands for whichever that was."""
    return f"{version.major}.{version.minor}" if version.micro == _ANY_PATCH else str(version)


def _why(view: TrainingView, library: str) -> str:
    wanted = view.versions.versions.wants(library)
    if wanted is None:
        return "nothing pins it, and no environment has it"
    return f"it is left open by {wanted.origin}"
