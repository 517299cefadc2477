"""LBL013."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.syntax.walk import nodes_below
from lossguard.text.edits import Edit
from lossguard.values.value import ClassValue, FunctionValue

MESSAGE = (
    "Whisper's labels begin with `<|startoftranscript|>`, not with the BOS token: this test is never true, the start "
    "token is not cut, and the model gets it twice"
)
START = "Compare with `<|startoftranscript|>`"


class WhisperBosNotCut(Rule):
    """
    ## What it does
    Finds a collator for Whisper that cuts the first token of the labels where it equals `bos_token_id`.

    ## Why it is bad
    The model puts the start token in front of the labels itself, so the collator has to cut it from them. For Whisper
    that token is `<|startoftranscript|>` (50258); its `bos_token_id` is that of `<|endoftext|>` (50257), which no label
    begins with. The start token stays, and the model is trained with two of them.

    ## Example
    ```python
    from datasets import load_from_disk
    from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, WhisperForConditionalGeneration, WhisperProcessor

    processor = WhisperProcessor.from_pretrained("openai/whisper-small")
    model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-small")


    def collate(rows):
        batch = processor.feature_extractor.pad([{"input_features": row["input_features"]} for row in rows])
        padded = processor.tokenizer.pad([{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
        labels = padded["input_ids"].masked_fill(padded.attention_mask.ne(1), -100)
        if (labels[:, 0] == processor.tokenizer.bos_token_id).all():
            labels = labels[:, 1:]
        batch["labels"] = labels
        return batch


    trainer = Seq2SeqTrainer(
        model=model,
        args=Seq2SeqTrainingArguments("out"),
        train_dataset=load_from_disk("speech"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_from_disk
    from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments, WhisperForConditionalGeneration, WhisperProcessor

    processor = WhisperProcessor.from_pretrained("openai/whisper-small")
    model = WhisperForConditionalGeneration.from_pretrained("openai/whisper-small")


    def collate(rows):
        batch = processor.feature_extractor.pad([{"input_features": row["input_features"]} for row in rows])
        padded = processor.tokenizer.pad([{"input_ids": row["labels"]} for row in rows], return_tensors="pt")
        labels = padded["input_ids"].masked_fill(padded.attention_mask.ne(1), -100)
        if (labels[:, 0] == model.config.decoder_start_token_id).all():
            labels = labels[:, 1:]
        batch["labels"] = labels
        return batch


    trainer = Seq2SeqTrainer(
        model=model,
        args=Seq2SeqTrainingArguments("out"),
        train_dataset=load_from_disk("speech"),
        data_collator=collate,
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the labels get shorter by one token.

    ## References
    - [huggingface/transformers#29973](https://github.com/huggingface/transformers/issues/29973)
    - [huggingface/blog#1949](https://github.com/huggingface/blog/issues/1949)
    """

    code = "LBL013"
    name = "whisper-bos-not-cut"
    severity = Severity.WARNING
    summary = "Whisper's start token is looked for by `bos_token_id`"
    applies = "All versions."
    messages = (MESSAGE, START)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if not _is_whisper(view) or view.own_loss:
                continue
            for test, bos in _bos_tests(view):
                cause = Cause("start-token-twice", "labels", test.place)
                yield self.finding(context, test.place, Message(MESSAGE), cause, (), _fixes(bos))


def _is_whisper(view: TrainingView) -> bool:
    checkpoint = (view.checkpoint or "").lower()
    speech = view.model_class == "AutoModelForSpeechSeq2Seq" and checkpoint.startswith("openai/whisper")
    return speech or view.model_class == "WhisperForConditionalGeneration"


def _bos_tests(view: TrainingView) -> Iterator[tuple[nodes.Comparison, nodes.Attribute]]:
    """Comparisons of a first label with ``bos_token_id``, in the collator's code."""
    thing = view.find(view.argument("data_collator"))
    kind = thing.type if thing is not None else view.argument("data_collator")
    code = kind.node if isinstance(kind, ClassValue | FunctionValue) else None
    for node in nodes_below(code) if code is not None else ():
        if isinstance(node, nodes.Comparison) and node.operators == ("==",):
            for side, other in ((node.left, node.rest[0]), (node.rest[0], node.left)):
                if isinstance(side, nodes.Attribute) and side.name == "bos_token_id" and _is_first(other):
                    yield node, side


def _is_first(node: nodes.Expression) -> bool:
    """``labels[:, 0]`` and ``labels[0][0]``."""
    if not isinstance(node, nodes.Subscript):
        return False
    index = node.index.items[-1] if isinstance(node.index, nodes.Sequence) and node.index.items else node.index
    return isinstance(index, nodes.Literal) and index.value == 0


def _fixes(bos: nodes.Attribute) -> tuple[Fix, ...]:
    if "tokenizer" not in bos.value.place.source:
        return ()  # an object that may have no such method

    def build() -> tuple[Edit, ...]:
        written = f'{bos.value.place.source}.convert_tokens_to_ids("<|startoftranscript|>")'
        return (editing.replace(bos.place, written),)

    return (Fix(Message(START), Applicability.UNSAFE, build),)
