"""What library calls do, as handlers of the interpreter's protocol; one file for each library or part of one."""

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


def build_models() -> Models:
    """All library models, ready for an interpreter."""
    models = Models(canonical=canonical)
    for library in _LIBRARIES:
        library.register(models)
    return models
