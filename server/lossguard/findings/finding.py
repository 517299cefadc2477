"""A finding and its parts. Places move with the text; fixes are computed only when asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from lossguard.text.edits import Edit
from lossguard.text.place import Place


class Severity(Enum):
    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Applicability(Enum):
    """How far a fix may be trusted."""

    SAFE = "safe"
    """Changes nothing but the defect; may be applied without review."""
    UNSAFE = "unsafe"
    """Mechanical, but it changes training or needs a choice."""
    DISPLAY_ONLY = "display-only"
    """Shown, never applied by a tool."""


@dataclass(frozen=True, slots=True)
class Message:
    """One sentence with named arguments, so that it can be translated.

    ``template`` is the English text in ``str.format`` style; it is also the key of its translations. An argument may
    be a message itself.
    """

    template: str
    arguments: "Mapping[str, str | Message]" = field(default_factory=dict[str, "str | Message"])

    def __str__(self) -> str:
        return self.text()

    def text(self, translate: Callable[[str], str] | None = None) -> str:
        template = translate(self.template) if translate else self.template
        arguments = self.arguments.items()
        return template.format(
            **{name: value.text(translate) if isinstance(value, Message) else value for name, value in arguments}
        )


@dataclass(frozen=True, slots=True)
class Related:
    """A place that helps to understand a finding: where a fact was set."""

    place: Place
    message: Message


@dataclass(frozen=True, slots=True)
class Fix:
    """A remedy. ``build`` gives its edits against the present text; it is called on demand only."""

    title: Message
    applicability: Applicability
    build: Callable[[], tuple[Edit, ...]]


@dataclass(frozen=True, slots=True)
class Cause:
    """What is wrong, in which role, where: two findings of one cause are one finding (the stronger)."""

    kind: str
    """Short name of the mechanism, e.g. ``no-labels``."""
    role: str
    """Part of the training that carries it: collator, labels, model, tokenizer, loss, arguments, data."""
    place: Place

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for equal causes, as the text is now."""
        return self.kind, self.role, self.place.part, self.place.span


@dataclass(frozen=True, slots=True)
class Finding:
    code: str
    name: str
    severity: Severity
    message: Message
    place: Place
    cause: Cause
    url: str
    related: tuple[Related, ...] = ()
    fixes: tuple[Fix, ...] = ()
    """Best first; the first one is what ``--fix`` and "fix all" consider."""
    assumed: tuple[str, ...] = ()
    """Library versions on which the finding rests, e.g. ``trl 1.16.0 (pip cell)``."""
