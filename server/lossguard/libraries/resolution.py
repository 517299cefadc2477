"""The versions assumed for one document, from all places that may name them."""

from lossguard.libraries.versions import Versions
from lossguard.text.document import Document

RELEVANT = ("transformers", "trl", "peft", "accelerate", "datasets", "unsloth", "unsloth_zoo", "torch")
"""Distributions whose version can change a finding, in the order in which they are shown."""


def resolve(document: Document, given: Versions, installed: Versions) -> Versions:
    """Given versions win over exact pins in the file, and these over what is installed."""
    if not any("==" in part.text for part in document.parts):
        return given.over(installed)
    from lossguard.libraries.pins import pinned  # most scripts pin nothing

    return given.over(pinned(document)).over(installed)
