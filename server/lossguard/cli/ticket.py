"""A file that is to be checked."""

from dataclasses import dataclass

from lossguard.text.document import Document
from lossguard.text.source import Source


@dataclass(frozen=True, slots=True)
class Ticket:
    source: Source
    data: bytes

    @property
    def document(self) -> Document:
        return self.source.document
