"""The collator: given, or the default of this version; and what it does to labels and padding."""

from collections.abc import Iterator

from lossguard.explain.data import name_in_words
from lossguard.explain.describe import NOTHING, describe, reason
from lossguard.explain.phrases import listed
from lossguard.explain.statement import Statement, Topic
from lossguard.findings.finding import Message
from lossguard.libraries.knowledge import collator_history
from lossguard.libraries.knowledge.collators import CollatorSemantics
from lossguard.libraries.unsloth import PADS_MASKED_LABELS
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.text.place import Place
from lossguard.values.value import (
    ABSENT,
    Absent,
    Answer,
    ClassValue,
    Constant,
    FunctionValue,
    Partial,
    Unknown,
    Value,
)

GIVEN = "`{collator}` is given"
DEFAULT = "none is given: `{trainer}` takes `{collator}`"
OWN = "a collator of the script's own is given"
RESPONSES = "`train_on_responses_only` sees to it that labels are padded, by `DataCollatorForSeq2Seq` where needed"
RESPONSES_SINCE = (
    "`train_on_responses_only` of unsloth_zoo 2025.3.2 and newer sees to it that labels are padded, by "
    "`DataCollatorForSeq2Seq` where needed"
)
GENERATED = "`{trainer}` has none: it generates from the prompts"
EITHER = (
    "none is given: `{trainer}` takes `DataCollatorForLanguageModeling` of trl, or of transformers before trl 0.16.1"
)
PAIRS = "none is given: `{trainer}` pads its own columns by a collator of its own"
BATCH = "its batches hold {names}"
AND_MORE = "{names} and more"
OPTION = "its `{name}={value}`"
CREATES = "it makes labels out of `input_ids`, whatever the rows hold"
CREATES_IF_MISSING = "it makes labels out of `input_ids` where the rows have none"
KEEPS = "it makes no labels: those of the rows are passed on"
MASKS_PAD = "every label that is the pad token becomes -100"
PADS_NO_LABELS = "it does not pad labels of different length"

_PREFERENCES = ("trl.DPOTrainer", "trl.RewardTrainer", "trl.ORPOTrainer", "trl.CPOTrainer", "trl.KTOTrainer")
_OPTIONS = """mlm mlm_probability response_template instruction_template padding max_length pad_to_multiple_of
    label_pad_token_id completion_only_loss padding_free""".split()

_topic = Topic("collator")


def collator_statements(view: TrainingView) -> Iterator[Statement]:
    padded = PADS_MASKED_LABELS.made(view.versions) if view.responses_only else False
    if padded is not False:
        yield _topic.known(RESPONSES if padded else RESPONSES_SINCE, view.argument_place("#responses only"))
        return
    given = view.argument("data_collator")
    collator = effective_collator(view)
    if collator is None and _takes_text(view) and given in (ABSENT, Constant(None)):
        yield _topic.known(EITHER, view.place, trainer=view.trainer.rpartition(".")[2])
        return
    if collator is None:
        yield _unknown(view)
        return
    if collator.path is None:
        yield from _own(view, collator)
        return
    if collator.given:
        yield _topic.known(GIVEN, _made(view, collator), collator=collator.name)
        yield from _options(view, collator)
    else:
        yield _default(view, collator)
    if not collator.path or isinstance(given, Unknown):
        return
    yield from _semantics(view, collator)


def effective_collator(view: TrainingView) -> CollatorFact | None:
    """The collator that the training uses, also where it is the default of a trainer of trl; None if not known.

    Its ``path`` is empty where the trainer's own has no name.
    """
    if view.collator is not None:
        return view.collator
    given = view.argument("data_collator")
    if given not in (ABSENT, Constant(None)):
        return CollatorFact(None, None, True, view.argument_place("data_collator")) if _is_own(view, given) else None
    if view.trainer == "trl.GRPOTrainer" or view.trainer in _PREFERENCES:
        return CollatorFact("", None, False, view.place)
    path = _sft_default(view)
    return CollatorFact(path, None, False, view.place) if path else None


def _is_own(view: TrainingView, given: Value) -> bool:
    """Whether it is certainly code of the script: an object of one of its classes, or a function with arguments."""
    if isinstance(given, Partial):
        return isinstance(given.function, FunctionValue)
    thing = view.find(given)
    return thing is not None and thing.kind == "instance" and isinstance(thing.type, ClassValue) and thing.rest is None


def _sft_default(view: TrainingView) -> str | None:
    own = view.versions.at_least("trl", "0.16.1") if _takes_text(view) else None
    if own is None:
        return None
    return "trl.DataCollatorForLanguageModeling" if own else "transformers.DataCollatorForLanguageModeling"


def _takes_text(view: TrainingView) -> bool:
    """Whether it is certainly an ``SFTTrainer`` of texts: images have another default.

    Before trl 0.22 there is none for images; in 0.22 and 0.23 the model decides, from 0.24 on the columns of the data.
    Unsloth leaves the default as it is: what its preparation of the data assigns is replaced when ``Trainer.__init__``
    is given that of trl. Sources: trl/trainer/sft_trainer.py, 0.7 to 1.16; unsloth/models/rl.py and
    unsloth_zoo/dataset_utils.py, 2024.9 to 2026.10.
    """
    if not view.is_sft:
        return False
    # ``FastModel`` loads models of images, too.
    if view.tasks == {"causal-lm"} and view.model_class != "FastModel":
        return True
    if view.versions.at_least("trl", "0.22") is False:
        return True
    return view.versions.at_least("trl", "0.24") is True and view.has_column("images", "image") is False


def _own(view: TrainingView, collator: CollatorFact) -> Iterator[Statement]:
    yield _topic.known(OWN, collator.place)
    if view.batch is not None:
        names = [name_in_words(name, value) for name, value in view.batch.fields.items()]
        held = listed(names) if names else Message(NOTHING)
        more = Message(AND_MORE, {"names": held}) if view.batch.rest is not None else held
        yield _topic.known(BATCH, view.batch.made, names=more)
    else:
        yield _topic.unknown("what its batches hold", "what it does is not followed", collator.place)


def _made(view: TrainingView, collator: CollatorFact) -> Place:
    call = view.collator_call(collator)
    return call.place if call is not None else collator.place


def _default(view: TrainingView, collator: CollatorFact) -> Statement:
    trainer = view.trainer.rpartition(".")[2]
    if collator.path:
        return _topic.known(DEFAULT, view.place, trainer=trainer, collator=collator.name)
    return _topic.known(GENERATED if view.trainer == "trl.GRPOTrainer" else PAIRS, view.place, trainer=trainer)


def _unknown(view: TrainingView) -> Statement:
    given = view.argument("data_collator")
    if isinstance(given, Absent) or given == Constant(None):
        return _topic.unknown("the default collator", _why_no_default(view), view.place)
    thing = view.find(given)
    why = reason(thing.rest) if thing is not None and isinstance(thing.rest, Unknown) else reason(given)
    return _topic.unknown("the collator", why, given.place or view.argument_place("data_collator"))


def _why_no_default(view: TrainingView) -> str:
    if not view.trainer:
        return "the trainer's class is not known"
    if view.is_sft:
        return "it depends on the model and on whether the data has images"
    return "it depends on the tokenizer or processor that is given"


def _options(view: TrainingView, collator: CollatorFact) -> Iterator[Statement]:
    thing = collator.object
    for name in _OPTIONS if thing is not None else ():
        assert thing is not None
        value = thing.fields.get(name)
        if value is None or isinstance(value, Absent):
            continue
        place, text = thing.places.get(name), describe(view, value)
        if text is None:
            yield _topic.unknown(f"its `{name}`", reason(value), place)
        else:
            yield _topic.known(OPTION, place, name=name, value=text)


def semantics(view: TrainingView, collator: CollatorFact) -> tuple[CollatorSemantics, ...]:
    """What is known of a collator in each version that is possible."""
    library, _, name = (collator.path or "").rpartition(".")
    if library == "unsloth":
        library = "unsloth_zoo"
    return tuple(entry for entry in collator_history(library, name) if _possible(view, library, entry))


def _possible(view: TrainingView, library: str, entry: CollatorSemantics) -> bool:
    older = entry.since is not None and view.versions.at_least(library, entry.since) is False
    newer = entry.before is not None and view.versions.at_least(library, entry.before) is True
    return not (older or newer)


def all_say(entries: tuple[CollatorSemantics, ...], field: str) -> Answer:
    """A fact of a collator that is the same in every version that is possible; None if it is not, or not known."""
    answers = {getattr(entry, field) for entry in entries}
    return answers.pop() if len(answers) == 1 else None


def _semantics(view: TrainingView, collator: CollatorFact) -> Iterator[Statement]:
    entries = semantics(view, collator)
    creates, overwrites = all_say(entries, "creates_labels"), all_say(entries, "overwrites_labels")
    if creates is True and overwrites is not None:
        yield _topic.known(CREATES if overwrites else CREATES_IF_MISSING)
    elif creates is False:
        yield _topic.known(KEEPS)
    if all_say(entries, "masks_pad_id") is True:
        yield _topic.known(MASKS_PAD)
    if all_say(entries, "pads_labels") is False and creates is False:
        yield _topic.known(PADS_NO_LABELS)
