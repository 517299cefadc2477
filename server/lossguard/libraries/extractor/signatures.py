"""What may be passed to the trainers, arguments and collators of one release, and in which order."""

import ast
from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from lossguard.libraries.extractor.index import Index
from lossguard.libraries.extractor.source import Class, Method, Parameter, Signature, fields, parse

METHODS = (
    "SFT", "DPO", "Reward", "KTO", "ORPO", "CPO", "GRPO", "RLOO", "PPO", "GKD", "OnlineDPO", "BCO", "PRM", "XPO",
    "NashMD", "IterativeSFT",
)  # fmt: skip
TRAINERS = {
    "transformers": ("Trainer", "Seq2SeqTrainer"),
    "trl": tuple(f"{name}Trainer" for name in METHODS),
}
ARGUMENTS = {
    "transformers": ("TrainingArguments", "Seq2SeqTrainingArguments"),
    "trl": tuple(f"{name}Config" for name in METHODS),
}
FILES = {
    "transformers": (
        "transformers/trainer.py", "transformers/trainer_seq2seq.py", "transformers/training_args.py",
        "transformers/training_args_seq2seq.py", "transformers/data/data_collator.py",
    ),
    "trl": ("trl/trainer/", "trl/experimental/"),
}  # fmt: skip
COLLATOR_HOMES = {"transformers": ("transformers.data.",), "trl": ("trl.trainer.", "trl.experimental.utils")}


Row = tuple[Any, ...]


@dataclass(slots=True)
class Signatures:
    """What one release says; rows as in the files of ``knowledge``."""

    trainers: dict[str, Row] = field(default_factory=dict[str, Row])
    losses: dict[str, Row] = field(default_factory=dict[str, Row])
    """``compute_loss`` by trainer."""
    arguments: dict[str, dict[str, Row]] = field(default_factory=dict[str, dict[str, Row]])
    """Class → field → its cell."""
    collators: dict[str, Row] = field(default_factory=dict[str, Row])
    """By ``class@module``."""
    homes: dict[str, Row] = field(default_factory=dict[str, Row])
    """Class → (module, exported from the top)."""


def signatures(library: str, index: Index, init: str) -> Signatures:
    """``init``: the text of the package's ``__init__.py``."""
    said = Signatures()
    exported = frozenset(_exported(init))
    for name in TRAINERS[library]:
        for found in _preferred(index, name):
            with suppress(SyntaxError):  # not known
                _trainer(said, index, found, exported)
    for name in ARGUMENTS[library]:
        for found in _preferred(index, name):
            with suppress(SyntaxError):
                _arguments(said, index, found, exported)
    for found in _collators(index, library):
        with suppress(SyntaxError):
            said.collators[f"{found.name}@{_tail(found.module)}"] = row(init_signature(index, found))
            said.homes[found.name] = (found.module, found.name in exported)
    return said


def _trainer(said: Signatures, index: Index, found: Class, exported: Collection[str]) -> None:
    said.trainers[found.name] = row(init_signature(index, found))
    said.homes[found.name] = (found.module, found.name in exported)
    loss = _inherited(index, found, "compute_loss")
    if loss is not None:
        said.losses[found.name] = row(loss.signature)


def _arguments(said: Signatures, index: Index, found: Class, exported: Collection[str]) -> None:
    if found.name != "TrainingArguments" and "TrainingArguments" not in index.base_names(found):
        return  # PPOConfig was a class of its own once
    parameters = dataclass_signature(index, found).parameters
    said.arguments[found.name] = {item.name: cell(item) for item in parameters}
    said.homes[found.name] = (found.module, found.name in exported)


def _exported(text: str) -> Iterator[str]:
    """Names a lazy ``__init__`` mentions: as a string in its import table, or imported outright."""
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)


def _preferred(index: Index, name: str) -> list[Class]:
    """The class that the library's users mean: of the stable folder, if it is there too."""
    ranked = sorted(index.named(name), key=lambda found: (".experimental." in found.module, len(found.module)))
    return ranked[:1]


def _collators(index: Index, library: str) -> Iterator[Class]:
    for module in index.modules.values():
        if not f"{module.name}.".startswith(COLLATOR_HOMES[library]):
            continue
        for found in module.classes.values():
            if "DataCollator" in found.name and not found.name.startswith("_") and found.name != "DataCollatorMixin":
                yield found


def _tail(module: str) -> str:
    return module.rpartition(".")[2]


def init_signature(index: Index, found: Class) -> Signature:
    """How the class is called: its ``__init__``, or what ``@dataclass`` makes of its fields."""
    for ancestor in index.lineage(found):
        init = ancestor.method("__init__")
        if init is not None:
            said = init.signature
            # A shim that only warns and hands everything on: the parent's signature counts.
            if said.var_positional and said.var_keywords and not said.parameters:
                continue
            return said
        if fields(ancestor.node):
            return dataclass_signature(index, found)
    return Signature(())


def dataclass_signature(index: Index, found: Class) -> Signature:
    """Fields of the ancestors first; a field declared again keeps its place and takes the new default."""
    merged: dict[str, Parameter] = {}
    for ancestor in reversed(list(index.lineage(found))):
        merged.update({item.name: item for item in fields(ancestor.node)})
    return Signature(tuple(merged.values()))


def _inherited(index: Index, found: Class, name: str) -> Method | None:
    return next((node for item in index.lineage(found) if (node := item.method(name)) is not None), None)


def row(said: Signature) -> tuple[Any, ...]:
    parameters = tuple(cell(item) for item in said.parameters)
    return parameters, said.keyword_only, said.var_positional, said.var_keywords, said.renamed


def cell(item: Parameter) -> tuple[Any, ...]:
    """(name,): required. (name, text): a literal default. (name, None): a computed one."""
    return (item.name,) if item.default is None else (item.name, literal(item.default))


def literal(text: str) -> str | None:
    try:
        ast.literal_eval(text)
    except ValueError:
        return None
    return text
