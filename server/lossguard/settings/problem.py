"""Something wrong in a settings file, as a finding on its line."""

from dataclasses import dataclass, field

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.text.document import Document
from lossguard.text.place import Anchor, Place

CODE, NAME = "SET001", "invalid-setting"
URL = "https://github.com/lossguard/lossguard/blob/main/docs/settings.md#pyprojecttoml"


@dataclass(frozen=True, slots=True)
class SettingsProblem:
    path: str
    row: int
    """Counts from 0."""
    message: Message
    text: str = field(default="", compare=False, repr=False)
    """Of the whole file; empty if it cannot be read."""

    def reported(self, path: str) -> tuple[Document, Finding]:
        """The file, by the path that is to be shown, and the finding on the row's content.

        No rule finds it, and no setting silences it: what is set is not what somebody meant.
        """
        document = Document.script(path, self.text)
        (part,) = document.parts
        line = part.lines.line(self.row)
        indent = len(line) - len(line.lstrip())
        place = Place(Anchor(part, part.lines.starts[self.row] + indent), 0, max(len(line.strip()), 0))
        cause = Cause(NAME, "settings", place)
        return document, Finding(CODE, NAME, Severity.ERROR, self.message, place, cause, URL)
