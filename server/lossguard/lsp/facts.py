"""What is known of a training, for the hover on its trainer, model, data, collator or tokenizer."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from lossguard.explain.explanations import explain
from lossguard.explain.statement import TOPICS, Explanation, Statement
from lossguard.findings.finding import Message
from lossguard.lsp import words
from lossguard.text.document import Part

if TYPE_CHECKING:
    from lossguard.rules.context import Context


class Facts:
    """Texts for one client: in its language, and with links if it shows Markdown."""

    def __init__(self, say: Callable[[Message], str], markdown: bool, parts: Sequence[Part]) -> None:
        self._say = say
        self._parts = parts
        """Of the document; what lies elsewhere is told with its file."""
        self._markdown = markdown

    def at(self, context: "Context", part: Part, offset: int) -> Iterator[str]:
        """What is known of that which stands at an offset, one text for each training that it is used in."""
        for explanation in explain(context):
            topics = {
                topic
                for spot in explanation.spots
                if spot.place.part is part and spot.place.span[0] <= offset < spot.place.span[1]
                for topic in spot.topics
            }
            if topics:
                yield self._text(explanation, topics)

    def _text(self, explanation: Explanation, topics: set[str]) -> str:
        title = self._say(Message(words.KNOWN, {"title": self._say(explanation.title)}))
        lines = [f"**{title}**" if self._markdown else title, ""]
        for topic in TOPICS:
            statements = explanation.about([topic]) if topic in topics else ()
            if statements:
                lines.append(f"- *{self._say(Message(topic))}*: {'; '.join(map(self._statement, statements))}")
        return "\n".join(lines)

    def _statement(self, statement: Statement) -> str:
        text = self._say(statement.message)
        if statement.place is None:
            return text
        part = statement.place.part
        row = part.lines.position(statement.place.span[0])[0] + 1
        arguments = {"row": str(row), "cell": str(part.cell), "file": part.key.rpartition("/")[2]}
        here = words.LINE if part.cell is None else words.CELL_LINE
        where = self._say(Message(here if part in self._parts else words.OTHER_LINE, arguments))
        link = f"[{where}]({part.key}#L{row})" if self._markdown and part.cell is None else where
        return f"{text} ({link})"
