"""Backward passes of loops of the script's own, from the loss of a library's model."""

from collections.abc import Iterator
from dataclasses import dataclass

from lossguard.libraries.knowledge import is_model_class
from lossguard.program.training import LoopStep, RawLoop
from lossguard.rules.context import Context
from lossguard.values.heap import Object
from lossguard.values.outputs import LOADER
from lossguard.values.value import Constant, Ref, Symbol, Value


@dataclass(frozen=True, slots=True)
class Pass:
    loop: RawLoop
    step: LoopStep
    """The call of ``backward``."""
    loss: Object
    model: Object
    model_class: str
    tasks: frozenset[str]

    @property
    def loaders(self) -> list[Object]:
        """Every ``DataLoader`` of the script: which of them a loop walks is not told apart."""
        return [thing for thing in self.loop.heap.objects.values() if thing.kind == "loader"]

    @property
    def loader(self) -> Object | None:
        """The ``DataLoader`` whose batches the model is given, if that is known."""
        made_by = self.loss.get(LOADER)
        number = made_by.value if isinstance(made_by, Constant) else None
        return self.loop.heap.objects.get(number) if isinstance(number, int) else None

    @property
    def tokenizers(self) -> list[Object]:
        return [thing for thing in self.loop.heap.objects.values() if thing.kind == "tokenizer"]

    @property
    def checkpoint(self) -> str | None:
        value = self.model.get("checkpoint")
        return value.value if isinstance(value, Constant) and isinstance(value.value, str) else None

    def find(self, value: Value) -> Object | None:
        return self.loop.heap.objects.get(value.id) if isinstance(value, Ref) else None


def passes(context: Context) -> Iterator[Pass]:
    """One for each call of ``backward``, if it is known which class of transformers made the loss."""
    if any(path == "*.forward" or path.startswith("transformers.") for path in context.program.patched):
        return
    seen: set[int] = set()
    for loop in context.program.loops:
        for step in loop.named("backward"):
            model = loop.model(step)
            name = model.type.name if model is not None and isinstance(model.type, Symbol) else ""
            loss = loop.heap.objects.get(step.value.id) if isinstance(step.value, Ref) else None
            if model is None or loss is None or not is_model_class(name) or id(step.node) in seen:
                continue
            seen.add(id(step.node))
            tasks = context.versions.model_tasks(name)
            yield Pass(loop, step, loss, model, name, tasks)
