"""The report of a dry run for people, as lines of pieces: the terminal colours them, the editor decorates them.

What is trained, what was different from the real run, what was looked at. The findings themselves are shown by
whoever shows findings.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from typing import ClassVar

from lossguard.dryrun.result import Change, Check, Isolation, Result, Row, Status, Token, TokenKind
from lossguard.findings.finding import Message
from lossguard.text.place import Place
from lossguard.text.visible import one_line

SHOWN_TOKENS = 400
"""Of each row."""
_SHOWN_LINES = 6
"""Of an exception's message."""


class Ink(Enum):
    """What a piece of the report is."""

    PLAIN = "plain"
    STRONG = "strong"
    QUIET = "quiet"
    TRAINED = "trained"
    MASKED = "masked"
    PADDING = "padding"
    PASSED = "passed"
    FAILED = "failed"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Piece:
    text: str
    ink: Ink = Ink.PLAIN
    place: Place | None = None
    """Where in the source the piece leads."""


Line = tuple[Piece, ...]
Say = Callable[[Message], str]

_TOKENS = {
    TokenKind.TRAINED: Ink.TRAINED,
    TokenKind.MASKED: Ink.MASKED,
    TokenKind.PADDING: Ink.PADDING,
}
_MARKS = {Status.PASSED: "ok", Status.FAILED: "FAILED", Status.NOT_CHECKED: "-"}
_CHECKED = {Status.PASSED: Ink.PASSED, Status.FAILED: Ink.FAILED, Status.NOT_CHECKED: Ink.QUIET}


class Words:
    """Everything that the report says by itself: the keys of its translations."""

    RAISED = "The script raised"
    TRAINING = "Training"
    VERSIONS, TRAINER, MODEL, BATCH, LOSS, TRAINED = "versions", "trainer", "model", "batch", "loss", "trained"
    MODE = "{trainer} ({mode} mode, {device})"
    PARAMETERS = "{parameters} parameters"
    NOT_COUNTED = "parameters not counted"
    MINIATURE = "run as a miniature of {parameters}"
    TRAINABLE = "{parameters} trainable"
    SHARE = "{share} of the tokens that are no padding"
    TOKENS = "Tokens"
    KINDS: ClassVar = {TokenKind.TRAINED: "trained", TokenKind.MASKED: "masked", TokenKind.PADDING: "padding"}
    ROW = "row {number}: {trained} of {length} tokens count for the loss ({share})"
    ROW_TEACHES = "trained: {text}"
    MORE_ROWS = "and {count} more rows"
    MORE_TOKENS = "{count} more"
    PADDING = "{count} padding"
    DIFFERENT = "Different from the real run"
    CHANGE = "{what}: {before} → {after} ({why})"
    CHECKS = "Checks"
    ISOLATION = "Isolation"
    NO_WRITES, WRITES = "no writes outside a scratch folder", "WRITES NOT FORBIDDEN"
    NO_NETWORK, NO_TCP, NETWORK = "no network", "no TCP", "NETWORK NOT FORBIDDEN"
    HIDDEN = "hidden from it: {names}"
    PRINTED = "What the script printed last:"
    FAULT = "fault of the dry run itself, please report it: {fault}"

    @classmethod
    def templates(cls) -> frozenset[str]:
        texts = [value for name, value in vars(cls).items() if name.isupper() and isinstance(value, str)]
        return frozenset([*texts, *cls.KINDS.values()])


class Sheet:
    def __init__(self, result: Result, say: Say, where: Callable[[Place], str], marked: bool) -> None:
        """``where`` puts a place in words; ``marked`` sets trained tokens in «marks», for want of colours."""
        self._result = result
        self._say_message = say
        self._where = where
        self._marked = marked

    def lines(self) -> Iterator[Line]:
        """All of the report; paragraphs end with an empty line."""
        for paragraph in (
            self._exception(),
            self._facts(),
            self._rows(),
            self._changes(),
            self._checks(),
            self._isolation(),
        ):
            written = list(paragraph)
            if written:
                yield from written
                yield ()
        seconds = Piece(f" ({self._result.seconds:.1f} s)", Ink.QUIET)
        yield Piece(one_line(self._say_message(self._result.summary)), Ink.STRONG), seconds
        for fault in self._result.faults:
            yield (Piece(self._say(Words.FAULT, fault=fault[-300:]), Ink.QUIET),)

    def printed(self) -> Iterator[Line]:
        """The end of what the script printed, if anything."""
        text = self._result.output.strip()
        if text:
            yield (Piece(self._say(Words.PRINTED), Ink.STRONG),)
            yield from ((Piece(one_line(line)),) for line in text.split("\n")[-15:])

    def _say(self, template: str, **arguments: str) -> str:
        return one_line(self._say_message(Message(template, arguments)))

    def _heading(self, template: str, *more: Piece) -> Line:
        return Piece(self._say(template), Ink.STRONG), *more

    def _exception(self) -> Iterator[Line]:
        if self._result.exception:
            yield self._heading(Words.RAISED)
            for line in self._result.exception.split("\n")[:_SHOWN_LINES]:
                yield (Piece(f"  {one_line(line)}"),)

    def _facts(self) -> Iterator[Line]:
        if self._result.trainer:
            yield self._heading(Words.TRAINING)
            facts = [(self._say(name), one_line(text)) for name, text in self._known() if text]
            width = max(len(name) for name, _ in facts)
            yield from ((Piece(f"  {name:<{width}} {text}"),) for name, text in facts)

    def _known(self) -> Iterator[tuple[str, str]]:
        result = self._result
        yield Words.VERSIONS, ", ".join(f"{name} {version}" for name, version in result.versions.items())
        yield Words.TRAINER, self._say(Words.MODE, trainer=result.trainer, mode=result.mode, device=result.device)
        yield Words.MODEL, self._model()
        yield Words.BATCH, ", ".join(f"{one.name} {list(one.shape)} {one.dtype}" for one in result.batch)
        if result.loss is not None:
            yield Words.LOSS, f"{result.loss:.4f}"
        if (share := result.supervised_share) is not None:
            yield Words.TRAINED, self._say(Words.SHARE, share=f"{share:.0%}")

    def _model(self) -> str:
        model = self._result.model
        if model is None:
            return ""
        template = Words.PARAMETERS if model.parameters is not None else Words.NOT_COUNTED
        sizes = [self._say(template, parameters=f"{model.parameters or 0:,}")]
        if model.miniature_parameters:
            sizes.append(self._say(Words.MINIATURE, parameters=f"{model.miniature_parameters:,}"))
        trainable = self._say(Words.TRAINABLE, parameters=f"{model.trainable_parameters:,}")
        return f"{model.kind} {model.name}: {', '.join(sizes)}; {trainable}"

    def _rows(self) -> Iterator[Line]:
        shown = [row for row in self._result.rows if row.tokens]
        if not shown:
            return
        legend = [Piece(self._marks(self._say(Words.KINDS[kind]), kind), _TOKENS[kind]) for kind in TokenKind]
        yield self._heading(Words.TOKENS, *(piece for one in legend for piece in (Piece("  "), one)))
        for number, row in enumerate(shown, 1):
            told = {"number": str(number), "trained": str(row.trained), "length": str(row.length)}
            yield (Piece(f"  {self._say(Words.ROW, **told, share=f'{row.share:.0%}')}"),)
            yield Piece("  "), *self._tokens(row)
            if self._marked:
                yield (Piece(f"  {self._say(Words.ROW_TEACHES, text=row.trained_text[:600])}"),)
        if len(self._result.rows) > len(shown):
            yield (Piece(f"  {self._say(Words.MORE_ROWS, count=str(len(self._result.rows) - len(shown)))}"),)

    def _tokens(self, row: Row) -> Iterator[Piece]:
        """The tokens, neighbours of one kind together; padding as its count."""
        run: list[Token] = []
        for token in row.tokens[:SHOWN_TOKENS]:
            if run and token.kind is not run[-1].kind:
                yield self._run(run)
                run = []
            run.append(token)
        if run:
            yield self._run(run)
        more = len(row.tokens) - SHOWN_TOKENS
        if more > 0:
            yield Piece(f" … {self._say(Words.MORE_TOKENS, count=str(more))}")

    def _run(self, run: list[Token]) -> Piece:
        kind = run[0].kind
        if kind is TokenKind.PADDING:
            return Piece(f"[{self._say(Words.PADDING, count=str(len(run)))}]", Ink.PADDING)
        return Piece(self._marks(one_line("".join(token.text for token in run)), kind), _TOKENS[kind])

    def _marks(self, text: str, kind: TokenKind) -> str:
        return f"«{text}»" if self._marked and kind is TokenKind.TRAINED else text

    def _changes(self) -> Iterator[Line]:
        if self._result.changes:
            yield self._heading(Words.DIFFERENT)
            for change in self._result.changes:
                yield Piece(f"  {self._change(change)}"), *self._at(change.place)

    def _change(self, change: Change) -> str:
        told = {"what": change.what, "before": change.before, "after": change.after}
        return self._say(Words.CHANGE, **told, why=self._known_text(change.why))

    def _at(self, place: Place | None) -> Iterator[Piece]:
        if place is not None:
            yield Piece("  ")
            yield Piece(one_line(self._where(place)), Ink.PLACE, place)

    def _checks(self) -> Iterator[Line]:
        if self._result.trainer:
            yield self._heading(Words.CHECKS)
            yield from map(self._check, self._result.checks)

    def _check(self, check: Check) -> Line:
        reason = one_line(self._say_message(check.reason))
        mark = Piece(f"  {_MARKS[check.status]:<6}", _CHECKED[check.status])
        return mark, Piece(f" {check.code} {check.name:<26} "), Piece(reason, Ink.QUIET)

    def _isolation(self) -> Iterator[Line]:
        isolation = self._result.isolation
        if isolation is not None:
            notes = " ".join(map(self._known_text, isolation.notes))
            yield self._heading(Words.ISOLATION, Piece(f"  {self._enforced(isolation)}. "), Piece(notes, Ink.QUIET))

    def _enforced(self, isolation: Isolation) -> str:
        networks = {"seccomp": Words.NO_NETWORK, "landlock": Words.NO_TCP}
        writes = self._say(Words.WRITES if isolation.writes == "none" else Words.NO_WRITES)
        network = self._say(networks.get(isolation.network, Words.NETWORK))
        if not isolation.hidden_variables:
            return f"{writes}, {network}"
        return f"{writes}, {network}; {self._say(Words.HIDDEN, names=', '.join(isolation.hidden_variables))}"

    def _known_text(self, text: str) -> str:
        """A sentence of the probe: translated if it is one of ours, whatever else the script may have sent."""
        return one_line(text) if "{" in text or "}" in text else self._say(text)
