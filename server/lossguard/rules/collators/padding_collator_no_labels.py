"""COL002."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.loop_view import all_views
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import ANSWERING, GENERATIVE, label_like_column, never_labelled
from lossguard.rules.training_view import CollatorFact, TrainingView

GIVEN = (
    "`{collator}` never makes labels, and the rows have none (columns: {columns}): "
    "`{model}` returns no loss and training stops at the first step"
)
ABSENT_COLLATOR = (
    "without `data_collator=`, `{trainer}` uses `{collator}`, which never makes labels, and the rows have none "
    "(columns: {columns}): `{model}` returns no loss and training stops at the first step"
)

_PADDING = frozenset(
    ("transformers.DataCollatorWithPadding", "transformers.default_data_collator", "transformers.DefaultDataCollator")
)


class PaddingCollatorNoLabels(Rule):
    """
    ## What it does
    Finds a causal, masked, sequence-to-sequence or question-answering model that is trained on rows without
    labels through a collator that only pads: `DataCollatorWithPadding`, `default_data_collator`, or the default
    of `Trainer` where `data_collator=` is not given.

    ## Why it is bad
    `Trainer` uses `DataCollatorWithPadding` when it gets a tokenizer, else `default_data_collator`. Neither makes
    labels, so the run ends with `The model did not return a loss from the inputs, only the following keys: logits.
    For reference, the inputs it received are input_ids,attention_mask.`

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, processing_class=tokenizer)
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
        processing_class=tokenizer,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: `DataCollatorForLanguageModeling` trains on every token. It is not offered where the pad token is the
    EOS token, because it would then hide every EOS from the loss (`pad-equals-eos-masks-eos`).

    ## References
    - [Trainer, data_collator](https://huggingface.co/docs/transformers/main_classes/trainer)
    - [unslothai/unsloth#455](https://github.com/unslothai/unsloth/issues/455),
      [huggingface/transformers#34392](https://github.com/huggingface/transformers/issues/34392)
    """

    code = "COL002"
    name = "padding-collator-no-labels"
    severity = Severity.ERROR
    summary = "A collator that only pads, on rows without labels"
    applies = "Trainer: all versions. SFTTrainer with an explicit collator: trl before 1.7."
    libraries = ("transformers", "trl", "unsloth")
    messages = (
        GIVEN,
        ABSENT_COLLATOR,
        related.NO_LABELS,
        related.MADE_HERE,
        remedies.SWAP,
        remedies.ADD,
        remedies.DROP,
        remedies.MASK,
    )

    def check(self, context: Context) -> Iterator[Finding]:
        for view in all_views(context):
            collator = view.collator
            if collator is None or collator.path not in _PADDING or not never_labelled(view):
                continue
            answers = view.tasks & ANSWERING and view.has_column("start_positions", "end_positions") is False
            if (view.tasks & GENERATIVE or answers) and label_like_column(view) is None:
                yield self._report(context, view, collator)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact) -> Finding:
        arguments = {
            "collator": collator.name,
            "columns": related.column_names(view),
            "model": view.model_class or "the model",
            "trainer": view.trainer.rpartition(".")[2],
        }
        return self.finding(
            context,
            related.collator_place(view, collator),
            Message(GIVEN if collator.given else ABSENT_COLLATOR, arguments),
            Cause("no-labels", "labels", view.place),
            related.collator_made(view, collator) + related.columns_made(view),
            remedies.make_labels(context, view, collator),
        )
