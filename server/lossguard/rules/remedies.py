"""Fixes that several rules offer."""

import json
from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Fix, Message
from lossguard.rules import editing, rendered
from lossguard.rules.context import Context
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.value import ABSENT, Special

DROP = "Drop the collator: {trainer} has one that makes labels"
MASK = "Train on responses only: mask by `train_on_responses_only` with the markers of {template}"
SWAP = "Use `{collator}` instead"
ADD = "Add `data_collator={collator}(…)`"
RENAME = "Rename the column `{column}` to `labels`"


def drop_collator(view: TrainingView, collator: CollatorFact, applicability: Applicability) -> tuple[Fix, ...]:
    """Remove ``data_collator=`` from the trainer's call."""
    return drop_argument(view, collator.place, applicability)


def drop_argument(view: TrainingView, place: Place, applicability: Applicability) -> tuple[Fix, ...]:
    """Remove the collator that stands at a place from the trainer's call."""
    call = view.call
    argument = editing.argument_at(call, place) if call is not None else None
    if call is None or argument is None:
        return ()
    trainer = view.trainer.rpartition(".")[2]

    def build() -> tuple[Edit, ...]:
        if argument.keyword is None:  # others stand behind it, each at its position
            return (editing.replace(place, "None"),)
        return (editing.remove_argument(call, argument),)

    return (Fix(Message(DROP, {"trainer": trainer}), applicability, build),)


def swap_collator(
    context: Context,
    view: TrainingView,
    collator: CollatorFact,
    name: str,
    extra: str,
    applicability: Applicability,
) -> tuple[Fix, ...]:
    """Another collator of transformers on the same tokenizer, in place of the one given."""
    call = view.collator_call(collator)
    if collator.object is None and collator.given:
        return _replace_function(context, view, collator, name, extra, applicability)
    if not collator.given:
        return _add_collator(context, view, name, extra, applicability)
    if call is None:
        return ()
    tokenizer = _tokenizer_argument(call)
    if tokenizer is None:
        return ()

    def build() -> tuple[Edit, ...]:
        written, imports = editing.swap_callable(context.blocks, call, "transformers", name)
        source = f"{tokenizer.place.source}, {extra}" if extra else tokenizer.place.source
        return (editing.replace(call.place, f"{written}({source})"), *imports)

    return (Fix(Message(SWAP, {"collator": name}), applicability, build),)


def _tokenizer_argument(call: nodes.Call) -> nodes.Argument | None:
    named = editing.argument_of(call, "tokenizer")
    if named is not None:
        return named
    first = call.arguments[0] if call.arguments else None
    return first if first is not None and not first.star and first.keyword is None else None


def _replace_function(
    context: Context, view: TrainingView, collator: CollatorFact, name: str, extra: str, applicability: Applicability
) -> tuple[Fix, ...]:
    """``data_collator=default_data_collator``: a function, not a call."""
    source, call = _tokenizer_source(view), view.call
    if source is None or call is None or editing.argument_at(call, collator.place) is None:
        return ()

    def build() -> tuple[Edit, ...]:
        written = editing.imported_as(context.blocks, "transformers", name)
        imports = () if written else editing.add_import(context.blocks, "transformers", name, call.place)
        arguments = f"{source}, {extra}" if extra else source
        return (editing.replace(collator.place, f"{written or name}({arguments})"), *imports)

    return (Fix(Message(SWAP, {"collator": name}), applicability, build),)


def _add_collator(
    context: Context, view: TrainingView, name: str, extra: str, applicability: Applicability
) -> tuple[Fix, ...]:
    source, call = _tokenizer_source(view), view.call
    if source is None or call is None or editing.argument_of(call, "data_collator") is not None:
        return ()

    def build() -> tuple[Edit, ...]:
        written = editing.imported_as(context.blocks, "transformers", name)
        imports = () if written else editing.add_import(context.blocks, "transformers", name, call.place)
        arguments = f"{source}, {extra}" if extra else source
        return (editing.add_argument(call, f"data_collator={written or name}({arguments})"), *imports)

    return (Fix(Message(ADD, {"collator": name}), applicability, build),)


def _tokenizer_source(view: TrainingView) -> str | None:
    """How the trainer's call writes its tokenizer."""
    for name in ("processing_class", "tokenizer"):
        argument = editing.argument_of(view.call, name) if view.call is not None else None
        if argument is not None:
            return argument.value.place.source
    return None


def make_labels(context: Context, view: TrainingView, collator: CollatorFact) -> tuple[Fix, ...]:
    """What gives labels to rows without any: masking by responses, the trainer's own collator, or another one."""
    fixes = mask_by_responses(context, view)
    if view.is_sft:
        return fixes + drop_collator(view, collator, Applicability.UNSAFE)
    if "causal-lm" in view.tasks and not pads_with_eos(view, collator):
        name = "DataCollatorForLanguageModeling"
        fixes += swap_collator(context, view, collator, name, "mlm=False", Applicability.UNSAFE)
    return fixes


def pads_with_eos(view: TrainingView, collator: CollatorFact) -> bool:
    """Whether masking by the pad token's id would mask EOS as well: then such a collator is no cure."""
    tokenizer = view.tokenizer_of(collator)
    pad = tokenizer.get("pad") if tokenizer is not None else ABSENT
    return isinstance(pad, Special) and pad.token == "eos"


def mask_by_responses(context: Context, view: TrainingView) -> tuple[Fix, ...]:
    """``train_on_responses_only`` behind the trainer, with the markers that the texts have."""
    call = view.call
    parts = rendered.markers(view)
    if not context.unsloth or call is None or parts is None:
        return ()
    statement = next((found for found in assignments(context.blocks) if found.value is call), None)
    if statement is None or len(statement.targets) != 1 or not isinstance(statement.targets[0], nodes.Name):
        return ()
    name = statement.targets[0].id

    def build() -> tuple[Edit, ...]:
        text, part = statement.place.part.text, statement.place.part
        start, end = statement.place.span
        row = max(text.rfind("\n", 0, start), text.rfind("\r", 0, start)) + 1
        indent = text[row:start] if not text[row:start].strip() else ""
        written = editing.imported_as(context.blocks, "unsloth", "train_on_responses_only")
        module, function = "unsloth.chat_templates", "train_on_responses_only"
        imports = () if written else editing.add_import(context.blocks, module, function, statement.place)
        newline = editing.line_end(text)
        lines = [
            f"{name} = {written or function}(",
            f"    {name},",
            f"    instruction_part={json.dumps(parts.instruction, ensure_ascii=False)},",
            f"    response_part={json.dumps(parts.response, ensure_ascii=False)},",
            ")",
        ]
        content = "".join(f"{newline}{indent}{line}" for line in lines)
        return (Edit(part, end, end, content), *imports)

    title = Message(MASK, {"template": f"`{parts.template}`"})
    return (Fix(title, Applicability.UNSAFE, build),)


def assignments(blocks: tuple[nodes.Block, ...]) -> Iterator[nodes.Assign]:
    """Every assignment of the document, in nested blocks too."""
    waiting = [statement for block in blocks for statement in block]
    while waiting:
        statement = waiting.pop()
        if isinstance(statement, nodes.Assign):
            yield statement
        for attribute in ("body", "otherwise", "finally_"):
            waiting += getattr(statement, attribute, ())
        for handler in getattr(statement, "handlers", ()):
            waiting += handler.body
        for case in getattr(statement, "cases", ()):
            waiting += case.body


_POSTFIX = nodes.Name | nodes.Attribute | nodes.Call | nodes.Subscript
"""Expressions behind which a method can be called without parentheses."""


def rename_to_labels(view: TrainingView, column: str) -> tuple[Fix, ...]:
    """Rename the column where the trainer gets its data."""
    call = view.call
    place = view.object.places.get("train_dataset", view.place)
    argument = editing.argument_at(call, place) if call is not None else None
    if argument is None:
        return ()  # it comes through a splat
    data = argument.value

    def build() -> tuple[Edit, ...]:
        source = data.place.source if isinstance(data, _POSTFIX) else f"({data.place.source})"
        return (editing.replace(data.place, f'{source}.rename_column("{column}", "labels")'),)

    return (Fix(Message(RENAME, {"column": column}), Applicability.UNSAFE, build),)
