"""TOK003."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import tokenizer_family
from lossguard.rules import editing, remedies
from lossguard.rules.context import Context
from lossguard.rules.passes import passes
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, Value

MESSAGE = (
    "`{model}` finds the end of a row by `config.pad_token_id`, which {checkpoint} does not have: `Cannot handle batch "
    "sizes > 1 if no padding token is defined`"
)
TRAINED = "it is trained here"
SET = "Set `{model}.config.pad_token_id`"

_DECODERS = frozenset(
    ("gpt2", "gpt-neo, gpt-j", "llama-1", "llama-2", "llama-3", "mistral on 4.x", "falcon", "pythia, gpt-neox on 4.x")
)
"""Families of decoders whose ``config.json`` has no ``pad_token_id``."""


class DecoderSeqclsNoPadTokenId(Rule):
    """
    ## What it does
    Finds a classifier on a decoder (GPT-2, Llama, Mistral…) whose `config.pad_token_id` is never set, though batches
    are padded.

    ## Why it is bad
    The head looks for the last token that is not padding, by `config.pad_token_id`: `Cannot handle batch sizes > 1
    if no padding token is defined`. From 5.0 on `Trainer(processing_class=…)` copies the id from the tokenizer.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("gpt2")
    tokenizer.pad_token = tokenizer.eos_token
    model = AutoModelForSequenceClassification.from_pretrained("gpt2", num_labels=2)
    data = load_dataset("json", data_files="reviews.jsonl", split="train")
    data = data.map(lambda row: {**tokenizer(row["text"]), "labels": row["stars"]}, remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("gpt2")
    tokenizer.pad_token = tokenizer.eos_token
    model = AutoModelForSequenceClassification.from_pretrained("gpt2", num_labels=2)
    model.config.pad_token_id = tokenizer.pad_token_id
    data = load_dataset("json", data_files="reviews.jsonl", split="train")
    data = data.map(lambda row: {**tokenizer(row["text"]), "labels": row["stars"]}, remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
    trainer.train()
    ```

    ## Fix safety
    Safe: the id is set where the model was loaded, from the tokenizer's pad token; it is offered where both are names
    at one level.

    ## References
    - [huggingface/transformers#10339](https://github.com/huggingface/transformers/issues/10339),
      [shibing624/MedicalGPT#417](https://github.com/shibing624/MedicalGPT/issues/417)
    """

    code = "TOK003"
    name = "decoder-seqcls-no-pad-token-id"
    severity = Severity.ERROR
    summary = "A decoder's classifier without `config.pad_token_id`"
    applies = "transformers before 5.0 with `Trainer`; all versions in loops of one's own."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "4.57.3", "trl": "0.24.0"}
    messages = (MESSAGE, TRAINED, SET)

    def check(self, context: Context) -> Iterator[Finding]:
        if "pad_token_id" in _stored(context):
            return
        yield from self._in_loops(context)
        if context.versions.at_least("transformers", "5.0") is not False:
            return
        for view in context.trainings:
            model = view.models[0] if len(view.models) == 1 else None
            if model is None or not view.is_plain or view.tasks != {"sequence-classification"} or view.own_batches:
                continue
            tokenizer = view.tokenizer_of(view.collator) if view.collator is not None else None
            padded = tokenizer is not None and tokenizer.get("pad") is not ABSENT
            several = view.setting("per_device_train_batch_size") != Constant(1)
            if padded and several and _has_none(model, view.checkpoint, view.versions.exactly("transformers")):
                yield self._report(context, view, model)

    def _in_loops(self, context: Context) -> Iterator[Finding]:
        """No trainer sets the id there, in any version."""
        seen: set[Place] = set()
        for one in passes(context):
            place = one.model.made
            if place is None or place in seen or one.tasks != {"sequence-classification"} or not one.loaders:
                continue
            sizes = [loader.get("batch_size") for loader in one.loaders]
            several = all(
                isinstance(size, Constant) and isinstance(size.value, int) and size.value > 1 for size in sizes
            )
            padded = bool(one.tokenizers) and all(thing.get("pad") is not ABSENT for thing in one.tokenizers)
            if several and padded and _has_none(one.model, one.checkpoint, context.versions.exactly("transformers")):
                seen.add(place)
                arguments = {"model": one.model_class, "checkpoint": one.checkpoint or ""}
                cause = Cause("no-pad-token-id", "model", place)
                related = (Related(one.step.place, Message(TRAINED)),)
                yield self.finding(context, place, Message(MESSAGE, arguments), cause, related)

    def _report(self, context: Context, view: TrainingView, model: Object) -> Finding:
        place = model.made or view.place
        arguments = {"model": view.model_class, "checkpoint": view.checkpoint or ""}
        cause = Cause("no-pad-token-id", "model", place)
        related = (Related(view.argument_place("model"), Message(TRAINED)),)
        return self.finding(context, place, Message(MESSAGE, arguments), cause, related, _set(context, view, model))


def _has_none(model: Object, checkpoint: str | None, version: str | None) -> bool:
    """Whether the model's configuration certainly has no such id."""
    family = tokenizer_family(checkpoint, version) if checkpoint else None
    given = any(model.get(option) is not ABSENT for option in ("pad_token_id", "config"))
    return not given and family is not None and family.name in _DECODERS


def _is_several(size: Value) -> bool:
    return isinstance(size, Constant) and isinstance(size.value, int) and size.value > 1


def _stored(context: Context) -> set[str]:
    """Attributes that the script sets somewhere, or may set by name."""
    found = {name.removeprefix(".") for name in context.reading.values if name.startswith(".")}
    return found | ({"pad_token_id"} if "setattr" in context.reading.words else set())


def _set(context: Context, view: TrainingView, model: Object) -> tuple[Fix, ...]:
    """``model.config.pad_token_id = tokenizer.pad_token_id`` behind the line that loads the model."""
    tokenizer = view.tokenizer_of(view.collator) if view.collator is not None else None
    loads = {id(statement.value): statement for statement in remedies.assignments(context.blocks)}
    model_line, tokenizer_line = loads.get(id(model.node)), loads.get(id(tokenizer.node if tokenizer else None))
    if model_line is None or tokenizer_line is None or len(model_line.targets) != 1:
        return ()
    target, source = model_line.targets[0], tokenizer_line.targets[0]
    if not isinstance(target, nodes.Name) or not isinstance(source, nodes.Name):
        return ()
    place = model_line.place
    before = tokenizer_line.place.part is place.part and tokenizer_line.place.span[0] < place.span[0]
    indent = editing.indent_of(model_line)
    if not before or indent is None or indent != editing.indent_of(tokenizer_line):
        return ()

    def build() -> tuple[Edit, ...]:
        line = f"{target.id}.config.pad_token_id = {source.id}.pad_token_id"
        return (editing.add_line_behind(model_line, line),)

    return (Fix(Message(SET, {"model": target.id}), Applicability.SAFE, build),)
