"""The tokenizer: its checkpoint, and the state of its pad and EOS tokens when training begins."""

from collections.abc import Iterator

from lossguard.explain.collator import effective_collator
from lossguard.explain.describe import class_name, describe, reason
from lossguard.explain.phrases import either
from lossguard.explain.statement import Statement, Topic
from lossguard.libraries.knowledge import tokenizer_family
from lossguard.libraries.models.tokenizers import CHAT_TEMPLATE, ships_pad_token
from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Absent, Constant, Special, Unknown, Value, members

NONE_GIVEN = "no tokenizer is given to the trainer or its collator"
LOADS_IT = "none is given: `{trainer}` loads that of the model's checkpoint"
LOADED = "`{tokenizer}`, loaded from {checkpoint}"
FROM_SOMEWHERE = "`{tokenizer}`, loaded from a checkpoint whose name is not known: {reason}"
PAD_IS = "its pad token is {token}"
SHIPPED = "its pad token is that of the checkpoint"
OTHER = "on a GPU its pad token is not EOS: Unsloth gives it another where the checkpoint has none, or that"
MISSING = "it has no pad token: the checkpoint has none, and none is set"
EOS_IS = "its EOS token is {token}"
ADDS_EOS = "it puts EOS behind every text"
ADDS_NO_EOS = "it puts no EOS behind a text"
TEMPLATE = "its chat template is {template}"

_HOLDERS = ("tokenizer", "processor")
"""Fields of a collator."""

_topic = Topic("tokens")


def token_statements(view: TrainingView) -> Iterator[Statement]:
    tokenizer = _tokenizer(view)
    if tokenizer is None:
        yield from _nothing(view)
        return
    made = tokenizer.made
    name = class_name(tokenizer) or "tokenizer"
    checkpoint = tokenizer.get("checkpoint")
    if isinstance(checkpoint, Constant):
        yield _topic.known(LOADED, made, tokenizer=name, checkpoint=repr(checkpoint.value))
    else:
        yield _topic.known(FROM_SOMEWHERE, made, tokenizer=name, reason=reason(checkpoint))
    yield _pad(view, tokenizer)
    yield from _eos(view, tokenizer, checkpoint)
    template = tokenizer.get(CHAT_TEMPLATE)
    if template is not ABSENT:
        place = tokenizer.places.get(CHAT_TEMPLATE)
        text = describe(view, template)
        told = text is not None and not isinstance(template, Unknown)
        yield (
            _topic.known(TEMPLATE, place, template=text)
            if text is not None and told
            else _topic.unknown("its chat template", reason(template), place)
        )


def _tokenizer(view: TrainingView) -> Object | None:
    collator = effective_collator(view)
    if collator is not None and collator.path is None:
        return view.tokenizer_of(collator)
    held = [collator.object.get(name) for name in _HOLDERS] if collator is not None and collator.object else []
    given = (view.argument(name) for name in ("processing_class", "tokenizer"))
    found = (_within(view, view.find(value)) for value in (*held, *given))
    return next((thing for thing in found if thing is not None and thing.kind == "tokenizer"), None)


def _within(view: TrainingView, thing: Object | None) -> Object | None:
    """The tokenizer in a processor; anything else as it is."""
    return view.find(thing.get("tokenizer")) if thing is not None and thing.kind == "processor" else thing


def _nothing(view: TrainingView) -> Iterator[Statement]:
    for name in ("processing_class", "tokenizer"):
        given = view.argument(name)
        if not isinstance(given, Absent) and given != Constant(None):
            yield _topic.unknown("the tokenizer", reason(given), given.place or view.argument_place(name))
            return
    collator = effective_collator(view)
    if collator is not None and collator.path is None:
        yield _topic.unknown("the tokenizer", "the script's own collator may have one", collator.place)
        return
    thing = collator.object if collator is not None else None
    held = [thing.get(name) for name in _HOLDERS] if thing is not None else []
    given_to_it = [value for value in held if not isinstance(value, Absent) and value != Constant(None)]
    if given_to_it:
        yield _topic.unknown("the tokenizer", reason(given_to_it[0]), view.argument_place("data_collator"))
    elif view.trainer.startswith("trl."):
        yield _topic.known(LOADS_IT, view.place, trainer=view.trainer.rpartition(".")[2])
    else:
        yield _topic.known(NONE_GIVEN, view.place)


def _pad(view: TrainingView, tokenizer: Object) -> Statement:
    pad = tokenizer.get("pad")
    place = tokenizer.places.get("pad") or tokenizer.made
    if isinstance(pad, Absent):
        ships = ships_pad_token(tokenizer.get("checkpoint"))
        if ships is None:
            return _topic.unknown("whether it has a pad token", "this checkpoint's is not known", place)
        return _topic.known(SHIPPED if ships else MISSING, place)
    if isinstance(pad, Special) and pad.token == "pad":
        return _topic.known(OTHER if view.unsloth else SHIPPED, place)
    return _token(view, "its pad token", PAD_IS, pad, place)


def _token(view: TrainingView, what: str, template: str, value: Value, place: Place | None) -> Statement:
    told = [text for member in members(value) if (text := describe(view, member)) and not isinstance(member, Absent)]
    if not told or any(isinstance(member, Unknown | Absent) for member in members(value)):
        return _topic.unknown(what, reason(value), place)
    return _topic.known(template, place, token=either(told))


def _eos(view: TrainingView, tokenizer: Object, checkpoint: Value) -> Iterator[Statement]:
    eos = tokenizer.get("eos")
    if not isinstance(eos, Absent | Special):
        yield _token(view, "its EOS token", EOS_IS, eos, tokenizer.places.get("eos"))
    adds = tokenizer.get("add_eos_token")
    if isinstance(adds, Constant) and isinstance(adds.value, bool):
        yield _topic.known(ADDS_EOS if adds.value else ADDS_NO_EOS, tokenizer.places.get("add_eos_token"))
        return
    family = None
    if isinstance(adds, Absent) and isinstance(checkpoint, Constant) and isinstance(checkpoint.value, str):
        family = tokenizer_family(checkpoint.value, view.versions.exactly("transformers"))
    if family is not None and family.adds_eos is not None:
        yield _topic.known(ADDS_EOS if family.adds_eos else ADDS_NO_EOS, tokenizer.made)
