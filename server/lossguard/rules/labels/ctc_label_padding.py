"""LBL012."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing
from lossguard.rules.batches import MASKS, Batch, batches, node_at
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.syntax import nodes
from lossguard.text.edits import Edit

MESSAGE = (
    "the labels are padded with the tokenizer's pad id, and nothing masks it with -100: `{model}` takes the padding "
    "for a part of what is said"
)
PADDED = "the labels are padded here"
MASK = "Mask the padding with -100"


class CtcLabelPadding(Rule):
    """
    ## What it does
    Finds labels of a CTC model that a collator pads with the tokenizer's pad token and leaves so.

    ## Why it is bad
    The CTC loss counts every label that is not negative as a part of the target. Short transcripts then end in a row of
    pad tokens that the model has to find in the sound, or the target is longer than the sound and the loss is infinite.

    ## Example
    ```python
    from datasets import load_from_disk
    from transformers import Trainer, TrainingArguments, Wav2Vec2ForCTC, Wav2Vec2Processor

    processor = Wav2Vec2Processor.from_pretrained("facebook/wav2vec2-base-960h")
    model = Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-base-960h")


    def collate(rows):
        batch = processor.pad([{"input_values": row["input_values"]} for row in rows], return_tensors="pt")
        targets = processor.tokenizer.pad([{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
        batch["labels"] = targets["input_ids"]
        return batch


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=load_from_disk("speech"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_from_disk
    from transformers import Trainer, TrainingArguments, Wav2Vec2ForCTC, Wav2Vec2Processor

    processor = Wav2Vec2Processor.from_pretrained("facebook/wav2vec2-base-960h")
    model = Wav2Vec2ForCTC.from_pretrained("facebook/wav2vec2-base-960h")


    def collate(rows):
        batch = processor.pad([{"input_values": row["input_values"]} for row in rows], return_tensors="pt")
        targets = processor.tokenizer.pad([{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
        batch["labels"] = targets["input_ids"].masked_fill(targets["attention_mask"].ne(1), -100)
        return batch


    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=load_from_disk("speech"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Fix safety
    Safe: only labels at padded positions change.

    ## References
    - [Automatic speech recognition](https://huggingface.co/docs/transformers/tasks/asr)
    - [huggingface/transformers#10145](https://github.com/huggingface/transformers/issues/10145)
    """

    code = "LBL012"
    name = "ctc-label-padding"
    severity = Severity.WARNING
    summary = "CTC labels that are padded and not masked"
    applies = "All versions."
    messages = (MESSAGE, PADDED, MASK)

    def check(self, context: Context) -> Iterator[Finding]:
        for batch in batches(context):
            labels = batch.column("labels")
            if labels is None or batch.tasks != {"ctc"}:
                continue
            tags = batch.tags(labels)
            if "padded" in tags and not tags & MASKS:
                yield self._report(context, batch)

    def _report(self, context: Context, batch: Batch) -> Finding:
        labels = batch.column("labels")
        padded = (Related(labels.made, Message(PADDED)),) if labels is not None and labels.made is not None else ()
        return self.finding(
            context,
            batch.written("labels") or batch.owner,
            Message(MESSAGE, {"model": batch.model}),
            Cause("padding-trained", "labels", batch.owner),
            padded,
            _fixes(context, batch),
        )


def _fixes(context: Context, batch: Batch) -> tuple[Fix, ...]:
    """Mask where ``targets["input_ids"]`` becomes the labels."""
    written = batch.written("labels")
    node = node_at(context, written) if written is not None else None
    ids = node.value if isinstance(node, nodes.Assign) else node
    if not (isinstance(ids, nodes.Subscript) and isinstance(ids.value, nodes.Name)):
        return ()
    if not (isinstance(ids.index, nodes.Literal) and ids.index.value == "input_ids"):
        return ()
    mask = f'{ids.value.place.source}["attention_mask"]'

    def build() -> tuple[Edit, ...]:
        return (editing.replace(ids.place, f"{ids.place.source}.masked_fill({mask}.ne(1), -100)"),)

    return (Fix(Message(MASK), Applicability.SAFE, build),)
