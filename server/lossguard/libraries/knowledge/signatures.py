"""What may be passed to trainers, their arguments and collators, by version."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from lossguard.libraries.knowledge.lifetimes import Lifetime, Span, at, holds
from lossguard.libraries.knowledge.loading import part, read_versions

LIBRARIES = ("transformers", "trl")


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    default: str | None
    """As in ``Lifetime``."""

    required: bool


@dataclass(frozen=True, slots=True)
class CallSignature:
    """How something is called over a run of versions. ``self`` is left out."""

    span: Span
    parameters: tuple[Parameter, ...]
    """In positional order; those in ``keyword_only`` come last."""

    keyword_only: frozenset[str]
    var_positional: bool
    var_keywords: bool
    """Further keywords are taken and handed on: an unknown name is not refused here."""

    renamed: tuple[tuple[str, str], ...]
    """Old names that are still taken with a warning: (old, new)."""

    module: str | None = None
    """Last part of the module, where classes of one name live in several."""

    def positional(self) -> tuple[str, ...]:
        return tuple(item.name for item in self.parameters if item.name not in self.keyword_only)

    def accepts(self, name: str) -> bool:
        if self.var_keywords or any(item.name == name for item in self.parameters):
            return True
        return any(old == name for old, _ in self.renamed)


@dataclass(frozen=True, slots=True)
class Home:
    """Where a class is defined over a run of versions."""

    span: Span
    module: str
    exported: bool
    """``from trl import …`` (or transformers) works."""


def trainer_library(class_name: str) -> str | None:
    """``transformers`` or ``trl``; ``None`` if it is not a trainer class of theirs."""
    return _library("trainers", "init", class_name)


def trainer_signatures(class_name: str) -> tuple[CallSignature, ...]:
    """The constructor of a trainer through the versions, oldest first."""
    return _signatures("trainers", "init", f"{trainer_library(class_name)}.{class_name}")


def trainer_signature(class_name: str, version: str) -> CallSignature | None:
    """The constructor in that version of the trainer's own library."""
    return _pick(trainer_library(class_name), trainer_signatures(class_name), version)


def trainer_parameters(class_name: str) -> tuple[Lifetime, ...]:
    """Lifetimes of the constructor's parameters, in the order in which they first appeared."""
    return _lifetimes(trainer_library(class_name), trainer_signatures(class_name))


def compute_loss_signatures(class_name: str) -> tuple[CallSignature, ...]:
    """``compute_loss`` where the trainer's own library defines it; empty where it is inherited from another."""
    return _signatures("trainers", "compute_loss", f"{trainer_library(class_name)}.{class_name}")


def compute_loss_parameters(class_name: str) -> tuple[Lifetime, ...]:
    return _lifetimes(trainer_library(class_name), compute_loss_signatures(class_name))


def collator_signatures(class_name: str, library: str, module: str | None = None) -> tuple[CallSignature, ...]:
    """The constructor of a collator. ``module``: the last part, to tell trl's namesakes apart."""
    found: list[CallSignature] = []
    for key in part("collators")["init"]:
        name, _, home = key.partition("@")
        if name == f"{library}.{class_name}" and module in (None, home):
            found += _signatures("collators", "init", key, home)
    return tuple(found)


def collator_signature(class_name: str, library: str, version: str, module: str | None = None) -> CallSignature | None:
    return _pick(library, collator_signatures(class_name, library, module), version)


def collator_parameters(class_name: str, library: str, module: str | None = None) -> tuple[Lifetime, ...]:
    return _lifetimes(library, collator_signatures(class_name, library, module))


def arguments_library(class_name: str) -> str | None:
    return next((name for name in LIBRARIES if f"{name}.{class_name}" in part("arguments")["homes"]), None)


@cache
def argument_fields(class_name: str) -> tuple[Lifetime, ...]:
    """Fields that the class's own library declares, sorted by name.

    A configuration of trl also has all fields of ``TrainingArguments``, whose lifetimes are counted
    in versions of transformers: see ``takes_argument``. In all of these classes ``output_dir`` is
    the first positional parameter.
    """
    own = _declared(f"{arguments_library(class_name)}.{class_name}.")
    if class_name == "Seq2SeqTrainingArguments":
        names = {lifetime.name for lifetime in own}
        inherited = argument_fields("TrainingArguments")
        own += [lifetime for lifetime in inherited if lifetime.name not in names]
    return tuple(sorted(own, key=lambda lifetime: lifetime.name))


def _declared(prefix: str) -> list[Lifetime]:
    return [
        _lifetime(key.removeprefix(prefix), Span(first, last), cell)
        for key, runs in part("arguments")["fields"].items()
        if key.startswith(prefix)
        for first, last, *cell in runs
    ]


def takes_argument(
    class_name: str, name: str, *, transformers: str | None = None, trl: str | None = None
) -> bool | None:
    """Whether ``class_name(name=…)`` is accepted; ``None``: not known for these versions."""
    library = arguments_library(class_name)
    if library is None:
        return None
    own = _exists(argument_fields(class_name), name, library, transformers if library == "transformers" else trl)
    if own is True or library == "transformers":
        return own
    inherited = _exists(argument_fields("TrainingArguments"), name, "transformers", transformers)
    if inherited is True:
        return True
    return False if own is False and inherited is False else None


def takes_parameter(class_name: str, name: str, version: str) -> bool | None:
    """Whether a trainer's constructor accepts the keyword, old names included."""
    library = trainer_library(class_name)
    if library is None:
        return None
    runs = [said.span for said in trainer_signatures(class_name) if said.accepts(name)]
    return holds(read_versions(library), runs, version)


def class_homes(class_name: str, library: str) -> tuple[Home, ...]:
    """Where a trainer, configuration or collator lives, oldest first."""
    for table in ("trainers", "arguments", "collators"):
        rows = part(table)["homes"].get(f"{library}.{class_name}")
        if rows is not None:
            return tuple(Home(Span(first, last), module, exported) for first, last, module, exported in rows)
    return ()


def importable(class_name: str, library: str, version: str) -> bool | None:
    """Whether the class can be imported from the library's top level; ``None``: not known."""
    homes = class_homes(class_name, library)
    if not homes:
        return None
    return holds(read_versions(library), [home.span for home in homes if home.exported], version)


def _exists(fields: Iterable[Lifetime], name: str, library: str, version: str | None) -> bool | None:
    runs = [lifetime for lifetime in fields if lifetime.name == name]
    if version is None:
        # A name no version read ever had is refused by all of them.
        return None if runs else False
    return holds(read_versions(library), runs, version)


def _library(table: str, title: str, class_name: str) -> str | None:
    return next((name for name in LIBRARIES if f"{name}.{class_name}" in part(table)[title]), None)


@cache
def _signatures(table: str, title: str, key: str, module: str | None = None) -> tuple[CallSignature, ...]:
    rows: list[Any] = part(table)[title].get(key, [])
    return tuple(_signature(row, module) for row in rows)


def _signature(row: list[Any], module: str | None) -> CallSignature:
    first, last, cells, keyword_only, var_positional, var_keywords, renamed = row
    return CallSignature(
        Span(first, last),
        tuple(Parameter(cell[0], cell[1] if len(cell) > 1 else None, len(cell) == 1) for cell in cells),
        frozenset(keyword_only),
        var_positional,
        var_keywords,
        tuple((old, new) for old, new in renamed),
        module,
    )


def _pick(library: str | None, signatures: Sequence[CallSignature], version: str) -> CallSignature | None:
    if library is None:
        return None
    read = read_versions(library)
    return next((said for said in signatures if at(read, said.span, version)), None)


def _lifetime(name: str, span: Span, cell: Sequence[str | None]) -> Lifetime:
    return Lifetime(name, span.first, span.last, cell[0] if cell else None, required=not cell)


def _lifetimes(library: str | None, signatures: Sequence[CallSignature]) -> tuple[Lifetime, ...]:
    if library is None:
        return ()
    follows = _follows(read_versions(library))
    runs: dict[str, list[Lifetime]] = {}
    for said in signatures:
        for item in said.parameters:
            found = runs.setdefault(item.name, [])
            new = Lifetime(item.name, said.span.first, said.span.last, item.default, item.required)
            if found and _same(found[-1], new) and follows(found[-1].last, new.first):
                new = Lifetime(item.name, found.pop().first, new.last, new.default, new.required)
            found.append(new)
    return tuple(lifetime for found in runs.values() for lifetime in found)


def _same(one: Lifetime, other: Lifetime) -> bool:
    return (one.default, one.required) == (other.default, other.required)


def _follows(read: Sequence[str]) -> Callable[[str | None, str | None], bool]:
    """Whether two versions were read one right after the other."""
    position = {version: index for index, version in enumerate(read)}
    return lambda last, first: last is not None and first is not None and position[first] == position[last] + 1
