"""TOK002."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.libraries.models.tokenizers import MADE_BY, ships_pad_token
from lossguard.rules import rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, members

COLLATOR = (
    "the tokenizer of {checkpoint} has no pad token, and `{collator}` pads with it: the first batch fails with `Asking "
    "to pad but the tokenizer does not have a padding token`"
)
PADDING = (
    "the tokenizer of {checkpoint} has no pad token, and is asked to pad: it fails with `Asking to pad but the "
    "tokenizer does not have a padding token`"
)
TOKENIZER = "the tokenizer is loaded here, and no pad token is set"

_PADS = frozenset(
    (
        "transformers.DataCollatorWithPadding",
        "transformers.DataCollatorForLanguageModeling",
        "transformers.DataCollatorForSeq2Seq",
        "transformers.DataCollatorForTokenClassification",
    )
)


class MissingPadToken(Rule):
    """
    ## What it does
    Finds a tokenizer that comes without a pad token (GPT-2, Llama, Mistral, Falcon, Phi-2…) and that has to pad: for a
    collator of `Trainer`, or by `padding=` in its own call.

    ## Why it is bad
    `ValueError: Asking to pad but the tokenizer does not have a padding token. Please select a token to use as
    pad_token`.

    The trainers of trl, and Unsloth, set a pad token themselves.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("gpt2")
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    data = load_dataset("text", data_files="poems.txt", split="train")
    data = data.map(lambda row: tokenizer(row["text"], truncation=True), remove_columns=["text"])
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("gpt2")
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
    model.resize_token_embeddings(len(tokenizer))
    data = load_dataset("text", data_files="poems.txt", split="train")
    data = data.map(lambda row: tokenizer(row["text"], truncation=True), remove_columns=["text"])
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: a new pad token needs the embeddings of the model resized, an existing one has to be
    chosen.

    ## References
    - [huggingface/transformers#4122](https://github.com/huggingface/transformers/issues/4122),
      [huggingface/transformers#2630](https://github.com/huggingface/transformers/issues/2630)
    """

    code = "TOK002"
    name = "missing-pad-token"
    severity = Severity.ERROR
    summary = "A tokenizer without a pad token has to pad"
    applies = "All versions, with `Trainer`."
    messages = (COLLATOR, PADDING, TOKENIZER)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.unsloth:
            return
        for view in context.trainings:
            collator = view.collator
            if not view.is_plain or view.own_batches:
                continue
            asked = _asked_to_pad(view)
            if asked is not None:
                yield self._report(context, asked[0], asked[1], Message(PADDING, _named(asked[0])))
            elif collator is not None and collator.path in _PADS and _batches(view) and _in_rows(view):
                tokenizer = view.tokenizer_of(collator)
                if tokenizer is not None and _has_none(view, tokenizer) and not _never_pads(collator):
                    arguments = {**_named(tokenizer), "collator": collator.name}
                    yield self._report(context, tokenizer, collator.place, Message(COLLATOR, arguments))

    def _report(self, context: Context, tokenizer: Object, used: Place, message: Message) -> Finding:
        place = used
        related = (Related(tokenizer.made, Message(TOKENIZER)),) if tokenizer.made is not None else ()
        return self.finding(context, place, message, Cause("no-pad-token", "tokenizer", place), related)


def _named(tokenizer: Object) -> dict[str, str]:
    return {"checkpoint": rendered.checkpoint_of(tokenizer) or ""}


def _has_none(view: TrainingView, tokenizer: Object) -> bool:
    """Whether a tokenizer certainly has no pad token: none was set, and its checkpoint brings none."""
    checkpoint = tokenizer.get("checkpoint")
    version = view.versions.exactly("transformers")
    return tokenizer.get("pad") is ABSENT and ships_pad_token(checkpoint, version) is False


def _batches(view: TrainingView) -> bool:
    """Whether a batch may hold several rows."""
    return view.setting("per_device_train_batch_size") != Constant(1)


def _in_rows(view: TrainingView) -> bool:
    """Whether the rows are of several lengths: blocks of one length need no padding, nor do rows that are not seen."""
    tags = view.column_tags("input_ids")
    return all("ids" in one and not one & {"fixed", "unknown", "other", "padded"} for one in tags)


def _never_pads(collator: CollatorFact) -> bool:
    """Whether a collator does something else first: it may not pad, or it masks by a token that is missing, too."""
    thing = collator.object
    if thing is None:
        return False
    masks = collator.name == "DataCollatorForLanguageModeling" and thing.get("mlm") != Constant(False)
    return masks or thing.get("padding") not in (ABSENT, Constant(True))


def _asked_to_pad(view: TrainingView) -> tuple[Object, Place] | None:
    """The tokenizer that is asked to pad by the call that makes the rows, and the place of the call."""
    value = view.columns.added.get("input_ids") if view.columns is not None else None
    for member in members(value) if value is not None else ():
        ids = view.find(member)
        tokenizer = view.find(ids.get(MADE_BY)) if ids is not None else None
        tags = ids.get("tags") if ids is not None else None
        padded = isinstance(tags, Constant) and isinstance(tags.value, frozenset) and "padded" in tags.value
        if ids is not None and ids.made and tokenizer is not None and padded and _has_none(view, tokenizer):
            return tokenizer, ids.made
    return None
