"""Versions as bounds: what is certain of a library's version, whether or not it was resolved.

Where nothing names a version, every supported one is possible that accepts what the script writes:
``processing_class=`` bounds transformers from below, ``max_seq_length`` in an ``SFTConfig`` trl from above.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from packaging.version import InvalidVersion, Version

from lossguard.libraries.gates import LASTING
from lossguard.libraries.knowledge import (
    ForwardFacts,
    Standing,
    argument_fields,
    arguments_library,
    forward_labels,
    model_tasks,
    read_versions,
    stands,
)
from lossguard.libraries.knowledge.lifetimes import at
from lossguard.libraries.release_facts import Reading, ReleaseFacts, facts_of
from lossguard.libraries.versions import Versions
from lossguard.values.value import Answer


@dataclass(frozen=True, slots=True)
class Bounds:
    """Versions from ``low`` on and up to ``high``, both included; None: no bound on that side."""

    low: Version | None = None
    high: Version | None = None

    def narrowed(self, low: Version | None, high: Version | None) -> "Bounds":
        lows = [bound for bound in (self.low, low) if bound is not None]
        highs = [bound for bound in (self.high, high) if bound is not None]
        return Bounds(max(lows, default=None), min(highs, default=None))

    @property
    def possible(self) -> bool:
        return self.low is None or self.high is None or self.low <= self.high


class Knowledge(Enum):
    """Where that comes from which is known of a version."""

    SHIPPED = "shipped"
    """It, or a release of its series, was read for us."""
    NEIGHBOURS = "neighbours"
    """The releases before and after it were: it is known what they agree on."""
    READ = "read"
    """Its sources were read where it is installed."""
    UNKNOWN = "unknown"
    """It is newer or older than what is known: only what never changed is."""


class Eras:
    """What is known of each library's version and of what it does.

    Of a version newer than those that were read for us, or older, what differs by version is not known, unless the
    release itself was read.
    """

    def __init__(
        self,
        versions: Versions,
        evidence: Mapping[str, Bounds] | None = None,
        readings: Collection[Reading] = (),
    ) -> None:
        """``evidence``: bounds from what the script uses. ``readings``: releases that were read."""
        self.versions = versions
        self._evidence = evidence or {}
        self._readings = readings

    def exactly(self, distribution: str) -> str | None:
        """The resolved version."""
        resolved = self.versions.get(distribution)
        return resolved.version if resolved is not None else None

    def bounds(self, distribution: str) -> Bounds:
        version = parsed(self.exactly(distribution))
        if version is not None:
            return Bounds(version, version)
        bounds = self._evidence.get(distribution, Bounds())
        wanted = self.versions.wants(distribution)
        return bounds.narrowed(*_limits(wanted.specifier)) if wanted is not None else bounds

    def at_least(self, distribution: str, version: str) -> Answer:
        """Whether the version is a given one or newer, in every version that is possible.

        A rule asks for what a release does from there on: the answer is None for one of which nobody has looked.
        """
        bounds, limit = self.bounds(distribution), Version(version)
        if not bounds.possible:
            return None
        if bounds.low is not None and bounds.low >= limit:
            return True if self._is_open(distribution, bounds.low, version) else None
        if bounds.high is not None and bounds.high < limit:
            return False if self._is_shut(distribution, bounds.high, version) else None
        return None

    def _is_open(self, distribution: str, version: Version, gate: str) -> bool:
        if stands(distribution, str(version)) is not Standing.NEWER or (distribution, gate) in LASTING:
            return True
        facts = self.facts(distribution)
        return _is_ancient(distribution, gate) or (facts is not None and gate in facts.gates)

    def _is_shut(self, distribution: str, version: Version, gate: str) -> bool:
        if stands(distribution, str(version)) is not Standing.OLDER or _is_ancient(distribution, gate):
            return True
        facts = self.facts(distribution)
        return facts is not None and gate not in facts.gates

    def facts(self, distribution: str) -> ReleaseFacts | None:
        """What was read off the release in use; None if it was not read."""
        version = self.exactly(distribution)
        found = (one for one in self._readings if one.library == distribution and one.version == version)
        reading = next(found, None)
        return facts_of(reading) if reading is not None else None

    def knowledge(self, distribution: str) -> Knowledge | None:
        """None if no version is resolved, or if no history of the library is kept."""
        version = self.exactly(distribution)
        if version is None or not read_versions(distribution):
            return None
        if self.facts(distribution) is not None:
            return Knowledge.READ
        how = {Standing.READ: Knowledge.SHIPPED, Standing.BETWEEN: Knowledge.NEIGHBOURS}
        return how.get(stands(distribution, version), Knowledge.UNKNOWN)

    def model_tasks(self, class_name: str) -> frozenset[str]:
        """The heads of a class of transformers, in the version in use or in any; empty if that is not known."""
        facts = self.facts("transformers")
        if facts is not None:
            return facts.model_tasks(class_name)
        return model_tasks(class_name, self.exactly("transformers"))

    def forward_labels(self, class_name: str) -> ForwardFacts | None:
        """What ``forward`` does with labels, in the version in use or in the newest; None if it is not known."""
        facts = self.facts("transformers")
        if facts is not None:
            return facts.forward_labels(class_name)
        return forward_labels(class_name, self.exactly("transformers"))

    def default(self, class_name: str, field: str) -> str | None:
        """Source text of an argument's literal default in the version in use; None if it is not known."""
        library = arguments_library(class_name)
        version = self.exactly(library) if library is not None else None
        if library is None or version is None:
            return None
        facts = self.facts(library)
        if facts is not None:
            return facts.default(class_name, field)
        read = read_versions(library)
        runs = [one for one in argument_fields(class_name) if one.name == field and at(read, one, version)]
        return runs[0].default if runs else None

    def assumed(self, distributions: Iterable[str]) -> tuple[str, ...]:
        """For people: the resolved versions of some libraries and where they come from."""
        found = [(name, self.versions.get(name)) for name in distributions]
        return tuple(f"{name} {resolved.version} ({resolved.source})" for name, resolved in found if resolved)


def _is_ancient(distribution: str, gate: str) -> bool:
    """Whether every version that was read is behind a gate: nothing about it is a matter of versions read."""
    read = read_versions(distribution)
    return not read or Version(gate) <= Version(read[0])


def _limits(specifier: str) -> tuple[Version | None, Version | None]:
    """The lowest and the highest version that a specifier may admit; an excluded limit counts as included."""
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        clauses = list(SpecifierSet(specifier))
    except InvalidSpecifier:
        return None, None
    lows = [
        version for clause in clauses if clause.operator in (">", ">=", "~=") if (version := parsed(clause.version))
    ]
    highs = [version for clause in clauses if clause.operator in ("<", "<=") if (version := parsed(clause.version))]
    return max(lows, default=None), min(highs, default=None)


def parsed(version: str | None) -> Version | None:
    try:
        return Version(version) if version else None
    except InvalidVersion:
        return None


_EVIDENCE: dict[tuple[str, str], tuple[str, str | None, str | None]] = {
    # (class, argument): distribution, first version that accepts it, last version that accepts it
    ("transformers.Trainer", "processing_class"): ("transformers", "4.46", None),
    ("transformers.Seq2SeqTrainer", "processing_class"): ("transformers", "4.46", None),
    ("transformers.Trainer", "tokenizer"): ("transformers", None, "4.57.99"),
    ("transformers.Seq2SeqTrainer", "tokenizer"): ("transformers", None, "4.57.99"),
    ("transformers.Trainer", "compute_loss_func"): ("transformers", "4.46", None),
    ("transformers.TrainingArguments", "eval_strategy"): ("transformers", "4.41", None),
    ("transformers.TrainingArguments", "evaluation_strategy"): ("transformers", None, "4.50.99"),
    ("transformers.TrainingArguments", "overwrite_output_dir"): ("transformers", None, "4.57.99"),
    ("transformers.TrainingArguments", "no_cuda"): ("transformers", None, "4.57.99"),
    ("trl.SFTTrainer", "tokenizer"): ("trl", None, "0.15.99"),
    ("trl.SFTTrainer", "processing_class"): ("trl", "0.12", None),
    ("trl.SFTTrainer", "dataset_text_field"): ("trl", None, "0.12.99"),
    ("trl.SFTTrainer", "max_seq_length"): ("trl", None, "0.12.99"),
    ("trl.SFTTrainer", "packing"): ("trl", None, "0.12.99"),
    ("trl.SFTConfig", "max_seq_length"): ("trl", "0.9", "0.19.99"),
    ("trl.SFTConfig", "max_length"): ("trl", "0.16", None),
    ("trl.SFTConfig", "completion_only_loss"): ("trl", "0.17", None),
    ("trl.SFTConfig", "assistant_only_loss"): ("trl", "0.19", None),
    ("trl.SFTConfig", "loss_type"): ("trl", "0.23", None),
    ("trl.SFTConfig", "truncation_mode"): ("trl", "1.0", None),
}
"""What an argument says about the version. Source: signatures of the published wheels (see knowledge)."""

_CLASS_EVIDENCE: dict[str, tuple[str, str | None, str | None]] = {
    "trl.DataCollatorForCompletionOnlyLM": ("trl", "0.7", "0.19.99"),
    "trl.SFTConfig": ("trl", "0.9", None),
}


def evidence(uses: Iterable[tuple[str, Iterable[str]]]) -> dict[str, Bounds]:
    """Bounds from classes (canonical paths) and the arguments that they are given."""
    bounds: dict[str, Bounds] = {}
    for path, arguments in uses:
        facts = [_CLASS_EVIDENCE.get(path), *(_EVIDENCE.get((path, argument)) for argument in arguments)]
        for fact in facts:
            if fact is not None:
                distribution, low, high = fact
                bounds[distribution] = bounds.get(distribution, Bounds()).narrowed(parsed(low), parsed(high))
    return bounds
