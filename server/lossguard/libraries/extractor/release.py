"""All that is read off one release."""

from collections.abc import Callable, Iterator
from typing import Protocol

from lossguard.libraries.extractor import automap, models, signatures
from lossguard.libraries.extractor.index import Index

LIBRARIES = ("transformers", "trl")
"""Those whose releases are read."""


class Sources(Protocol):
    """The Python sources of one release: installed, or in a wheel."""

    def text(self, member: str) -> str: ...

    def sources(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, str]]:
        """(member, text) of every wanted member, in a fixed order."""
        ...


def read_models(sources: Sources) -> tuple[dict[str, models.Shape], dict[str, str]]:
    """Shapes by model class, and tasks by Auto class, of a release of transformers."""
    auto_map = automap.read(sources.text(automap.MEMBER))
    index = Index.of(sources.sources(lambda member: models.MODELING.fullmatch(member) is not None))
    return dict(models.shapes(index, auto_map)), dict(auto_map.autos)


def read_signatures(library: str, sources: Sources) -> signatures.Signatures:
    index = Index.of(sources.sources(lambda member: member.startswith(signatures.FILES[library])))
    return signatures.signatures(library, index, sources.text(f"{library}/__init__.py"))
