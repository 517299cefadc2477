"""COL012."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Message, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import sft_mask_column
from lossguard.rules.training_view import CollatorFact, TrainingView

MESSAGE = (
    "`SFTTrainer` marks what to train on in the column `{column}`, which only its own collator reads: "
    "`DataCollatorForSeq2Seq` can neither pad it nor make labels of it, and the first step fails"
)


class SftMaskColumnsWithHfCollator(Rule):
    """
    ## What it does
    Finds the `DataCollatorForSeq2Seq` of transformers in an `SFTTrainer` whose data are prompts with completions, or
    conversations of which only the assistant's part is to be trained on.

    ## Why it is bad
    From trl 0.17 to 1.6 the trainer tokenises such data into `input_ids` and a mask, and trl's own collator turns the
    mask into labels. Another collator gets a column that it does not know: `Unable to create tensor …
    (completion_mask in this case) have excessive nesting`; or, where all rows are equally long, a model without labels.

    From trl 1.7 on the labels are made before, and the collator keeps them.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer, DataCollatorForSeq2Seq
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("json", data_files="pairs.jsonl", split="train").select_columns(["prompt", "completion"])
    trainer = SFTTrainer(
        model="Qwen/Qwen2.5-0.5B",
        args=SFTConfig(output_dir="out"),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    data = load_dataset("json", data_files="pairs.jsonl", split="train").select_columns(["prompt", "completion"])
    trainer = SFTTrainer(
        model="Qwen/Qwen2.5-0.5B",
        args=SFTConfig(output_dir="out"),
        train_dataset=data,
    )
    trainer.train()
    ```

    ## Fix safety
    Safe: the trainer's own collator does what the data ask for.

    ## References
    - [huggingface/trl#6037](https://github.com/huggingface/trl/issues/6037)
    """

    code = "COL012"
    name = "sft-mask-columns-with-hf-collator"
    severity = Severity.ERROR
    summary = "A collator of transformers on data that `SFTTrainer` masks by a column"
    applies = "trl 0.17 to 1.6."
    example_versions: ClassVar[Mapping[str, str]] = {"trl": "0.24.0", "transformers": "4.57.3"}
    libraries = ("trl", "transformers")
    messages = (MESSAGE, related.MADE_HERE, remedies.DROP)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            collator = view.collator
            if collator is None or collator.path != "transformers.DataCollatorForSeq2Seq":
                continue
            column = sft_mask_column(view)
            if column is not None and not view.own_batches and not view.responses_only:
                yield self._report(context, view, collator, column)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact, column: str) -> Finding:
        return self.finding(
            context,
            collator.place,
            Message(MESSAGE, {"column": column}),
            Cause("no-labels", "labels", view.place),
            related.collator_made(view, collator),
            remedies.drop_collator(view, collator, Applicability.SAFE),
        )
