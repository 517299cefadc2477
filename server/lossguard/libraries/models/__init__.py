"""What library calls do, as handlers of the interpreter's protocol; one file for each library or part of one."""

from collections.abc import Collection

from lossguard.libraries.models import (
    callbacks,
    collators,
    dataset_steps,
    datasets,
    loops,
    mapping,
    modules,
    parsers,
    peft,
    processors,
    python,
    rows,
    splits,
    tables,
    tensors,
    tokenizers,
    torch_modules,
    trainers,
    trl,
    unsloth,
    weights,
)
from lossguard.libraries.models.names import canonical
from lossguard.values.calls import Models

_LIBRARIES = (
    python,
    tensors,
    datasets,
    splits,
    dataset_steps,
    mapping,
    tables,
    rows,
    tokenizers,
    modules,
    weights,
    peft,
    processors,
    collators,
    trainers,
    parsers,
    callbacks,
    loops,
    torch_modules,
    trl,
    unsloth,
)


def build_models(new_classes: Collection[str] = ()) -> Models:
    """All library models, ready for an interpreter.

    ``new_classes``: model classes of a release of transformers that was read where it is installed.
    """
    models = Models(canonical=canonical)
    for library in _LIBRARIES:
        library.register(models)
    if new_classes:
        modules.register_classes(models, new_classes)
    return models
