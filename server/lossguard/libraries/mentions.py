"""Whether a text has to do with training at all, cheaply: most files of a project do not."""

import re

_LIBRARIES = re.compile(
    r"\b(?:transformers|trl|unsloth|unsloth_zoo|peft|accelerate|torch|datasets|lightning|pytorch_lightning|deepspeed)\b"
)


def mentions_library(text: str) -> bool:
    """False if no library that Lossguard knows is named; then there is nothing to find."""
    return _LIBRARIES.search(text) is not None
