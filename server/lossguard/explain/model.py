"""The model: its class, checkpoint, head and adapter."""

from collections.abc import Iterator

from lossguard.explain.describe import class_name, reason
from lossguard.explain.phrases import Words, either, phrase
from lossguard.explain.statement import Statement, Topic
from lossguard.rules.training_view import TrainingView
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Absent, Constant, Unknown, Value, members

LOADED = "`{model}`, loaded from {checkpoint}"
FROM_SOMEWHERE = "`{model}`, loaded from a checkpoint whose name is not known: {reason}"
MADE = "`{model}`, made from a configuration: its weights are random"
OWN = "`{model}`, a class of the script"
NAMED = "{checkpoint}, which `{trainer}` loads"
HEAD = "its head: {tasks}"
NAMED_HEAD = "its head: {task}, or that of its own class where the checkpoint is for images too"
BARE = "it has no head: it computes no loss"
ADAPTER = "with an adapter of peft: only that is trained"
CONFIGURED = "`peft_config` is given: the trainer puts an adapter on it"
FROZEN = "all its weights are frozen"
NONE_GIVEN = "no model is given"

_TASKS = {
    "causal-lm": "causal language model",
    "seq2seq-lm": "sequence-to-sequence language model",
    "masked-lm": "masked language model",
}

_topic = Topic("model")


def model_statements(view: TrainingView) -> Iterator[Statement]:
    value = view.argument("model")
    if isinstance(value, Absent):
        if view.argument("model_init") is not ABSENT:
            yield _topic.unknown("the model", "`model_init` makes it", view.argument_place("model_init"))
        else:
            yield _topic.known(NONE_GIVEN, view.place)
        return
    for member in members(value):
        yield _one(view, member)
    yield from _head(view)
    yield from _adapter(view)
    if view.frozen is not None:
        yield _topic.known(FROZEN, view.frozen)


def _one(view: TrainingView, value: Value) -> Statement:
    thing = view.find(value)
    if isinstance(value, Constant) and isinstance(value.value, str):
        trainer = view.trainer.rpartition(".")[2] or phrase("the trainer")
        return _topic.known(NAMED, view.argument_place("model"), checkpoint=repr(value.value), trainer=trainer)
    if thing is None or thing.kind not in ("model", "instance"):
        return _topic.unknown("the model", reason(value), value.place or view.argument_place("model"))
    name = class_name(thing)
    if not name:
        why = reason(thing.type) if thing.type is not None else phrase("its class is not known")
        return _topic.unknown("the class of the model", why, thing.made)
    if thing.kind == "instance":
        return _topic.known(OWN, thing.made, model=name)
    return loaded(thing, name)


def loaded(thing: Object, name: str) -> Statement:
    """Where the weights of a model of a library come from."""
    checkpoint = thing.get("checkpoint")
    if isinstance(checkpoint, Absent):
        return _topic.known(MADE, thing.made, model=name)
    if isinstance(checkpoint, Constant):
        return _topic.known(LOADED, thing.made, model=name, checkpoint=repr(checkpoint.value))
    why = reason(checkpoint) if isinstance(checkpoint, Unknown) else phrase("it is put together while the script runs")
    return _topic.known(FROM_SOMEWHERE, thing.made, model=name, reason=why)


def _head(view: TrainingView) -> Iterator[Statement]:
    value = view.argument("model")
    if isinstance(value, Constant) and isinstance(value.value, str) and not view.is_sft:
        task = "sequence classification" if view.trainer == "trl.RewardTrainer" else "causal language model"
        if view.trainer.startswith("trl."):
            yield _topic.known(NAMED_HEAD, view.argument_place("model"), task=phrase(task))
        else:
            yield _topic.unknown("its head", "the trainer that loads it is not known", view.argument_place("model"))
        return
    made = next((thing.made for thing in view.models if thing is not None), None)
    if not view.tasks:
        if not isinstance(value, Unknown):
            why = "its class is the script's own, or changed by it" if None in view.models else "its class is not known"
            yield _topic.unknown("its head", why, made or view.argument_place("model"))
    elif view.tasks == {"base"}:
        yield _topic.known(BARE, made)
    else:
        yield _topic.known(HEAD, made, tasks=tasks_in_words(view.tasks))


def tasks_in_words(tasks: frozenset[str]) -> Words:
    return either([phrase(name) for name in sorted(_TASKS.get(task, task.replace("-", " ")) for task in tasks)])


def _adapter(view: TrainingView) -> Iterator[Statement]:
    if any(thing is not None and thing.get("peft") == Constant(True) for thing in view.models):
        yield _topic.known(ADAPTER, view.argument_place("model"))
    given = view.argument("peft_config")
    if isinstance(given, Unknown):
        yield _topic.unknown("whether the trainer adds an adapter", reason(given), view.argument_place("peft_config"))
    elif given not in (ABSENT, Constant(None)):
        yield _topic.known(CONFIGURED, view.argument_place("peft_config"))
