"""What shows in the sources of a release that it still does what the gates of rules say (see ``gates``)."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from lossguard.libraries.extractor.index import Index
from lossguard.libraries.extractor.signatures import Signatures
from lossguard.libraries.extractor.source import Method

TOKENIZERS = "transformers/tokenization_utils_base.py"


@dataclass(frozen=True, slots=True)
class Release:
    said: Signatures
    index: Index

    def field(self, owner: str, name: str) -> bool:
        return name in self.said.arguments.get(owner, {})

    def method(self, owner: str, name: str) -> Method | None:
        found = self.index.named(owner)
        return found[0].method(name) if len(found) == 1 else None

    def writes(self, owner: str, name: str, pattern: str) -> bool:
        """Whether a method's source has a line like that."""
        method = self.method(owner, name)
        return method is not None and re.search(pattern, method.text) is not None


def _divides_by_items(release: Release) -> bool:
    method = release.method("Trainer", "compute_loss")
    return method is not None and any(item.name == "num_items_in_batch" for item in method.signature.parameters)


def _renders_batches(release: Release) -> bool:
    method = release.method("PreTrainedTokenizerBase", "apply_chat_template")
    defaults = {item.name: item.default for item in method.signature.parameters} if method is not None else {}
    models_decide = release.writes("Trainer", "__init__", r"self\.model_accepts_loss_kwargs\b")
    return defaults.get("return_dict") == "True" and models_decide


EVIDENCE: Mapping[tuple[str, str], Callable[[Release], bool]] = {
    ("transformers", "4.46"): _divides_by_items,
    ("transformers", "5.0"): _renders_batches,
    ("trl", "0.16"): lambda release: release.field("SFTConfig", "padding_free"),
    ("trl", "0.16.1"): lambda release: "DataCollatorForLanguageModeling@sft_trainer" in release.said.collators,
    ("trl", "0.17"): lambda release: release.field("SFTConfig", "completion_only_loss"),
    ("trl", "0.18"): lambda release: release.writes(
        "SFTTrainer", "__init__", r"\n +if self\.completion_only_loss and formatting_func:\n +raise "
    ),
    ("trl", "0.19"): lambda release: (
        release.field("SFTConfig", "assistant_only_loss") and release.field("SFTConfig", "packing_strategy")
    ),
    ("trl", "0.24"): lambda release: release.writes(
        "SFTTrainer", "__init__", r"self\._is_vision_dataset = \"image\" in \w+ or \"images\" in "
    ),
    ("trl", "1.0"): lambda release: release.writes("SFTConfig", "__post_init__", r"= \"bfd_split\"\n"),
    ("trl", "1.7"): lambda release: release.writes("SFTTrainer", "_prepare_dataset", r"return \{\"labels\": labels\}"),
}
"""By (library, version of the gate). An answer of no means that it is not so, or that it is not known to be."""


def shown(library: str, release: Release) -> Iterator[str]:
    """The gates of a library that are open in a release."""
    for (owner, version), shows in EVIDENCE.items():
        if owner == library and _is(release, shows):
            yield version


def _is(release: Release, shows: Callable[[Release], bool]) -> bool:
    try:
        return shows(release)
    except SyntaxError:
        return False
