"""COL010."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.rules import related
from lossguard.rules.context import Context
from lossguard.rules.packing import TURN_OFF, packs, packs_padding_free, turn_off
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.values.value import ABSENT, Answer, Constant

REFUSED = (
    "`SFTTrainer` refuses `DataCollatorForCompletionOnlyLM` together with `packing=True`: a packed row holds several "
    "responses, and the collator looks for one"
)
LAST_ONLY = (
    "`packing=True` puts several responses into a row, and `DataCollatorForCompletionOnlyLM` trains on the last one "
    "only"
)
EITHER = (
    "`packing=True` puts several responses into a row, and `DataCollatorForCompletionOnlyLM` looks for one: "
    "`SFTTrainer` refuses the collator, or it trains on the last response only"
)


class PackingWithCompletionCollator(Rule):
    """
    ## What it does
    Finds `packing=True` in an `SFTTrainer` that is given trl's `DataCollatorForCompletionOnlyLM`.

    ## Why it is bad
    A packed row holds several examples; the collator looks for the last response template in it and masks all that
    stands in front. Up to trl 0.14, and again in 0.19, the trainer refuses the pair with a `ValueError`; from 0.15 to
    0.18 it trains on the last response of each row only, without a word.

    With `instruction_template=` the collator finds every response; this rule is then silent from trl 0.15 to 0.18. In
    scripts that use Unsloth, it is always silent.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    trainer = SFTTrainer(
        model="Qwen/Qwen2.5-0.5B",
        args=SFTConfig(output_dir="out", packing=True),
        train_dataset=load_dataset("json", data_files="pairs.jsonl", split="train"),
        data_collator=DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    trainer = SFTTrainer(
        model="Qwen/Qwen2.5-0.5B",
        args=SFTConfig(output_dir="out", packing=False),
        train_dataset=load_dataset("json", data_files="pairs.jsonl", split="train"),
        data_collator=DataCollatorForCompletionOnlyLM("### Answer:", tokenizer=tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: without packing, training takes more steps. From trl 0.20 on, `completion_only_loss=True` on data with the
    columns `prompt` and `completion` masks packed rows as well.

    ## References
    - [huggingface/trl#1163](https://github.com/huggingface/trl/issues/1163),
      [huggingface/trl#772](https://github.com/huggingface/trl/issues/772)
    """

    code = "COL010"
    name = "packing-with-completion-collator"
    severity = Severity.ERROR
    summary = "`packing=True` with `DataCollatorForCompletionOnlyLM`"
    applies = "trl up to 0.19 (the collator is gone in 0.20)."
    libraries = ("trl",)
    messages = (REFUSED, LAST_ONLY, EITHER, related.MADE_HERE, TURN_OFF)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            collator = view.collator
            if collator is None or collator.path != "trl.DataCollatorForCompletionOnlyLM":
                continue
            if not view.is_sft or view.unsloth or view.own_batches or not packs(view):
                continue
            refused = _refused(view)
            every = collator.object is None or collator.object.get("instruction_template") not in (
                ABSENT,
                Constant(None),
            )
            if context.versions.at_least("trl", "0.20") is True or (refused is not True and every):
                continue
            yield self._report(context, view, collator, refused)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact, refused: Answer) -> Finding:
        message = {True: REFUSED, False: LAST_ONLY, None: EITHER}[refused]
        return self.finding(
            context,
            collator.place,
            Message(message),
            Cause("collator-refused", "collator", view.place),
            related.collator_made(view, collator),
            turn_off(view, "packing"),
        )


def _refused(view: TrainingView) -> Answer:
    """Whether the trainer is not built at all."""
    if view.versions.at_least("trl", "0.15") is False or packs_padding_free(view):
        return True
    between = view.versions.at_least("trl", "0.15") and view.versions.at_least("trl", "0.19") is False
    wrapped = view.versions.at_least("trl", "0.19") and view.setting("packing_strategy") == Constant("wrapped")
    return False if between or wrapped else None
