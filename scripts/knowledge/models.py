"""models.json: the head of every model class and what its ``forward`` does with labels, by version."""

from collections.abc import Mapping
from typing import Any

from lossguard.libraries.extractor.models import Shape
from lossguard.libraries.extractor.release import read_models
from scripts.knowledge import history, readings, wheels


def build() -> dict[str, Any]:
    classes: dict[str, dict[str, Shape]] = {}
    autos: dict[str, dict[str, str]] = {}
    for version in readings.TRANSFORMERS:
        classes[version], autos[version] = read_models(wheels.find("transformers", version))
    return {**_table(classes), "autos": _autos(autos)}


def _table(classes: Mapping[str, Mapping[str, Shape]]) -> dict[str, Any]:
    distinct = sorted({repr(shape.row()): shape for said in classes.values() for shape in said.values()}.items())
    number = {shape: position for position, (_, shape) in enumerate(distinct)}
    rows: dict[str, Any] = {}
    for name, said in history.by_name(classes).items():
        runs = history.spans(readings.TRANSFORMERS, said)
        always = len(runs) == 1 and runs[0][0] == (None, None)
        rows[name] = number[runs[0][1]] if always else [[*span, number[shape]] for span, shape in runs]
    return {"shapes": [shape.row() for _, shape in distinct], "classes": rows}


def _autos(autos: Mapping[str, Mapping[str, str]]) -> dict[str, Any]:
    return {
        name: [[*span, task] for span, task in history.spans(readings.TRANSFORMERS, said)]
        for name, said in history.by_name(autos).items()
    }
