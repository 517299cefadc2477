"""LBL002."""

import re
from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing, related
from lossguard.rules.batches import batches
from lossguard.rules.context import Context
from lossguard.rules.passes import passes
from lossguard.rules.reading import keyword, splats
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.text.scan import without_comments
from lossguard.values.value import Value

MESSAGE = (
    "the labels are shifted by one position here, and `{model}` shifts them again: it learns the token after "
    "the next one"
)
SHIFTED = "the labels are shifted here"
UNSHIFT = "Pass ids and labels unshifted"

_AHEAD = re.compile(r"(?P<name>[\w.]+(?:\[[\"']\w+[\"']\])?)\[(?P<rows>(?:\s*(?::|\.\.\.)\s*,)?)\s*1\s*:\s*\]")
_BEHIND = re.compile(r"(?P<name>[\w.]+(?:\[[\"']\w+[\"']\])?)\[(?P<rows>(?:\s*(?::|\.\.\.)\s*,)?)\s*:\s*-1\s*\]")
_OWN_LOSS = ("cross_entropy", "CrossEntropy", "loss_fct", "loss_fn", "nll_loss")


class DoubleShiftedLabels(Rule):
    """
    ## What it does
    Finds labels that the script shifts by one position before it hands them to a causal model of transformers: slices
    `ids[:-1]` and `ids[1:]` of one sequence, or a shift in `compute_loss`.

    ## Why it is bad
    Every `…ForCausalLM` shifts the labels inside: position *t* is compared with label *t + 1*. With labels that are
    shifted already, it learns the token after the next one. Nothing fails, the loss is only somewhat higher, and what
    the model writes is broken.

    A model of your own, and a loss that you compute from the logits, need the shift.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def encode(row):
        ids = tokenizer(row["text"])["input_ids"]
        return {"input_ids": ids[:-1], "labels": ids[1:]}


    data = load_dataset("text", data_files="notes.txt", split="train")
    data = data.map(encode, remove_columns=["text"])
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def encode(row):
        ids = tokenizer(row["text"])["input_ids"]
        return {"input_ids": ids, "labels": list(ids)}


    data = load_dataset("text", data_files="notes.txt", split="train")
    data = data.map(encode, remove_columns=["text"])
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: rows get longer by one token.

    ## References
    - [huggingface/transformers#44642](https://github.com/huggingface/transformers/pull/44642),
      [huggingface/transformers#35066](https://github.com/huggingface/transformers/issues/35066)
    """

    code = "LBL002"
    name = "double-shifted-labels"
    severity = Severity.ERROR
    summary = "Labels that are shifted twice"
    applies = "All versions."
    messages = (MESSAGE, SHIFTED, UNSHIFT, related.LABELS)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            ready = view.tasks == {"causal-lm"} and (view.is_plain or view.is_sft)
            replaced = view.collator is None or view.collator.path != "transformers.DataCollatorForLanguageModeling"
            if ready and replaced and view.columns is not None and not view.own_loss and not view.own_batches:
                added = view.columns.added
                pair = _slices(added.get("input_ids"), added.get("labels"))
                if pair is not None:
                    yield self._report(context, *pair, view.model_class, view.place)
            yield from self._in_loss(context, view.model_class, view.object.type, ready)
        yield from self._by_hand(context)
        for batch in batches(context):
            fields = batch.object.fields
            pair = _slices(fields.get("input_ids"), fields.get("labels"))
            if batch.tasks == {"causal-lm"} and pair is not None:
                yield self._report(context, *pair, batch.model, batch.owner)

    def _by_hand(self, context: Context) -> Iterator[Finding]:
        """Slices that a loop hands to the model itself."""
        reading = context.reading
        for one in passes(context):
            call = one.loss.node
            if one.tasks == {"causal-lm"} and isinstance(call, nodes.Call) and not splats(call):
                given = (reading.value(keyword(call, "input_ids", 0)), reading.value(keyword(call, "labels")))
                pair = _sliced(*(node.place if node is not None else None for node in given))
                if pair is not None:
                    yield self._report(context, *pair, one.model_class, call.place)

    def _report(self, context: Context, ids: Place, labels: Place, model: str, owner: Place) -> Finding:
        return self.finding(
            context,
            labels,
            Message(MESSAGE, {"model": model or "the model"}),
            Cause("shifted-twice", "labels", owner),
            (),
            _unshift(ids, labels),
        )

    def _in_loss(self, context: Context, model: str, trainer: Value | None, ready: bool) -> Iterator[Finding]:
        """A ``compute_loss`` that shifts the labels and lets the model make the loss of them."""
        for owner, _ in context.trainer_classes():
            if not ready or owner != trainer:
                continue
            for method in owner.node.body:
                if isinstance(method, nodes.Function) and method.name == "compute_loss":
                    for used, shift in _handed_on(method):
                        message = Message(MESSAGE, {"model": model or "the model"})
                        cause = Cause("shifted-twice", "labels", shift)
                        yield self.finding(context, used, message, cause, (Related(shift, Message(SHIFTED)),))


def _slices(ids: Value | None, labels: Value | None) -> tuple[Place, Place] | None:
    """The places of ``x[:-1]`` and ``x[1:]``, if these are the ids and the labels."""
    return _sliced(ids.place, labels.place) if ids is not None and labels is not None else None


def _sliced(ids: Place | None, labels: Place | None) -> tuple[Place, Place] | None:
    if ids is None or labels is None:
        return None
    behind, ahead = _BEHIND.search(ids.source), _AHEAD.search(labels.source)
    return (ids, labels) if behind is not None and ahead is not None and behind["name"] == ahead["name"] else None


def _unshift(ids: Place, labels: Place) -> tuple[Fix, ...]:
    behind, ahead = _BEHIND.fullmatch(ids.source), _AHEAD.fullmatch(labels.source)
    if behind is None or ahead is None:
        return ()

    def build() -> tuple[Edit, ...]:
        return (editing.replace(ids, behind["name"]), editing.replace(labels, ahead["name"]))

    return (Fix(Message(UNSHIFT), Applicability.UNSAFE, build),)


def _handed_on(method: nodes.Function) -> Iterator[tuple[Place, Place]]:
    """Where shifted labels are handed to the model, and where they are shifted."""
    code = without_comments(method.place.source)
    if any(word in code for word in _OWN_LOSS):
        return  # the script makes the loss itself, or may do so
    found = list(nodes_below(method.body))
    shifted: dict[str, Place] = {}
    for node in found:
        if isinstance(node, nodes.Assign) and len(node.targets) == 1 and node.value is not None:
            target = node.targets[0]
            name = target.value if isinstance(target, nodes.Subscript) else target
            if isinstance(name, nodes.Name) and _shifts(target, node.value):
                shifted[name.id] = node.place
    for node in found:
        value = _as_labels(node)
        if isinstance(value, nodes.Name) and value.id in shifted:
            yield value.place, shifted[value.id]


def _shifts(target: nodes.Expression, value: nodes.Expression) -> bool:
    """``shifted[:, :-1] = labels[:, 1:]``, ``labels = labels[:, 1:]``, ``torch.roll(labels, -1, …)``."""
    source = value.place.source
    ahead = _AHEAD.match(source)
    if ahead is not None and "label" in ahead["name"]:
        return not isinstance(target, nodes.Subscript) or _BEHIND.fullmatch(target.place.source) is not None
    return re.match(r"torch\.roll\(\s*\w*labels?\w*\s*,\s*(shifts\s*=\s*)?-1\b", source) is not None


def _as_labels(node: nodes.Node) -> nodes.Expression | None:
    """What a dict, an assignment or a call gives the name ``labels``."""
    match node:
        case nodes.Mapping(items=items):
            named = [value for key, value in items if isinstance(key, nodes.Literal) and key.value == "labels"]
            return named[-1] if named else None
        case nodes.Assign(targets=(nodes.Subscript(index=nodes.Literal(value="labels")),), value=value):
            return value
        case nodes.Call(arguments=arguments):
            return next((argument.value for argument in arguments if argument.keyword == "labels"), None)
        case _:
            return None
