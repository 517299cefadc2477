"""The report of a dry run for people: what is wrong, what is trained, what was different, what was looked at."""

from collections.abc import Iterator

from lossguard.cli.console import Console
from lossguard.cli.formats.text import FullFormat
from lossguard.cli.style import Style, one_line, visible
from lossguard.cli.words import Words
from lossguard.dryrun.result import Change, Outcome, Result, Row, Status, TokenKind
from lossguard.text.document import Document

_MARKS = {Status.PASSED: "ok", Status.FAILED: "FAILED", Status.NOT_CHECKED: "-"}
SHOWN_TOKENS = 400
"""Of each row."""


class DryRunText:
    def __init__(self, console: Console, words: Words) -> None:
        self._console = console
        self._style: Style = console.style
        self._words = words

    def write(self, result: Result, document: Document) -> None:
        for line in self._lines(result, document):
            self._console.write(line)
        if result.outcome not in (Outcome.STEP, Outcome.FAILED, Outcome.CANCELLED) and result.output.strip():
            self._console.remark("What the script printed last:")
            self._console.remark("\n".join(result.output.strip().split("\n")[-15:]))

    def _lines(self, result: Result, document: Document) -> Iterator[str]:
        full = FullFormat(self._console, self._words)
        for finding in result.findings:
            yield from full.finding(document, finding)
        if result.exception:
            yield self._style.strong("The script raised")
            yield from (f"  {visible(line)}" for line in result.exception.split("\n")[:6])
            yield ""
        if result.trainer:
            yield self._style.strong("Training")
            yield from (f"  {name:<10} {one_line(text)}" for name, text in _facts(result) if text)
            yield ""
        yield from self._rows(result)
        yield from self._changes(result, document, full)
        yield from self._checks(result)
        yield from self._isolation(result)
        yield self._style.strong(one_line(result.summary)) + self._style.quiet(f" ({result.seconds:.1f} s)")
        for fault in result.faults:
            yield self._style.quiet(f"fault of the dry run itself, please report it: {one_line(fault)[-300:]}")

    def _rows(self, result: Result) -> Iterator[str]:
        shown = [row for row in result.rows if row.tokens]
        if not shown:
            return
        legend = " ".join(self._token(kind.value, kind) for kind in TokenKind)
        yield f"{self._style.strong('Tokens')}  {legend}"
        for number, row in enumerate(shown, 1):
            yield f"  row {number}: {row.trained} of {row.length} tokens count for the loss ({row.share:.0%})"
            yield f"  {self._row(row)}"
            if not self._style.enabled:
                yield f"  trained: {one_line(row.trained_text)[:600]}"
        if len(result.rows) > len(shown):
            yield f"  and {len(result.rows) - len(shown)} more rows"
        yield ""

    def _row(self, row: Row) -> str:
        """The tokens, neighbours of one kind together; padding as its count."""
        pieces: list[str] = []
        run: list[str] = []
        kind: TokenKind | None = None
        for token in [*row.tokens[:SHOWN_TOKENS], None]:
            if token is None or token.kind is not kind:
                if kind is not None:
                    padding = kind is TokenKind.PADDING
                    pieces.append(self._token(f"[{len(run)} padding]" if padding else "".join(run), kind))
                run, kind = [], token.kind if token else None
            if token is not None:
                run.append(token.text)
        more = len(row.tokens) - SHOWN_TOKENS
        return "".join(pieces) + (f" … {more} more" if more > 0 else "")

    def _token(self, text: str, kind: TokenKind) -> str:
        """Coloured by its kind; without colours, what is trained stands in marks."""
        text = one_line(text)
        if not self._style.enabled:
            return f"«{text}»" if kind is TokenKind.TRAINED else text
        if kind is TokenKind.TRAINED:
            return self._style.added(text)
        return self._style.quiet(text) if kind is TokenKind.PADDING else self._style.removed(text)

    def _changes(self, result: Result, document: Document, full: FullFormat) -> Iterator[str]:
        if not result.changes:
            return
        yield self._style.strong("Different from the real run")
        for change in result.changes:
            yield f"  {one_line(_change(change))}{self._at(change, document, full)}"
        yield ""

    def _at(self, change: Change, document: Document, full: FullFormat) -> str:
        return self._style.quiet(f"  {full.where(document, change.place)}") if change.place else ""

    def _checks(self, result: Result) -> Iterator[str]:
        if not result.trainer:
            return
        yield self._style.strong("Checks")
        for check in result.checks:
            mark = f"{_MARKS[check.status]:<6}"
            paint = {Status.PASSED: self._style.added, Status.FAILED: self._style.removed}
            mark = paint.get(check.status, self._style.quiet)(mark)
            yield f"  {mark} {check.code} {check.name:<26} {self._style.quiet(one_line(check.reason))}"
        yield ""

    def _isolation(self, result: Result) -> Iterator[str]:
        isolation = result.isolation
        if isolation is None:
            return
        writes = "no writes outside a scratch folder" if isolation.writes != "none" else "WRITES NOT FORBIDDEN"
        network = {"seccomp": "no network", "landlock": "no TCP"}.get(isolation.network, "NETWORK NOT FORBIDDEN")
        hidden = f"; hidden from it: {', '.join(isolation.hidden_variables)}" if isolation.hidden_variables else ""
        text = f"{self._style.strong('Isolation')}  {writes}, {network}{one_line(hidden)}"
        yield f"{text}. {self._style.quiet(one_line(' '.join(isolation.notes)))}"
        yield ""


def _facts(result: Result) -> Iterator[tuple[str, str]]:
    yield "versions", ", ".join(f"{name} {version}" for name, version in result.versions.items())
    yield "trainer", f"{result.trainer} ({result.mode} mode, {result.device})"
    if model := result.model:
        real = f"{model.parameters:,} parameters" if model.parameters is not None else "parameters not counted"
        mini = f", run as a miniature of {model.miniature_parameters:,}" if model.miniature_parameters else ""
        yield "model", f"{model.kind} {model.name}: {real}{mini}; {model.trainable_parameters:,} trainable"
    yield "batch", ", ".join(f"{one.name} {list(one.shape)} {one.dtype}" for one in result.batch)
    if result.loss is not None:
        yield "loss", f"{result.loss:.4f}"
    if (share := result.supervised_share) is not None:
        yield "trained", f"{share:.0%} of the tokens that are no padding"


def _change(change: Change) -> str:
    return f"{change.what}: {change.before} → {change.after} ({change.why})"
