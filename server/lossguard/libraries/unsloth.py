"""What Unsloth changes about the trainers of trl, and since when: read off its published wheels, each side by side.

For every change two neighbouring releases were read, the last without it and the first with it. What is not told of
a version counts as changed: Unsloth forgives much, and where it may, nothing is said against a script.
"""

from dataclasses import dataclass

from lossguard.libraries.eras import Eras
from lossguard.values.value import Answer


@dataclass(frozen=True, slots=True)
class Change:
    since: str
    """The first release that has it."""
    source: str
    """The file in which it is, or in which it is not before that."""
    distribution: str = "unsloth"

    def made(self, versions: Eras) -> Answer:
        return versions.at_least(self.distribution, self.since)


RENAMES_ARGUMENTS = Change("2024.10.4", "unsloth/tokenizer_utils.py, since 2025.2.6 unsloth/models/rl.py")
"""``tokenizer`` and ``processing_class`` are one argument of the trainers of trl, whatever its version. From 2024.11.7
on (unsloth/trainer.py) what moved from a trainer to its configuration is moved along, and from 2026.8.11 on
(unsloth/models/rl_config_compat.py) what a configuration no longer knows is renamed or dropped."""

SWAPS_COLLATORS = Change("2025.3.10", "unsloth/models/rl.py")
"""Trainers of trl replace the collators of transformers by one another, for data with or without a column ``labels``:
``DataCollatorForSeq2Seq`` where there is none, ``DataCollatorForLanguageModeling`` where there is one."""

PADS_MASKED_LABELS = Change("2025.3.2", "unsloth_zoo/dataset_utils.py", "unsloth_zoo")
"""``train_on_responses_only`` gives the trainer a ``DataCollatorForSeq2Seq`` in place of another collator."""
