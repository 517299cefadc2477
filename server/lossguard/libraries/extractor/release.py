"""All that is read off one release."""

from collections.abc import Callable, Iterator
from typing import Any, Protocol

from lossguard.libraries.extractor import automap, models
from lossguard.libraries.extractor.evidence import TOKENIZERS, Release, shown
from lossguard.libraries.extractor.index import Index
from lossguard.libraries.extractor.signatures import FILES, signatures


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


def read_release(library: str, sources: Sources) -> Release:
    """Trainers, their arguments and collators."""
    files = (*FILES[library], TOKENIZERS)
    index = Index.of(sources.sources(lambda member: member.startswith(files)))
    return Release(signatures(library, index, sources.text(f"{library}/__init__.py")), index)


def read_facts(library: str, sources: Sources) -> dict[str, Any]:
    """What the product asks about a version, as JSON."""
    release = read_release(library, sources)
    shapes, autos = read_models(sources) if library == "transformers" else ({}, {})
    distinct = {shape: number for number, shape in enumerate(dict.fromkeys(shapes.values()))}
    return {
        "gates": list(shown(library, release)),
        "fields": release.said.arguments,
        "shapes": [shape.row() for shape in distinct],
        "classes": {name: distinct[shape] for name, shape in shapes.items()},
        "autos": autos,
    }
