"""TPL004."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.templates.markers import completion_marker, shown
from lossguard.values.value import Constant

MESSAGE = (
    "the response template {marker} contains the pad token {pad}, which is masked before the template is searched: it "
    "is never found, and every row is masked"
)
PAD = "the pad token is set here"


class ResponseTemplateContainsPad(Rule):
    """
    ## What it does
    Finds a `response_template` of `DataCollatorForCompletionOnlyLM` that contains the token which the script made the
    pad token.

    ## Why it is bad
    The template is searched in the labels, in which every pad token is -100 by then.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("openchat/openchat_3.5")
    tokenizer.pad_token = "<|end_of_turn|>"
    model = AutoModelForCausalLM.from_pretrained("openchat/openchat_3.5")
    collator = DataCollatorForCompletionOnlyLM("<|end_of_turn|>GPT4 Correct Assistant:", tokenizer=tokenizer)
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("openchat/openchat_3.5")
    tokenizer.pad_token = "<unk>"
    model = AutoModelForCausalLM.from_pretrained("openchat/openchat_3.5")
    collator = DataCollatorForCompletionOnlyLM("<|end_of_turn|>GPT4 Correct Assistant:", tokenizer=tokenizer)
    data = load_dataset("json", data_files="chats.jsonl", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: another pad token has to be chosen.

    ## References
    - [huggingface/trl#1191](https://github.com/huggingface/trl/issues/1191)
    """

    code = "TPL004"
    name = "response-template-contains-pad"
    severity = Severity.WARNING
    summary = "A `response_template` that contains the pad token"
    applies = "trl before 0.20, which has the collator."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "4.51.3", "trl": "0.19.1"}
    libraries = ("trl",)
    messages = (MESSAGE, PAD)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            given, collator = completion_marker(view), view.collator
            tokenizer = view.tokenizer_of(collator) if collator is not None else None
            pad = tokenizer.get("pad") if tokenizer is not None else None
            if given is None or tokenizer is None or not isinstance(pad, Constant) or not isinstance(pad.value, str):
                continue
            marker, place = given
            if pad.value and pad.value in marker:
                set_at = tokenizer.places.get("pad")
                yield self.finding(
                    context,
                    place,
                    Message(MESSAGE, {"marker": shown(marker), "pad": shown(pad.value)}),
                    Cause("nothing-supervised", "labels", place),
                    (Related(set_at, Message(PAD)),) if set_at is not None else (),
                )
