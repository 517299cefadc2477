"""The arguments that decide about data, labels and loss, and how much is trained; defaults where they decide."""

from collections.abc import Iterator

from lossguard.explain.describe import class_name, describe, reason
from lossguard.explain.phrases import phrase
from lossguard.explain.statement import Statement, Topic
from lossguard.libraries.knowledge import arguments_library
from lossguard.rules.training_view import TrainingView
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Absent, Constant, Ref, Symbol, Unknown, Value, members

NONE_GIVEN = "no arguments are given: all are at their defaults"
MADE = "`{arguments}` is made here"
SETTING = "`{name}={value}`"
DEFAULT = "`{name}` is not given: {value} in {library} {version}"

_DECISIVE = """dataset_text_field max_length max_seq_length max_prompt_length packing packing_strategy padding_free
    completion_only_loss assistant_only_loss dataset_kwargs remove_unused_columns label_names label_smoothing_factor
    group_by_length train_sampling_strategy eos_token pad_token chat_template_path truncation_mode loss_type
    use_liger_kernel beta num_generations prediction_loss_only predict_with_generate""".split()
_EXTENT = """num_train_epochs max_steps per_device_train_batch_size gradient_accumulation_steps learning_rate bf16
    fp16 gradient_checkpointing neftune_noise_alpha""".split()
_OF_TRAINER = """dataset_text_field max_seq_length packing formatting_func dataset_num_proc max_length
    max_prompt_length compute_loss_func reward_funcs ref_model""".split()
_TOLD_DEFAULTS = ("dataset_text_field", "max_length", "packing", "remove_unused_columns")
"""Settings whose default surprises people."""

_topic = Topic("arguments")


def argument_statements(view: TrainingView) -> Iterator[Statement]:
    for name in _OF_TRAINER:
        if view.argument(name) is not ABSENT and view.object.fields.get(name) is not None:
            yield _setting(view, name, view.argument(name), view.argument_place(name))
    value = view.argument("args")
    if isinstance(value, Absent) or value == Constant(None):
        yield _topic.known(NONE_GIVEN, view.place)
        return
    for member in members(value):
        thing = view.find(member)
        if thing is None or thing.kind != "arguments":
            yield _topic.unknown(
                "which arguments are given", reason(member), member.place or view.argument_place("args")
            )
        else:
            yield from _of(view, thing)


def _of(view: TrainingView, thing: Object) -> Iterator[Statement]:
    name = class_name(thing)
    yield _topic.known(MADE, thing.made, arguments=name or phrase("training arguments"))
    for setting in (*_DECISIVE, *_EXTENT):
        value = thing.fields.get(setting)
        if value is not None:
            yield _setting(view, setting, value, thing.places.get(setting) or thing.made)
    if thing.rest is not None:
        yield _topic.unknown("every argument that is not listed", reason(thing.rest), thing.made)
    elif isinstance(thing.type, Symbol):
        yield from _defaults(view, thing, name)


def _setting(view: TrainingView, name: str, value: Value, place: Place | None) -> Statement:
    if name == "formatting_func" and isinstance(value, Ref):
        return _topic.known(SETTING, place, name=name, value="…")
    text = describe(view, value)
    if text is None or isinstance(value, Unknown):
        return _topic.unknown(f"`{name}`", reason(value), place)
    return _topic.known(SETTING, place, name=name, value=text)


def _defaults(view: TrainingView, thing: Object, name: str) -> Iterator[Statement]:
    """What is in force where the script says nothing, in the version that is resolved."""
    library = arguments_library(name)
    version = view.versions.exactly(library) if library is not None else None
    if library is None or version is None or view.unsloth:
        return
    for setting in _TOLD_DEFAULTS:
        default = view.versions.default(name, setting)
        if default is not None and setting not in thing.fields and not _is_given(view, setting):
            yield _topic.known(DEFAULT, name=setting, value=default, library=library, version=version)


def _is_given(view: TrainingView, setting: str) -> bool:
    return setting in view.object.fields
