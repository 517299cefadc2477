"""LBL003."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.rules import editing, related
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.syntax import nodes
from lossguard.text.place import Place
from lossguard.values.value import Constant, Special, Value, members

TARGETS = (
    "the targets are padded by the tokenizer, and nothing masks the padding with -100: `{model}` is trained to write "
    "pad tokens"
)
TOKEN = (
    "`label_pad_token_id` is a token: the collator pads the labels with it instead of -100, and `{model}` is trained "
    "to write pad tokens"
)
UNPADDED = "Leave the padding to the collator"
IGNORED = "Pad the labels with -100"
_SEQ2SEQ = "transformers.DataCollatorForSeq2Seq"


class Seq2SeqLabelPadInLoss(Rule):
    """
    ## What it does
    Finds targets whose padding is a part of the loss: tokenised with `padding="max_length"` and used as labels as they
    are, or padded by `DataCollatorForSeq2Seq(label_pad_token_id=…)` with a token.

    ## Why it is bad
    The loss leaves out labels that are -100, and no others. Where targets are short, most of the loss is about pad
    tokens: it looks good early, and the model is trained little on the text.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")


    def encode(row):
        batch = tokenizer(row["text"], truncation=True)
        batch["labels"] = tokenizer(text_target=row["summary"], padding="max_length", max_length=64)["input_ids"]
        return batch


    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    collator = DataCollatorForSeq2Seq(tokenizer, model=model)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")


    def encode(row):
        batch = tokenizer(row["text"], truncation=True)
        batch["labels"] = tokenizer(text_target=row["summary"], max_length=64)["input_ids"]
        return batch


    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    collator = DataCollatorForSeq2Seq(tokenizer, model=model)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    Safe: `DataCollatorForSeq2Seq` pads inputs and labels of a batch by itself, and labels with -100.

    ## References
    - [huggingface/transformers#6238](https://github.com/huggingface/transformers/issues/6238),
      [huggingface/transformers#16455](https://github.com/huggingface/transformers/issues/16455)
    - [DataCollatorForSeq2Seq](https://huggingface.co/docs/transformers/main_classes/data_collator)
    """

    code = "LBL003"
    name = "seq2seq-label-pad-in-loss"
    severity = Severity.WARNING
    summary = "Padding of targets that is a part of the loss"
    applies = "All versions."
    messages = (TARGETS, TOKEN, related.MADE_HERE, related.LABELS, UNPADDED, IGNORED)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            collator = view.collator
            if collator is None or not view.is_plain or view.own_loss or view.own_batches:
                continue
            if "seq2seq-lm" not in view.tasks or not view.tasks <= {"seq2seq-lm", "masked-lm"}:
                continue
            made = related.collator_made(view, collator)
            label_pad = collator.object.get("label_pad_token_id") if collator.object is not None else None
            if collator.path == _SEQ2SEQ and label_pad is not None and _is_token(label_pad):
                yield self._report_token(context, view, collator)
            elif collator.path in _PADDERS and _padded(view) and view.labels is not None:
                place = view.labels.place or view.place
                fixes = _unpadded(view) if collator.path == _SEQ2SEQ else ()
                yield self.finding(
                    context,
                    place,
                    Message(TARGETS, {"model": view.model_class}),
                    Cause("padding-trained", "labels", view.place),
                    made,
                    fixes,
                )

    def _report_token(self, context: Context, view: TrainingView, collator: CollatorFact) -> Finding:
        """Where the id is written in the call, or where it comes into it through a splat."""
        written = _argument(view, collator)
        through = collator.object.places.get("label_pad_token_id") if collator.object is not None else None
        place = related.first_shown(context, written, through, collator.place)
        cause = Cause("padding-trained", "labels", view.place)
        message = Message(TOKEN, {"model": view.model_class})
        fixes = _ignored(written) if written is not None else ()
        return self.finding(context, place, message, cause, related.labels_made(view), fixes)


_PADDERS = frozenset(
    (_SEQ2SEQ, "transformers.DataCollatorWithPadding", "transformers.default_data_collator",
     "transformers.DefaultDataCollator")
)  # fmt: skip


def _is_token(value: Value) -> bool:
    """Whether an id is certainly that of a token."""
    return all(
        isinstance(one, Special) or (isinstance(one, Constant) and isinstance(one.value, int) and one.value >= 0)
        for one in members(value)
    )


def _padded(view: TrainingView) -> bool:
    """Whether a tokenizer padded the targets, to a maximum, and nothing masked them."""
    return all(tags == {"ids", "padded", "fixed"} for tags in view.column_tags("labels"))


def _argument(view: TrainingView, collator: CollatorFact) -> Place | None:
    call = view.collator_call(collator)
    argument = editing.argument_of(call, "label_pad_token_id") if call is not None else None
    return argument.value.place if argument is not None else None


def _ignored(place: Place) -> tuple[Fix, ...]:
    return (Fix(Message(IGNORED), Applicability.SAFE, lambda: (editing.replace(place, "-100"),)),)


def _unpadded(view: TrainingView) -> tuple[Fix, ...]:
    """Take ``padding=`` out of the call that made the targets."""
    things = [view.find(member) for member in members(view.labels)] if view.labels is not None else []
    call = things[0].node if len(things) == 1 and things[0] is not None else None
    argument = editing.argument_of(call, "padding") if isinstance(call, nodes.Call) else None
    if not isinstance(call, nodes.Call) or argument is None:
        return ()
    return (Fix(Message(UNPADDED), Applicability.SAFE, lambda: (editing.remove_argument(call, argument),)),)
