"""What the training libraries offer, by version: derived from the published wheels.

The files beside this one are written by ``python -m scripts.knowledge build`` (three are
hand-written and say so). Each is read when it is first asked for.
"""

from lossguard.libraries.knowledge.chat import (
    ChatParts,
    parts_for_checkpoint,
    parts_for_template,
    template_names,
)
from lossguard.libraries.knowledge.lifetimes import Lifetime, Span, holds
from lossguard.libraries.knowledge.models import (
    ForwardFacts,
    ModelShape,
    forward_labels,
    is_model_class,
    model_exists,
    model_history,
    model_tasks,
)
from lossguard.libraries.knowledge.tokenizers import TokenizerFamily, tokenizer_family

__all__ = [
    "ChatParts",
    "ForwardFacts",
    "Lifetime",
    "ModelShape",
    "Span",
    "TokenizerFamily",
    "forward_labels",
    "holds",
    "is_model_class",
    "model_exists",
    "model_history",
    "model_tasks",
    "parts_for_checkpoint",
    "parts_for_template",
    "template_names",
    "tokenizer_family",
]
