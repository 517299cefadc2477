"""LBL001."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing, related
from lossguard.rules.batches import MASKS, Batch, batches, copies_padding, node_at
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place

MESSAGE = (
    "the labels are a copy of padded ids, and nothing masks the padding with -100: `{model}` is trained to write pad "
    "tokens"
)
PADDED = "the ids are padded here"
MASK = "Mask the padding with -100"
_PADS_ONLY = frozenset(
    ("transformers.DataCollatorForSeq2Seq", "transformers.DataCollatorWithPadding",
     "transformers.default_data_collator", "transformers.DefaultDataCollator")
)  # fmt: skip


class LabelsCopyPadNotMasked(Rule):
    """
    ## What it does
    Finds labels of a causal model that are a copy of padded `input_ids`, where nothing puts -100 at the padding.

    ## Why it is bad
    The loss takes every label but -100. Where most of a row is padding, most of the loss is about pad tokens, which are
    easy to predict: the loss looks good early, and the model learns little of the text, and to go on with pad tokens.

    Ids that a collator pads later are fine, for it pads the labels with -100. So is a copy that
    `DataCollatorForLanguageModeling` replaces, and blocks that are cut out of a stream.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def collate(rows):
        batch = tokenizer([row["text"] for row in rows], padding=True, return_tensors="pt")
        batch["labels"] = batch["input_ids"].clone()
        return batch


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out", remove_unused_columns=False),
        train_dataset=load_dataset("text", data_files="notes.txt", split="train"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def collate(rows):
        batch = tokenizer([row["text"] for row in rows], padding=True, return_tensors="pt")
        batch["labels"] = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
        return batch


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out", remove_unused_columns=False),
        train_dataset=load_dataset("text", data_files="notes.txt", split="train"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Fix safety
    Safe: the fix masks by `attention_mask`, so that an EOS token which is the pad token, too, stays a label. It is
    offered for tensors whose mask is at hand.

    ## References
    - [huggingface/transformers#32832](https://github.com/huggingface/transformers/issues/32832)
    - [Causal language modeling](https://huggingface.co/docs/transformers/tasks/language_modeling)
    """

    code = "LBL001"
    name = "labels-copy-pad-not-masked"
    severity = Severity.WARNING
    summary = "Labels that are a copy of padded ids"
    applies = "All versions."
    messages = (MESSAGE, PADDED, related.MADE_HERE, MASK)

    def check(self, context: Context) -> Iterator[Finding]:
        for batch in batches(context):
            labels = batch.column("labels")
            if batch.tasks == {"causal-lm"} and labels is not None and copies_padding(batch):
                place = labels.made or batch.owner
                yield self._report(context, place, batch.model, batch.owner, _padded(batch))
        for view in context.trainings:
            mapped = _padded_by_map(view)
            if mapped is not None:
                made = related.collator_made(view, view.collator) if view.collator is not None else ()
                yield self._report(context, mapped, view.model_class, view.place, made)

    def _report(self, context: Context, place: Place, model: str, owner: Place, places: tuple[Related, ...]) -> Finding:
        return self.finding(
            context,
            place,
            Message(MESSAGE, {"model": model or "the model"}),
            Cause("padding-trained", "labels", owner),
            places,
            _fixes(context, place),
        )


def _padded(batch: Batch) -> tuple[Related, ...]:
    ids = batch.column("input_ids")
    return (Related(ids.made, Message(PADDED)),) if ids is not None and ids.made is not None else ()


def _padded_by_map(view: TrainingView) -> Place | None:
    """Where a map function copied ids that it padded to a maximum; None if it did not, or the labels are replaced."""
    if not view.is_plain or view.own_loss or view.own_batches or view.tasks != {"causal-lm"}:
        return None
    if view.collator is None or view.collator.path not in _PADS_ONLY or view.labels is None:
        return None
    tags = view.column_tags("labels")
    copied = all({"ids", "padded", "fixed"} == one for one in tags) and not any(one & MASKS for one in tags)
    return view.labels.place if copied else None


def _fixes(context: Context, place: Place) -> tuple[Fix, ...]:
    """Mask where a tensor is copied: ``batch["input_ids"].clone()``."""
    node = node_at(context, place)
    if not (isinstance(node, nodes.Call) and isinstance(node.function, nodes.Attribute) and not node.arguments):
        return ()
    ids = node.function.value
    owner = _owner(ids)
    if node.function.name != "clone" or owner is None:
        return ()
    name = owner.place.source
    mask = f'{name}["attention_mask"]' if isinstance(ids, nodes.Subscript) else f"{name}.attention_mask"

    def build() -> tuple[Edit, ...]:
        return (editing.replace(node.place, f"{ids.place.source}.masked_fill({mask} == 0, -100)"),)

    return (Fix(Message(MASK), Applicability.SAFE, build),)


def _owner(ids: nodes.Expression) -> nodes.Expression | None:
    """The batch in ``batch["input_ids"]`` and ``batch.input_ids``."""
    if isinstance(ids, nodes.Subscript):
        named = isinstance(ids.index, nodes.Literal) and ids.index.value == "input_ids"
        return ids.value if named and isinstance(ids.value, nodes.Name) else None
    named = isinstance(ids, nodes.Attribute) and ids.name == "input_ids"
    return ids.value if named and isinstance(ids, nodes.Attribute) and isinstance(ids.value, nodes.Name) else None
