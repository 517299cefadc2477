"""COL011."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import related, remedies
from lossguard.rules.context import Context
from lossguard.rules.packing import (
    TURN_OFF,
    collator_given,
    packs,
    packs_padding_free,
    refuses_collators,
    turn_off,
)
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView

MESSAGE = (
    "`{setting}=True` trains without padding, for which `SFTTrainer` needs its own collator: with `data_collator=` it "
    "is not built (`Passing a custom data collator is not supported when using padding-free`)"
)
ASKED = "padding is switched off here"


class PaddingFreeCustomCollator(Rule):
    """
    ## What it does
    Finds an `SFTTrainer` that is given a collator and trains without padding: by `padding_free=True`, or by
    `packing=True`, which implies it since trl 0.19.

    ## Why it is bad
    Rows are laid end to end by trl's own collator. Another one is refused: `ValueError: Passing a custom data collator
    is not supported when using padding-free.`

    With `packing_strategy="wrapped"`, packing does not imply it. In scripts that use Unsloth, this rule is silent.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoTokenizer, DataCollatorForLanguageModeling
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen3-0.6B")
    trainer = SFTTrainer(
        model="Qwen/Qwen3-0.6B",
        args=SFTConfig(output_dir="out", packing=True),
        train_dataset=load_dataset("trl-lib/Capybara", split="train"),
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from trl import SFTConfig, SFTTrainer

    trainer = SFTTrainer(
        model="Qwen/Qwen3-0.6B",
        args=SFTConfig(output_dir="out", packing=True),
        train_dataset=load_dataset("trl-lib/Capybara", split="train"),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: which of the two is to go is for you to say. One fix drops the collator, the other switches packing off.

    ## References
    - [huggingface/trl#1163](https://github.com/huggingface/trl/issues/1163)
    - [SFTConfig, padding_free](https://huggingface.co/docs/trl/sft_trainer)
    """

    code = "COL011"
    name = "padding-free-custom-collator"
    severity = Severity.ERROR
    summary = "`data_collator=` where `SFTTrainer` trains without padding"
    applies = "`padding_free=True`: trl 0.16 and newer. `packing=True`: trl 0.19 and newer."
    example_versions: ClassVar[Mapping[str, str]] = {"trl": "1.16.0"}
    libraries = ("trl",)
    messages = (MESSAGE, ASKED, related.MADE_HERE, remedies.DROP, TURN_OFF)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            setting = refuses_collators(view)
            if not setting or not collator_given(view):
                continue
            collator = view.collator
            if collator is not None and collator.path == "trl.DataCollatorForCompletionOnlyLM" and packs(view):
                continue  # that never works: packing-with-completion-collator
            yield self._report(context, view, setting)

    def _report(self, context: Context, view: TrainingView, setting: str) -> Finding:
        args = view.find(view.argument("args"))
        asked = args.places.get(setting) if args is not None else None
        collator = view.collator
        places = related.collator_made(view, collator) if collator is not None else ()
        return self.finding(
            context,
            view.argument_place("data_collator"),
            Message(MESSAGE, {"setting": setting}),
            Cause("collator-refused", "collator", view.place),
            (*((Related(asked, Message(ASKED)),) if asked is not None else ()), *places),
            _fixes(view, setting),
        )


def _fixes(view: TrainingView, setting: str) -> tuple[Fix, ...]:
    place = view.argument_place("data_collator")
    drop = remedies.drop_argument(view, place, Applicability.UNSAFE)
    both = packs_padding_free(view) and setting == "padding_free"
    return drop + (() if both else turn_off(view, setting))
