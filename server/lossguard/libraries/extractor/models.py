"""The head of every model class of one release, and what its ``forward`` does with labels."""

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from lossguard.libraries.extractor import automap
from lossguard.libraries.extractor.automap import AutoMap
from lossguard.libraries.extractor.index import Index
from lossguard.libraries.extractor.loss import returns_loss
from lossguard.libraries.extractor.source import Class

MODELING = re.compile(r"transformers/(models/[^/]+/([^/]+/)?)?modeling_(?!tf_|flax_)\w+\.py")
POSITIONS = ("start_positions", "end_positions")


@dataclass(frozen=True, slots=True)
class Shape:
    """What one version says about one class. Hashable: most of 2,000 classes share a few shapes."""

    tasks: tuple[str, ...]
    labels: tuple[str, ...]
    """Parameters by which labels come in, ``return_loss`` among them."""

    var_keywords: bool
    loss: bool | None

    def row(self) -> list[Any]:
        return [list(self.tasks), list(self.labels), self.var_keywords, self.loss]


def shapes(index: Index, auto_map: AutoMap) -> Iterator[tuple[str, Shape]]:
    for module in index.modules.values():
        for found in module.classes.values():
            with suppress(SyntaxError):  # it, or what it inherits from, cannot be read: not known
                if _is_model(index, found, auto_map):
                    yield found.name, _shape(index, found, auto_map)


def _is_model(index: Index, found: Class, auto_map: AutoMap) -> bool:
    if found.name in auto_map.tasks:
        return True
    if found.name.startswith("_") or found.name.lower().endswith("pretrainedmodel"):
        return False
    return "PreTrainedModel" in index.base_names(found)


def _shape(index: Index, found: Class, auto_map: AutoMap) -> Shape:
    labels, var_keywords, loss = forward_facts(index, found)
    return Shape(tasks_of(found.name, auto_map, labels, loss), labels, var_keywords, loss)


def forward_facts(index: Index, found: Class) -> tuple[tuple[str, ...], bool, bool | None]:
    """(label parameters, takes ``**kwargs``, returns a loss) of the ``forward`` that runs."""
    defined = [forward for ancestor in index.lineage(found) if (forward := ancestor.method("forward"))]
    if not defined:
        return (), False, None
    said = defined[0].signature
    labels = tuple(p.name for p in said.parameters if takes_labels(p.name))
    loss: bool | None = None
    for forward in defined:
        names = [p.name for p in forward.signature.parameters if takes_labels(p.name)]
        if not names and "loss" not in forward.text and "labels" not in forward.text:
            loss = False
        else:
            loss = returns_loss(forward.node, names)
        if "super().forward(" not in forward.text:
            break  # else the next definition says whether there is a loss
    return labels, said.var_keywords, loss


def takes_labels(name: str) -> bool:
    return "label" in name or name in POSITIONS or name == "return_loss"


def tasks_of(name: str, auto_map: AutoMap, labels: tuple[str, ...], loss: bool | None) -> tuple[str, ...]:
    """The heads; ``base`` only for a class that certainly has none."""
    listed = auto_map.tasks.get(name, frozenset())
    heads = listed - {automap.BASE, automap.OTHER, "pretraining"}
    if heads:
        return tuple(sorted(heads))
    if automap.BASE in listed and not labels and loss is False:
        # Some tables for pretraining list the bare model; what its forward does decides.
        return (automap.BASE,)
    # The naming convention is not asked about classes listed elsewhere: the table knows better.
    guess = automap.by_suffix(name) if labels else None
    if "pretraining" in listed:
        return ("pretraining",)
    return (guess,) if guess and automap.OTHER not in listed else (automap.OTHER,)
