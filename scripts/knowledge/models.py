"""models.json: the head of every model class and what its ``forward`` does with labels, by version."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from scripts.knowledge import automap, history, readings, wheels
from scripts.knowledge.automap import AutoMap
from scripts.knowledge.index import Index
from scripts.knowledge.loss import returns_loss
from scripts.knowledge.source import Class, method, signature

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


def build() -> dict[str, Any]:
    classes: dict[str, dict[str, Shape]] = {}
    autos: dict[str, dict[str, str]] = {}
    for version in readings.MODELS:
        wheel = wheels.find("transformers", version)
        auto_map = automap.read(wheel.text(automap.MEMBER))
        index = Index.of(wheel.sources(lambda member: MODELING.fullmatch(member) is not None), "forward")
        classes[version] = dict(shapes(index, auto_map))
        autos[version] = dict(auto_map.autos)
    return {
        "read": list(readings.MODELS),
        **_table(classes),
        "autos": _autos(autos),
    }


def _table(classes: Mapping[str, Mapping[str, Shape]]) -> dict[str, Any]:
    distinct = sorted({repr(shape.row()): shape for said in classes.values() for shape in said.values()}.items())
    number = {shape: position for position, (_, shape) in enumerate(distinct)}
    rows: dict[str, Any] = {}
    for name, said in history.by_name(classes).items():
        runs = history.spans(readings.MODELS, said)
        always = len(runs) == 1 and runs[0][0] == (None, None)
        rows[name] = number[runs[0][1]] if always else [[*span, number[shape]] for span, shape in runs]
    return {"shapes": [shape.row() for _, shape in distinct], "classes": rows}


def _autos(autos: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {
        name: [[*span, task] for span, task in history.spans(readings.MODELS, said)]
        for name, said in history.by_name(autos).items()
    }


def shapes(index: Index, auto_map: AutoMap) -> Iterator[tuple[str, Shape]]:
    for module in index.modules.values():
        for found in module.classes.values():
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
    defined = [forward for ancestor in index.lineage(found) if (forward := method(ancestor.node, "forward"))]
    if not defined:
        return (), False, None
    said = signature(defined[0])
    labels = tuple(p.name for p in said.parameters if takes_labels(p.name))
    loss: bool | None = None
    for forward in defined:
        names = [p.name for p in signature(forward).parameters if takes_labels(p.name)]
        loss = returns_loss(forward, names)
        if not _hands_on(forward):
            break
    return labels, said.var_keywords, loss


def _hands_on(forward: ast.FunctionDef) -> bool:
    """``return super().forward(...)``: the next definition says whether there is a loss."""
    return any(isinstance(node, ast.Call) and ast.unparse(node.func) == "super().forward" for node in ast.walk(forward))


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
