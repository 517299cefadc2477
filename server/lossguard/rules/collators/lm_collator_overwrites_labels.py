"""COL003."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.loop_view import all_views
from lossguard.rules.packing import refuses_collators
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import trl_builds_labels
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.values.value import Constant

MASKED = (
    "`DataCollatorForLanguageModeling` replaces the labels that mask the prompt by a copy of `input_ids`: "
    "the prompt is trained on after all"
)
PREPARED = (
    "`DataCollatorForLanguageModeling` of transformers replaces the labels that `SFTTrainer` makes by a copy of "
    "`input_ids`: masks are lost, and rows of different length cannot be collated"
)


class LmCollatorOverwritesLabels(Rule):
    """
    ## What it does
    Finds the `DataCollatorForLanguageModeling` of transformers where the labels are made elsewhere: by a map
    function that masks the prompt with -100, or by trl's `SFTTrainer`.

    ## Why it is bad
    With `mlm=False` the collator sets `labels` to a copy of `input_ids`. The mask is lost without a word, and the
    model learns to write prompts. Where rows differ in length, it cannot pad the labels that it is about to throw
    away, and stops with `Unable to create tensor, you should probably activate truncation and/or padding`.

    trl's own class of the same name, and labels that are an unmasked copy of `input_ids`, are fine.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def encode(row):
        prompt = tokenizer(row["prompt"])["input_ids"]
        answer = tokenizer(row["answer"])["input_ids"]
        return {"input_ids": prompt + answer, "labels": [-100] * len(prompt) + answer}


    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
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
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


    def encode(row):
        prompt = tokenizer(row["prompt"])["input_ids"]
        answer = tokenizer(row["answer"])["input_ids"]
        return {"input_ids": prompt + answer, "labels": [-100] * len(prompt) + answer}


    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    Safe with `Trainer`: `DataCollatorForSeq2Seq` pads the labels that are there with -100 and changes nothing else.
    Unsafe with `SFTTrainer`, where the argument is dropped.

    ## References
    - [huggingface/transformers#26357](https://github.com/huggingface/transformers/issues/26357)
    - [huggingface/trl#6037](https://github.com/huggingface/trl/issues/6037)
    """

    code = "COL003"
    name = "lm-collator-overwrites-labels"
    severity = Severity.ERROR
    summary = "`DataCollatorForLanguageModeling` throws away labels that were made with care"
    applies = "Trainer: all versions. SFTTrainer: trl 1.7 and newer; trl 0.17 to 1.6 on prompt/completion data."
    libraries = ("transformers", "trl")
    messages = (MASKED, PREPARED, related.LABELS, related.MADE_HERE, remedies.SWAP, remedies.DROP)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in all_views(context):
            collator = view.collator
            if collator is None or collator.path != "transformers.DataCollatorForLanguageModeling":
                continue
            if collator.object is None or collator.object.get("mlm") != Constant(False):
                continue
            if view.own_batches or view.responses_only or refuses_collators(view):
                continue
            if (view.is_plain or view.is_loop) and "prompt" in view.label_tags:
                yield self._report(context, view, collator, MASKED)
            elif view.is_sft and not view.unsloth and _sft_made_labels(view):
                yield self._report(context, view, collator, PREPARED)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact, message: str) -> Finding:
        return self.finding(
            context,
            collator.place,
            Message(message),
            Cause("labels-overwritten", "collator", view.place),
            related.collator_made(view, collator) + related.labels_made(view),
            self._fixes(context, view, collator),
        )

    def _fixes(self, context: Context, view: TrainingView, collator: CollatorFact) -> tuple[Fix, ...]:
        if view.is_sft:
            return remedies.drop_collator(view, collator, Applicability.UNSAFE)
        return remedies.swap_collator(context, view, collator, "DataCollatorForSeq2Seq", "", Applicability.SAFE)


def _sft_made_labels(view: TrainingView) -> bool:
    """Whether labels (or masks that become labels) reach the collator from ``SFTTrainer``'s preparation."""
    if trl_builds_labels(view):
        return True
    masks = view.has_column("prompt") is True and view.has_column("completion") is True
    return masks and view.versions.at_least("trl", "0.17") is True
