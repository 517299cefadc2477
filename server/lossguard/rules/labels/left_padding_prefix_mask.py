"""LBL010."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.place import Place
from lossguard.text.scan import without_comments
from lossguard.values.value import ClassValue, Constant, FunctionValue

MESSAGE = (
    "this masks the first columns of a batch that is padded on the left: there are pad tokens, and the end of the "
    "prompt is trained on"
)
SIDE = "padding goes to the left since here"


class LeftPaddingPrefixMask(Rule):
    """
    ## What it does
    Finds a collator that masks prompts by `labels[:, :n] = -100` where the tokenizer pads on the left.

    ## Why it is bad
    With padding on the left, the first columns of a batch are pad tokens, and the prompt begins somewhere behind them.
    The mask covers the padding and only a part of the prompt; the rest of it is trained on.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def collate(rows):
        batch = tokenizer([row["prompt"] + row["answer"] for row in rows], padding=True, return_tensors="pt")
        labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        for index, row in enumerate(rows):
            labels[index, : len(tokenizer(row["prompt"])["input_ids"])] = -100
        return {**batch, "labels": labels}


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out", remove_unused_columns=False),
        train_dataset=load_dataset("json", data_files="pairs.jsonl", split="train"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="right")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def collate(rows):
        batch = tokenizer([row["prompt"] + row["answer"] for row in rows], padding=True, return_tensors="pt")
        labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        for index, row in enumerate(rows):
            labels[index, : len(tokenizer(row["prompt"])["input_ids"])] = -100
        return {**batch, "labels": labels}


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out", remove_unused_columns=False),
        train_dataset=load_dataset("json", data_files="pairs.jsonl", split="train"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Fix safety
    There is no fix: pad on the right, or mask each row before it is padded.

    ## References
    - [Padding and truncation](https://huggingface.co/docs/transformers/pad_truncation)
    """

    code = "LBL010"
    name = "left-padding-prefix-mask"
    severity = Severity.WARNING
    summary = "A mask over the first columns of a batch that is padded on the left"
    applies = "All versions."
    messages = (MESSAGE, SIDE)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            side = _padded_left(view)
            if side is None or view.batch is None or view.tasks != {"causal-lm"} or view.own_loss:
                continue
            for place in _prefix_masks(view):
                cause = Cause("prompt-not-masked", "labels", place)
                yield self.finding(context, place, Message(MESSAGE), cause, (Related(side, Message(SIDE)),))


def _padded_left(view: TrainingView) -> Place | None:
    """Where the padding side was set; None unless every tokenizer of the script certainly pads on the left."""
    objects = view.training.heap.objects.values()
    tokenizers = [thing for thing in objects if thing.kind == "tokenizer"]
    left = bool(tokenizers) and all(one.get("padding_side") == Constant("left") for one in tokenizers)
    return tokenizers[0].places.get("padding_side") if left else None


def _prefix_masks(view: TrainingView) -> Iterator[Place]:
    """``labels[:, :n] = -100`` and ``labels[i, :n] = -100`` in a collator that has its batch padded by a tokenizer."""
    thing = view.find(view.argument("data_collator"))
    kind = thing.type if thing is not None else view.argument("data_collator")
    code = kind.node if isinstance(kind, ClassValue | FunctionValue) else None
    if code is None or _reckons(without_comments(code.place.source)):
        return
    for node in nodes_below(code):
        if isinstance(node, nodes.Assign) and len(node.targets) == 1 and _is_ignored(node.value):
            target = node.targets[0]
            if isinstance(target, nodes.Subscript) and _is_prefix(target.index):
                yield node.place


_RECKONING = ("sum(", "argmax", "nonzero", "pad_len", "offset", "shape", "size(")
"""Words of code that may reckon with the padding."""


def _reckons(code: str) -> bool:
    return any(word in code for word in _RECKONING)


def _is_ignored(value: nodes.Expression | None) -> bool:
    return value is not None and value.place.source == "-100"


def _is_prefix(index: nodes.Expression) -> bool:
    if not isinstance(index, nodes.Sequence) or len(index.items) != 2:
        return False
    columns = index.items[1]
    return isinstance(columns, nodes.Slice) and columns.lower is None and columns.upper is not None
