"""COL007."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.loop_view import all_views
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.values.value import Constant

MESSAGE = (
    "`DataCollatorForLanguageModeling` sets the labels to a copy of `input_ids`, and `{model}` has an encoder that "
    "reads them: the model learns to repeat its input"
)


class Seq2SeqModelWithLmCollator(Rule):
    """
    ## What it does
    Finds a model with encoder and decoder (T5, BART, mT5 …) that is trained through
    `DataCollatorForLanguageModeling(mlm=False)`.

    ## Why it is bad
    The collator makes the labels from `input_ids`, which is what the encoder reads: targets that the rows bring along
    are thrown away, and the model learns to copy. Nothing fails, unless targets of different length are among the rows:
    these cannot be collated.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"], text_target=row["summary"]), remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"], text_target=row["summary"]), remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    Safe: it is offered where the rows have labels, which `DataCollatorForSeq2Seq` pads with -100 and leaves as they
    are.

    ## References
    - [PhoebusSi/Alpaca-CoT#143](https://github.com/PhoebusSi/Alpaca-CoT/issues/143)
    - [DataCollatorForSeq2Seq](https://huggingface.co/docs/transformers/main_classes/data_collator)
    """

    code = "COL007"
    name = "seq2seq-model-with-lm-collator"
    severity = Severity.ERROR
    summary = "`DataCollatorForLanguageModeling(mlm=False)` for a model with an encoder"
    applies = "All versions."
    messages = (MESSAGE, related.MADE_HERE, related.LABELS, related.MODEL, remedies.SWAP)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in all_views(context):
            collator = view.collator
            if collator is None or collator.path != "transformers.DataCollatorForLanguageModeling":
                continue
            if not (view.is_plain or view.is_loop) or view.own_loss or view.own_batches:
                continue
            if collator.object is None or collator.object.get("mlm") != Constant(False):
                continue
            # BART and its kin are masked models, too.
            if "seq2seq-lm" in view.tasks and view.tasks <= {"seq2seq-lm", "masked-lm"}:
                yield self._report(context, view, collator)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact) -> Finding:
        return self.finding(
            context,
            collator.place,
            Message(MESSAGE, {"model": view.model_class}),
            Cause("labels-overwritten", "collator", view.place),
            related.collator_made(view, collator) + related.labels_made(view) + related.model_loaded(view),
            _fixes(context, view, collator),
        )


def _fixes(context: Context, view: TrainingView, collator: CollatorFact) -> tuple[Fix, ...]:
    if not view.has_labels:
        return ()  # the other collator would make none
    return remedies.swap_collator(context, view, collator, "DataCollatorForSeq2Seq", "", Applicability.SAFE)
