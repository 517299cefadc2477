"""The versions assumed for one document, from all places that may name them."""

from typing import TYPE_CHECKING

from lossguard.libraries.versions import Versions
from lossguard.text.document import Document

if TYPE_CHECKING:
    from lossguard.libraries.requirements_files import RequirementsFiles

RELEVANT = ("transformers", "trl", "peft", "accelerate", "datasets", "unsloth", "unsloth_zoo", "torch")
"""Distributions whose version can change a finding, in the order in which they are shown."""


def resolve(
    document: Document,
    given: Versions,
    installed: Versions,
    project: Versions | None = None,
    files: "RequirementsFiles | None" = None,
) -> Versions:
    """Given versions win over what the file pins, this over what is installed, and that over the project's pins.

    An installed version that the file's own requirements rule out is not the one that the script runs with.
    """
    outside = installed.over(project) if project is not None else installed
    if not any("install" in part.text or "# /// script" in part.text for part in document.parts):
        return given.over(outside)
    from lossguard.libraries.pins import pinned  # most scripts ask for nothing

    return given.over(pinned(document, files)).over(outside)
