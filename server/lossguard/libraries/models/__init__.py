"""What library calls do, as handlers of the interpreter's protocol; one file for each library."""

from lossguard.libraries.models import (
    collators,
    datasets,
    loops,
    modules,
    peft,
    python,
    rows,
    tensors,
    tokenizers,
    trainers,
    unsloth,
)
from lossguard.libraries.models.names import canonical
from lossguard.values.calls import Models


def build_models() -> Models:
    """All library models, ready for an interpreter."""
    models = Models(canonical=canonical)
    for library in (python, tensors, datasets, rows, tokenizers, modules, peft, collators, trainers, loops, unsloth):
        library.register(models)
    return models
