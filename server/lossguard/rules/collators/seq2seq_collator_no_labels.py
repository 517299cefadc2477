"""COL001."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.loop_view import all_views
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import GENERATIVE, label_like_column, never_labelled, sft_mask_column
from lossguard.rules.training_view import CollatorFact, TrainingView

MESSAGE = (
    "`DataCollatorForSeq2Seq` pads labels but never makes them, and the rows have none (columns: {columns}): "
    "the model returns no loss and training stops at the first step"
)


class Seq2SeqCollatorNoLabels(Rule):
    """
    ## What it does
    Finds a `DataCollatorForSeq2Seq` that gets rows without `labels`.

    ## Why it is bad
    The collator pads labels that are there; it makes none. Without them it sets `labels` to `None`, the model
    returns no loss, and the run ends with `The model did not return a loss from the inputs, only the following
    keys: logits. For reference, the inputs it received are input_ids,attention_mask,labels.`

    The same collator is right where the rows have labels: written by a map function, by `text_target=`, or by
    Unsloth's `train_on_responses_only`. Then this rule is silent.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
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
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Fix safety
    Every fix is unsafe, because it decides which tokens are trained on: all of them (another collator, or none
    with `SFTTrainer`), or the responses only (`train_on_responses_only`, offered in scripts that use Unsloth on
    a model whose chat markers are known).

    ## References
    - [DataCollatorForSeq2Seq](https://huggingface.co/docs/transformers/main_classes/data_collator)
    - [unslothai/unsloth#1899](https://github.com/unslothai/unsloth/issues/1899),
      [unslothai/unsloth#2020](https://github.com/unslothai/unsloth/issues/2020)
    """

    code = "COL001"
    name = "seq2seq-collator-no-labels"
    severity = Severity.ERROR
    summary = "`DataCollatorForSeq2Seq` on rows without labels"
    applies = "Trainer: all versions. SFTTrainer: trl before 1.7, and Unsloth before 2025.3.10."
    libraries = ("transformers", "trl", "unsloth")
    messages = (MESSAGE, related.MADE_HERE, related.NO_LABELS, remedies.DROP, remedies.MASK, remedies.SWAP)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in all_views(context):
            collator = view.collator
            if collator is None or collator.path != "transformers.DataCollatorForSeq2Seq":
                continue
            if sft_mask_column(view) is not None:
                continue  # it fails on that column
            if never_labelled(view) and view.tasks & GENERATIVE and label_like_column(view) is None:
                yield self._report(context, view, collator)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact) -> Finding:
        return self.finding(
            context,
            collator.place,
            Message(MESSAGE, {"columns": related.column_names(view)}),
            Cause("no-labels", "labels", view.place),
            related.collator_made(view, collator) + related.columns_made(view),
            remedies.make_labels(context, view, collator),
        )
