"""TPL002."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.rules import rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.templates.markers import completion_marker, shown
from lossguard.values.value import Value

MESSAGE = (
    "the response template {marker} occurs nowhere in the text that is trained on: `DataCollatorForCompletionOnlyLM` "
    "masks every row, and the loss is 0 or nan"
)
TEXT = "the text is made here: {text}"


class ResponseTemplateNotInText(Rule):
    """
    ## What it does
    Finds a `response_template` of `DataCollatorForCompletionOnlyLM` that the formatting of the text does not write.

    ## Why it is bad
    The collator warns `Could not find response key` for each row, and hides the whole row from the loss.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer


    def write(row):
        return f"### Question: {row['question']}\\n### Reply: {row['answer']}"


    tokenizer = AutoTokenizer.from_pretrained("facebook/opt-350m")
    model = AutoModelForCausalLM.from_pretrained("facebook/opt-350m")
    trainer = SFTTrainer(
        model,
        args=SFTConfig("out"),
        train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
        formatting_func=write,
        data_collator=DataCollatorForCompletionOnlyLM("### Output:", tokenizer=tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    RESPONSE = "### Reply:"


    def write(row):
        return f"### Question: {row['question']}\\n{RESPONSE} {row['answer']}"


    tokenizer = AutoTokenizer.from_pretrained("facebook/opt-350m")
    model = AutoModelForCausalLM.from_pretrained("facebook/opt-350m")
    trainer = SFTTrainer(
        model,
        args=SFTConfig("out"),
        train_dataset=load_dataset("json", data_files="qa.jsonl", split="train"),
        formatting_func=write,
        data_collator=DataCollatorForCompletionOnlyLM(RESPONSE, tokenizer=tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: which of the two is meant cannot be known. One constant for both keeps them equal.

    ## References
    - [huggingface/trl#989](https://github.com/huggingface/trl/issues/989),
      [huggingface/trl#588](https://github.com/huggingface/trl/issues/588)
    """

    code = "TPL002"
    name = "response-template-not-in-text"
    severity = Severity.ERROR
    summary = "A `response_template` that the text does not have"
    applies = "trl before 0.20, which has the collator."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "4.51.3", "trl": "0.19.1"}
    libraries = ("trl",)
    messages = (MESSAGE, TEXT)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            given = completion_marker(view)
            found = rendered.texts(view) if given is not None else ()
            if given is None or not found:
                continue
            marker, place = given
            if all(rendered.has_headings(text) and marker.strip() not in rendered.literal(text) for text in found):
                yield self.finding(
                    context,
                    place,
                    Message(MESSAGE, {"marker": shown(marker)}),
                    Cause("nothing-supervised", "labels", place),
                    _written(found[0]),
                )


def _written(text: Value) -> tuple[Related, ...]:
    message = Message(TEXT, {"text": shown(rendered.literal(text))})
    return (Related(text.place, message),) if text.place is not None else ()
