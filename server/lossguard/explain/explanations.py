"""The explanations of a script: one for each training, and one for each loop that trains without a trainer."""

from collections.abc import Iterator

from lossguard.explain.arguments import argument_statements
from lossguard.explain.collator import collator_statements
from lossguard.explain.data import data_statements
from lossguard.explain.labels import label_statements
from lossguard.explain.loops import loop_explanations
from lossguard.explain.model import model_statements
from lossguard.explain.phrases import Words, phrase
from lossguard.explain.spots import spots
from lossguard.explain.statement import Explanation, Statement, Topic
from lossguard.explain.tokens import token_statements
from lossguard.explain.versions import version_statements
from lossguard.findings.finding import Message
from lossguard.rules.context import Context
from lossguard.rules.training_view import TrainingView
from lossguard.values.value import ClassValue, Symbol

TRAINER = "`{trainer}`"
STARTED = "`train` is called here"
NOT_STARTED = "`train` is called nowhere in this file: what is told is as it is at the end"
LATE = "trl is imported before Unsloth: the trainer may be the one of trl, without Unsloth's changes"
OWN_METHODS = "`{owner}`, a class of the script, has its own {methods}"

_topic = Topic("trainer")


def explain(context: Context) -> tuple[Explanation, ...]:
    """Everything that is known of each training, in the order of the program."""
    trainings = tuple(explain_training(context, view) for view in context.trainings)
    return (*trainings, *loop_explanations(context.program.loops))


def explain_training(context: Context, view: TrainingView) -> Explanation:
    statements = (
        *_trainer(view),
        *_late(context, view),
        *model_statements(view),
        *argument_statements(view),
        *data_statements(view),
        *collator_statements(view),
        *label_statements(view),
        *token_statements(view),
        *version_statements(view, context.program.imported),
    )
    title = Message(TRAINER, {"trainer": _name(view)})
    return Explanation(title, view.place, statements, tuple(spots(view, statements)))


def _name(view: TrainingView) -> Words:
    kind = view.object.type
    return kind.name if isinstance(kind, Symbol | ClassValue) else phrase("a trainer")


def _trainer(view: TrainingView) -> Iterator[Statement]:
    if view.training.started:
        yield _topic.known(STARTED, view.training.place)
    else:
        yield _topic.known(NOT_STARTED, view.place)
    if not view.trainer:
        yield _topic.unknown("what the trainer does", "its class is not a library's, or was changed", view.place)
    kind = view.object.type
    if isinstance(kind, ClassValue):
        methods = ", ".join(f"`{name}`" for name in sorted(view.overrides & _TOLD))
        if methods:
            yield _topic.known(OWN_METHODS, kind.node.place, owner=kind.name, methods=methods)


def _late(context: Context, view: TrainingView) -> Iterator[Statement]:
    """Since it replaces trl's classes (2025.2, unsloth/models/rl.py), it does so for who imports them later only."""
    if view.unsloth_late and view.trainer.startswith("trl."):
        yield _topic.known(LATE, context.program.imported["trl"])


_TOLD = frozenset(
    """compute_loss training_step train get_train_dataloader _prepare_inputs _remove_unused_columns _prepare_dataset
    get_batch_samples""".split()
)
"""Methods by which a subclass changes what is told of its base."""
