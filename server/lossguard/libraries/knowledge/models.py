"""What is known about the model classes of transformers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from lossguard.libraries.knowledge.lifetimes import Span, Standing, holds, positions, speaking
from lossguard.libraries.knowledge.loading import part, read_versions
from lossguard.libraries.knowledge.standing import stands

# Said by a class's oldest or newest version only, these lose against any real head.
VAGUE = frozenset({"base", "other"})


@dataclass(frozen=True, slots=True)
class ForwardFacts:
    """What a class's ``forward`` does with labels."""

    label_parameters: tuple[str, ...]
    """Named parameters by which labels come in: those that the Trainer keeps columns for,
    ``start_positions``/``end_positions`` and ``return_loss``."""

    var_keywords: bool
    """Takes ``**kwargs``: a misspelt label name is swallowed. The Trainer keeps no column for it."""

    returns_loss: bool | None
    """Given its labels; ``None``: reading the source does not tell."""


@dataclass(frozen=True, slots=True)
class ModelShape:
    """What one run of versions says about a class."""

    span: Span
    tasks: frozenset[str]
    forward: ForwardFacts


def is_model_class(class_name: str) -> bool:
    """A model class of transformers, or one of its Auto classes."""
    loaded = part("models")
    return class_name in loaded["classes"] or class_name in loaded["autos"]


def model_exists(class_name: str, version: str) -> bool | None:
    """Whether that version of transformers has the class; ``None``: cannot tell, or not known at all."""
    runs = [shape.span for shape in model_history(class_name)] or _auto_spans(class_name)
    return holds(read_versions("transformers"), runs, version) if runs else None


def model_tasks(class_name: str, version: str | None = None) -> frozenset[str]:
    """The heads of a class, in that version or in any; empty if that is not known.

    ``base``: certainly no head and no loss. Only ``{"base"}`` as the whole answer means that; a
    class that had a head in one version and was bare in another answers with the head.
    """
    autos = part("models")["autos"]
    if class_name in autos:
        return frozenset(task for _, _, task in autos[class_name])
    shapes = model_history(class_name)
    if version is not None:
        found = {shape.tasks for shape in _in_version(shapes, version)}
        return without_vague(found.pop()) if len(found) == 1 else frozenset()
    return without_vague(task for shape in shapes for task in shape.tasks)


def without_vague(tasks: Iterable[str]) -> frozenset[str]:
    found = frozenset(tasks)
    return found - VAGUE or found


def forward_labels(class_name: str, version: str | None = None) -> ForwardFacts | None:
    """What ``forward`` does with labels in that version, by default in the newest that has the class.

    ``None`` for an Auto class (which model it makes is not known) and for what is not known.
    """
    shapes = model_history(class_name)
    if version is not None:
        found = {shape.forward for shape in _in_version(shapes, version)}
        return found.pop() if len(found) == 1 else None
    return shapes[-1].forward if shapes else None


def _in_version(shapes: Sequence[ModelShape], version: str) -> Sequence[ModelShape]:
    """The shapes that a class may have in a version; none if it may not be there at all."""
    read = read_versions("transformers")
    speak = speaking(read, version)
    if not speak:
        # Older or newer than all that were read. What never changed, up to there, is taken to be so still.
        newer = stands("transformers", version) is Standing.NEWER
        reaches = bool(shapes) and (shapes[-1].span.last if newer else shapes[0].span.first) is None
        return shapes if reaches else ()
    found = [[shape for shape in shapes if position in positions(read, shape.span)] for position in speak]
    return [shape for some in found for shape in some] if all(found) else ()


def model_history(class_name: str) -> tuple[ModelShape, ...]:
    """Everything known about a class, oldest first."""
    loaded = part("models")
    row: Any = loaded["classes"].get(class_name, [])
    runs: list[Any] = [[None, None, row]] if isinstance(row, int) else row
    return tuple(_shape(Span(first, last), loaded["shapes"][number]) for first, last, number in runs)


def _shape(span: Span, row: list[Any]) -> ModelShape:
    tasks, labels, var_keywords, loss = row
    return ModelShape(span, frozenset(tasks), ForwardFacts(tuple(labels), var_keywords, loss))


def _auto_spans(class_name: str) -> list[Span]:
    return [Span(first, last) for first, last, _ in part("models")["autos"].get(class_name, [])]
