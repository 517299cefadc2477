"""What the training libraries offer, by version: derived from the published wheels.

The files beside this one are written by ``python -m scripts.knowledge build``, but for
``collator_semantics.json`` and ``tokenizer_families.json``, which are written by hand and name their
sources. Each is read when something is first asked of it.
"""

from lossguard.libraries.knowledge.chat import (
    ChatParts,
    parts_for_checkpoint,
    parts_for_template,
    template_names,
)
from lossguard.libraries.knowledge.collators import (
    CollatorSemantics,
    collator_history,
    collator_semantics,
)
from lossguard.libraries.knowledge.lifetimes import (
    Lifetime,
    Span,
    Standing,
    holds,
)
from lossguard.libraries.knowledge.loading import (
    read_versions,
)
from lossguard.libraries.knowledge.models import (
    ForwardFacts,
    ModelShape,
    forward_labels,
    is_model_class,
    model_exists,
    model_history,
    model_tasks,
)
from lossguard.libraries.knowledge.signatures import (
    CallSignature,
    Home,
    Parameter,
    argument_fields,
    arguments_library,
    class_homes,
    collator_parameters,
    collator_signature,
    collator_signatures,
    compute_loss_parameters,
    compute_loss_signatures,
    importable,
    takes_argument,
    takes_parameter,
    trainer_library,
    trainer_parameters,
    trainer_signature,
    trainer_signatures,
)
from lossguard.libraries.knowledge.standing import (
    stands,
)
from lossguard.libraries.knowledge.tokenizers import (
    TokenizerFamily,
    tokenizer_family,
)

__all__ = [
    "CallSignature",
    "ChatParts",
    "CollatorSemantics",
    "ForwardFacts",
    "Home",
    "Lifetime",
    "ModelShape",
    "Parameter",
    "Span",
    "Standing",
    "TokenizerFamily",
    "argument_fields",
    "arguments_library",
    "class_homes",
    "collator_history",
    "collator_parameters",
    "collator_semantics",
    "collator_signature",
    "collator_signatures",
    "compute_loss_parameters",
    "compute_loss_signatures",
    "forward_labels",
    "holds",
    "importable",
    "is_model_class",
    "model_exists",
    "model_history",
    "model_tasks",
    "parts_for_checkpoint",
    "parts_for_template",
    "read_versions",
    "stands",
    "takes_argument",
    "takes_parameter",
    "template_names",
    "tokenizer_family",
    "trainer_library",
    "trainer_parameters",
    "trainer_signature",
    "trainer_signatures",
]
