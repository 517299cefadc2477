"""What a model returns (kind ``output``) and the loss in it (kind ``loss``): both name the model that made them."""

from lossguard.values.heap import State
from lossguard.values.value import Constant, Ref, Value

MODEL = "#model"
"""Field of an output or loss: the number of the model. No reference, or who gets the output would have the model."""
LABELS = "labels"
"""Field of an output or loss: the labels that the model was given."""
MODE = "#mode"
"""Field of a model on which ``train`` or ``eval`` was called: the last of them."""
LOADER = "#loader"
"""Field of a column of a batch, and of an output or loss that was made of it: the number of its ``DataLoader``."""
AS_COLLATED = "#as collated"
"""Field of a column of a batch: the tags that it has when it comes out of the collator."""


def model_of(heap: State, value: Value) -> Ref | None:
    """The model that made a loss or an output; None if it is neither."""
    thing = heap.get(value.id) if isinstance(value, Ref) else None
    made_by = thing.get(MODEL) if thing is not None and thing.kind in ("loss", "output") else None
    number = made_by.value if isinstance(made_by, Constant) else None
    return Ref(number) if isinstance(number, int) and number in heap else None
