"""TPL003."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.rules import rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.templates.markers import completion_marker, shown
from lossguard.rules.training_view import TrainingView

MESSAGE = (
    "the tokenizer of {family} encodes {marker} by itself in another way than inside the text: the collator may not "
    "find it, and masks the whole row"
)
TOKENIZER = "this tokenizer is of the SentencePiece kind"

_SENTENCE_PIECE = frozenset(("llama-1", "llama-2", "mistral on 4.x", "zephyr, vicuna, tinyllama chat"))


class ResponseTemplateContextTokenization(Rule):
    """
    ## What it does
    Finds a `response_template` that is given as a text beginning with a line break, a space or `#`, to the tokenizer of
    Llama 1 and 2, Mistral, Vicuna or Zephyr.

    ## Why it is bad
    These tokenizers put a space before a text that stands alone, so that `\\n### Assistant:` has other ids than in the
    middle of a conversation. The ids are not found, and the row is hidden from the loss.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
    collator = DataCollatorForCompletionOnlyLM(response_template="\\n### Assistant:", tokenizer=tokenizer)
    data = load_dataset("timdettmers/openassistant-guanaco", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import DataCollatorForCompletionOnlyLM, SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-2-7b-hf")
    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-2-7b-hf")
    response = tokenizer.encode("\\n### Assistant:", add_special_tokens=False)[2:]
    collator = DataCollatorForCompletionOnlyLM(response_template=response, tokenizer=tokenizer)
    data = load_dataset("timdettmers/openassistant-guanaco", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: how many ids to cut off depends on the tokenizer.

    ## References
    - [huggingface/trl#598](https://github.com/huggingface/trl/issues/598),
      [huggingface/trl#588](https://github.com/huggingface/trl/issues/588)
    """

    code = "TPL003"
    name = "response-template-context-tokenization"
    severity = Severity.WARNING
    summary = "A `response_template` whose ids differ inside the text"
    applies = "trl before 0.20, which has the collator."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "4.51.3", "trl": "0.19.1"}
    libraries = ("trl",)
    messages = (MESSAGE, TOKENIZER)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            given, collator = completion_marker(view), view.collator
            tokenizer = view.tokenizer_of(collator) if collator is not None else None
            if given is None or tokenizer is None:
                continue
            marker, place = given
            family = rendered.family_name(view, tokenizer)
            if family not in _SENTENCE_PIECE or not marker.startswith(("\n", " ", "#")):
                continue
            if _fits(view, marker):
                continue
            related = (Related(tokenizer.made, Message(TOKENIZER)),) if tokenizer.made else ()
            yield self.finding(
                context,
                place,
                Message(MESSAGE, {"family": rendered.checkpoint_of(tokenizer) or family, "marker": shown(marker)}),
                Cause("nothing-supervised", "labels", place),
                related,
            )


def _fits(view: TrainingView, marker: str) -> bool:
    """Whether the text has the marker at its start or behind a space, as it is by itself; or does not have it."""
    for text in rendered.texts(view):
        known = rendered.literal(text)
        if known and (marker.strip() not in known or known.startswith(marker) or f" {marker}" in known):
            return True
    return False
