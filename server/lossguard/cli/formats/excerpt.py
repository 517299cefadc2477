"""Excerpts of source with what a finding is about underlined, in the manner of rustc:

   --> train.py:12:15
    |
  4 | tokenizer = AutoTokenizer.from_pretrained(name)
    | --------- the pad token is set here
...
 11 | trainer = SFTTrainer(
 12 |     data_collator=DataCollatorForSeq2Seq(tokenizer),
    |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from lossguard.cli.formats.columns import Shown, cropped, width_of
from lossguard.cli.style import Style
from lossguard.findings.finding import Severity
from lossguard.text.document import Part
from lossguard.text.place import Place
from lossguard.text.visible import one_line

CONTEXT = 2
"""Lines shown above and below the finding."""
MAX_SPAN = 7
"""Longer findings show their first and last lines."""


@dataclass(frozen=True, slots=True)
class Mark:
    place: Place
    label: str = ""
    primary: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """A mark in rows and columns; the end is exclusive and never at the start of a further row."""

    mark: Mark
    first: int
    start: int
    last: int
    end: int

    @classmethod
    def of(cls, mark: Mark) -> "Span":
        lines = mark.place.part.lines
        first, start = lines.position(mark.place.span[0])
        last, end = lines.position(max(mark.place.span))
        if end == 0 and last > first:
            last -= 1
            end = len(lines.line(last))
        if last > first and not mark.primary:  # of what explains a finding, its first line is enough
            last, end = first, len(lines.line(first))
        return cls(mark, first, start, last, end)


class Excerpts:
    """Prints the marks of one finding, its own file first."""

    def __init__(self, style: Style, width: int, severity: Severity, where: Callable[[Place], str]) -> None:
        self._style = style
        self._width = width
        self._severity = severity
        self._where = where
        self.gutter = 1
        """Width of the column of line numbers, known once lines were asked for."""

    def lines(self, marks: Sequence[Mark]) -> Iterator[str]:
        by_part: dict[Part, list[Span]] = {}
        for mark in marks:
            by_part.setdefault(mark.place.part, []).append(Span.of(mark))
        self.gutter = len(str(1 + max(span.last for spans in by_part.values() for span in spans) + CONTEXT))
        arrow = "-->"
        for spans in by_part.values():
            yield f"{' ' * self.gutter}{self._style.frame(arrow)} {self._where(spans[0].mark.place)}"
            yield from self._part(spans)
            arrow = ":::"

    def _part(self, spans: list[Span]) -> Iterator[str]:
        part = spans[0].mark.place.part
        long = next((span for span in spans if span.first != span.last), None)
        yield self._row("")
        previous = None
        for row in _rows(spans, len(part.lines)):
            if previous is not None and row != previous + 1:
                yield self._style.frame("...")
            previous = row
            yield from self._line(part, row, [span for span in spans if row == span.first == span.last], long)
        yield self._row("")

    def _line(self, part: Part, row: int, spans: list[Span], long: Span | None) -> Iterator[str]:
        """One line of source and the underlines below it."""
        text = part.lines.line(row)
        room = self._width - self.gutter - 3 - (2 if long else 0)
        ordered = sorted(spans, key=lambda span: not span.mark.primary)
        focus = ordered[0].start if ordered else long.start if long and row == long.first else 0
        line = cropped(text, room, focus)
        above, below = self._bars(long, row, text)
        yield self._row(f"{above}{line.text}".rstrip(), row + 1)
        if long and row == long.first and not above.strip():
            yield self._row(self._paint(long, f" {'_' * (line.columns[min(long.start, len(text))] + 1)}^"))
        if long and row == long.last:
            yield self._row(self._paint(long, f"|{'_' * max(line.columns[min(long.end, len(text))], 1)}^"))
        for span in ordered:
            yield from (self._row(below + underline) for underline in self._underlines(span, line, room))

    def _bars(self, long: Span | None, row: int, text: str) -> tuple[str, str]:
        """What stands left of a line, and of the underlines below it, to show a finding of many lines."""
        if long is None:
            return "", ""
        if not long.first <= row <= long.last:
            return "  ", "  "
        bar = self._paint(long, "|") + " "
        if row > long.first:
            return bar, "  " if row == long.last else bar
        starts_line = not text[: long.start].strip()
        return (self._paint(long, "/") + " ", bar) if starts_line else ("  ", "  ")

    def _underlines(self, span: Span, line: Shown, room: int) -> Iterator[str]:
        size = len(line.columns) - 1
        start = line.columns[min(span.start, size)]
        length = max(line.columns[min(span.end, size)] - start, 1)
        rule = ("^" if span.mark.primary else "-") * length
        label = one_line(span.mark.label)
        needed = width_of(label)
        beside = label and start + length + 1 + needed <= room
        yield " " * start + self._paint(span, f"{rule} {label}" if beside else rule)
        if label and not beside:
            yield " " * max(min(start, room - needed), 0) + self._paint(span, label)

    def _row(self, content: str, number: int | None = None) -> str:
        label = "" if number is None else str(number)
        return f"{self._style.frame(f'{label:>{self.gutter}} |')} {content}".rstrip()

    def _paint(self, span: Span, text: str) -> str:
        return self._style.severity(self._severity, text) if span.mark.primary else self._style.related(text)


def _rows(spans: list[Span], count: int) -> list[int]:
    """Rows to show, in order."""
    rows: set[int] = set()
    for span in spans:
        context = CONTEXT if span.mark.primary else 0
        rows |= set(range(max(span.first - context, 0), span.first + 1))
        rows |= set(range(span.last, min(span.last + context, count - 1) + 1))
        if span.last - span.first < MAX_SPAN:
            rows |= set(range(span.first, span.last + 1))
        else:
            rows |= {*range(span.first, span.first + 3), *range(span.last - 1, span.last + 1)}
    return sorted(rows)
