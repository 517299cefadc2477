"""trainers.json, arguments.json, collators.json: what may be passed, in which order, by version."""

import ast
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from scripts.knowledge import history, readings, wheels
from scripts.knowledge.index import Index
from scripts.knowledge.source import Class, Parameter, Signature, fields, method, parse, signature

READ: dict[str, tuple[str, ...]] = {"transformers": readings.TRANSFORMERS, "trl": readings.TRL}

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


Said = dict[tuple[str, str], dict[str, Any]]
"""{(library, name): {version: what it says}}"""


@dataclass(frozen=True, slots=True)
class Tables:
    """What has been read so far."""

    trainers: Said = field(default_factory=lambda: defaultdict(dict))
    losses: Said = field(default_factory=lambda: defaultdict(dict))
    arguments: Said = field(default_factory=lambda: defaultdict(dict))
    collators: Said = field(default_factory=lambda: defaultdict(dict))
    homes: Said = field(default_factory=lambda: defaultdict(dict))


def build() -> dict[str, dict[str, Any]]:
    """The three tables by file name."""
    tables = Tables()
    for library, versions in READ.items():
        for version in versions:
            collect(tables, library, version)
    read = {library: list(versions) for library, versions in READ.items()}
    homes = tables.homes
    return {
        "trainers": {
            "read": read,
            "init": _spans(tables.trainers),
            "compute_loss": _spans(tables.losses),
            "homes": _spans(_among(homes, lambda library, name: name in TRAINERS[library])),
        },
        "arguments": {
            "read": read,
            "fields": _fields(tables.arguments),
            "homes": _spans(_among(homes, lambda library, name: name in ARGUMENTS[library])),
        },
        "collators": {
            "read": read,
            "init": _spans(tables.collators),
            "homes": _spans(_among(homes, lambda _, name: "DataCollator" in name)),
        },
    }


def collect(tables: Tables, library: str, version: str) -> None:
    """Read one wheel."""
    wheel = wheels.find(library, version)
    index = Index.of(wheel.sources(lambda member: member.startswith(FILES[library])), "__init__", "compute_loss")
    exported = frozenset(_exported(wheel.text(f"{library}/__init__.py")))
    for name in TRAINERS[library]:
        for found in _preferred(index, name):
            tables.trainers[library, name][version] = row(init_signature(index, found))
            tables.homes[library, name][version] = (found.module, name in exported)
            loss = _inherited(index, found, "compute_loss")
            if loss is not None:
                tables.losses[library, name][version] = row(signature(loss))
    for name in ARGUMENTS[library]:
        for found in _preferred(index, name):
            if name != "TrainingArguments" and "TrainingArguments" not in index.base_names(found):
                continue  # PPOConfig was a class of its own once
            tables.arguments[library, name][version] = dataclass_signature(index, found).parameters
            tables.homes[library, name][version] = (found.module, name in exported)
    for found in _collators(index, library):
        tables.collators[library, f"{found.name}@{_tail(found.module)}"][version] = row(init_signature(index, found))
        tables.homes[library, found.name][version] = (found.module, found.name in exported)


def _exported(text: str) -> Iterator[str]:
    """Names a lazy ``__init__`` mentions: as a string in its import table, or imported outright."""
    for node in ast.walk(parse(text)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            yield node.value
        elif isinstance(node, ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)


def _among(said: Said, wanted: Callable[[str, str], bool]) -> Said:
    return {key: versions for key, versions in said.items() if wanted(*key)}


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
        init = method(ancestor.node, "__init__")
        if init is not None:
            said = signature(init)
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


def _inherited(index: Index, found: Class, name: str) -> ast.FunctionDef | None:
    return next((node for item in index.lineage(found) if (node := method(item.node, name)) is not None), None)


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


def _spans(said: Said) -> dict[str, Any]:
    return {
        f"{library}.{name}": [[*span, *value] for span, value in history.spans(READ[library], versions)]
        for (library, name), versions in said.items()
    }


def _fields(said: Said) -> dict[str, Any]:
    """One entry for each field, ``library.Class.field``: [[first, last, default…], …]."""
    rows: dict[str, Any] = {}
    for (library, name), versions in said.items():
        cells = {version: {item.name: cell(item) for item in items} for version, items in versions.items()}
        for key, by_version in history.by_name(cells).items():
            runs = history.spans(READ[library], by_version)
            rows[f"{library}.{name}.{key}"] = [[*span, *value[1:]] for span, value in runs]
    return {key: runs for key, runs in rows.items() if runs != rows.get(_in_base(key))}


def _in_base(key: str) -> str:
    """The entry that a field of ``Seq2SeqTrainingArguments`` repeats, which is not stored twice; else ""."""
    prefix = "transformers.Seq2SeqTrainingArguments."
    return "transformers.TrainingArguments." + key.removeprefix(prefix) if key.startswith(prefix) else ""
