"""What a dry run found out. `report.to_json` gives the same as JSON, field by field."""

from dataclasses import dataclass, field
from enum import Enum

from lossguard.dryrun.facts import Facts
from lossguard.findings.finding import Finding, Message
from lossguard.text.place import Place


class Outcome(Enum):
    """How far the script came."""

    STEP = "step"
    """The first training step was run; `Result.findings` says what is wrong with it, if anything."""
    FAILED = "failed"
    """The script raised an exception; a finding explains it."""
    NO_TRAINING = "no-training"
    """The script ended without a training step."""
    NEEDS_ARGUMENTS = "needs-arguments"
    """The script's own command line was refused; `Result.arguments` says what it takes."""
    NEEDS_GPU = "needs-gpu"
    """The script uses a GPU by itself, which tiny mode has not."""
    BLOCKED = "blocked"
    """The script stopped at something that a dry run forbids (writing, the network)."""
    TIMED_OUT = "timed-out"
    OUT_OF_MEMORY = "out-of-memory"
    KILLED = "killed"
    """The process was ended by a signal, or left by itself."""
    CANCELLED = "cancelled"
    NOT_STARTED = "not-started"
    """The interpreter could not be started; `Result.summary` says why."""


class TokenKind(Enum):
    TRAINED = "trained"
    """Counts for the loss."""
    MASKED = "masked"
    """Is read, but left out of the loss (label -100)."""
    PADDING = "padding"
    """Is not even read (attention mask 0)."""


class Status(Enum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_CHECKED = "not-checked"


@dataclass(frozen=True, slots=True)
class Token:
    text: str
    kind: TokenKind


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the first batch."""

    tokens: tuple[Token, ...]
    """The label view. Empty where the batch holds no text, or for rows beyond the first few."""
    trained: int
    """Number of tokens that count for the loss."""
    length: int
    """Number of tokens without padding."""
    trained_text: str
    """What the row teaches: its trained tokens, decoded."""

    @property
    def share(self) -> float:
        """Trained tokens among those that are no padding, 0 to 1."""
        return self.trained / self.length if self.length else 0.0


@dataclass(frozen=True, slots=True)
class Tensor:
    name: str
    shape: tuple[int, ...]
    dtype: str
    """Without ``torch.``; the Python type's name for what is no tensor."""


@dataclass(frozen=True, slots=True)
class Model:
    """The model that reached the training."""

    kind: str
    """Name of its class."""
    name: str
    """Checkpoint or path it was loaded from; empty if it was not loaded."""
    parameters: int | None
    """Of the real model; None if they could not be counted."""
    miniature_parameters: int | None
    """Of the miniature that stood in for it; None in full mode."""
    trainable_parameters: int
    """Of the model that ran (the miniature in tiny mode)."""
    place: Place | None


@dataclass(frozen=True, slots=True)
class Change:
    """Something that was different from the real run."""

    what: str
    """Name of the setting or step, e.g. ``bf16``."""
    before: str
    after: str
    why: str
    place: Place | None


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, or was not."""

    code: str
    name: str
    status: Status
    reason: Message
    """The numbers it rests on, or why it was not checked."""


@dataclass(frozen=True, slots=True)
class Argument:
    """An option of the script's own command line."""

    flags: tuple[str, ...]
    required: bool
    default: str
    choices: tuple[str, ...]
    help: str


@dataclass(frozen=True, slots=True)
class Isolation:
    """What the operating system enforced on the script."""

    writes: str
    """``landlock``, or ``none``."""
    network: str
    """``seccomp``, ``landlock`` (TCP only), or ``none``."""
    hidden_variables: tuple[str, ...]
    """Names of environment variables that were kept from the script because they look like secrets."""
    notes: tuple[str, ...]
    """What was not enforced, in sentences."""


@dataclass(frozen=True, slots=True)
class Result:
    outcome: Outcome
    summary: Message
    """One sentence for people."""
    findings: tuple[Finding, ...] = ()
    mode: str = "tiny"
    device: str = "cpu"
    python: str = ""
    """Version of the interpreter that ran the script."""
    versions: dict[str, str] = field(default_factory=dict[str, str])
    trainer: str = ""
    """Name of the trainer's class, or ``loop`` for a loop written by hand."""
    trainer_place: Place | None = None
    model: Model | None = None
    facts: Facts | None = None
    """What the training was made of; None where none was reached."""
    batch: tuple[Tensor, ...] = ()
    rows: tuple[Row, ...] = ()
    loss: float | None = None
    """Of the first batch; may be NaN or infinite."""
    checks: tuple[Check, ...] = ()
    changes: tuple[Change, ...] = ()
    arguments: tuple[Argument, ...] = ()
    exception: str = ""
    """Type and message of what the script raised, verbatim."""
    traceback: str = ""
    output: str = ""
    """The end of what the script printed."""
    isolation: Isolation | None = None
    seconds: float = 0.0
    phases: dict[str, float] = field(default_factory=dict[str, float])
    """Seconds from the start at which each phase was reached, in order."""
    peak_memory: int | None = None
    """Bytes, of all processes of the run together."""
    faults: tuple[str, ...] = ()
    """Faults of the probe itself: what it could not look at because of a mistake of ours."""

    @property
    def supervised_share(self) -> float | None:
        """Trained tokens among all that are no padding, over the batch; None if there were no labels."""
        length = sum(row.length for row in self.rows)
        return sum(row.trained for row in self.rows) / length if length else None


class Phase(Enum):
    """Milestones of a run, in order."""

    STARTING = "starting"
    RUNNING = "running"
    """The script's first line."""
    IMPORTED = "imported"
    """Transformers is loaded."""
    MODEL = "model"
    DATA = "data"
    TRAINER = "trainer"
    """`train()` was called."""
    BATCH = "batch"
    STEP = "step"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    phase: Phase
    seconds: float
    """Since the start of the run."""
    detail: str = ""
    """E.g. the name of the model."""
