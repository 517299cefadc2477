"""TOK005."""

from collections.abc import Iterator, Mapping
from typing import ClassVar

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import parts_for_checkpoint
from lossguard.libraries.models.tokenizers import MADE_BY, RENDERS, SPECIAL
from lossguard.rules import editing, related, rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, members

ENCODED = (
    "the chat template already begins the text with the BOS token, and the tokenizer puts another one before it: every "
    "row begins with two"
)
TRAINED = (
    "the column `{column}` was written by the chat template, which begins it with the BOS token, and `SFTTrainer` "
    "encodes it with another one before it: every row begins with two"
)
RENDERED = "the chat template writes the text here"
ENCODES = "`SFTTrainer` encodes the text of this data"
ADD = "Add `add_special_tokens=False`"

_BOTH = frozenset(("llama-2", "llama-3", "mistral on 4.x", "gemma"))
"""Families whose chat template prints ``bos_token``, and whose tokenizer puts it before a text."""


class DoubleBos(Rule):
    """
    ## What it does
    Finds a text that a chat template wrote and that is then encoded with special tokens, for Llama, Gemma and Mistral.

    ## Why it is bad
    The template prints the BOS token, and the tokenizer puts one before each text. The model learns from rows with two
    of them, and is asked with one later.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("google/gemma-2-2b-it")
    model = AutoModelForCausalLM.from_pretrained("google/gemma-2-2b-it")


    def encode(row):
        text = tokenizer.apply_chat_template(row["messages"], tokenize=False)
        return tokenizer(text, truncation=True, max_length=2048)


    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("google/gemma-2-2b-it")
    model = AutoModelForCausalLM.from_pretrained("google/gemma-2-2b-it")


    def encode(row):
        text = tokenizer.apply_chat_template(row["messages"], tokenize=False)
        return tokenizer(text, truncation=True, max_length=2048, add_special_tokens=False)


    data = load_dataset("json", data_files="chats.jsonl", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    Safe: the template has written all special tokens. For a text column of `SFTTrainer` there is no fix: give it the
    messages.

    ## References
    - [huggingface/trl#1400](https://github.com/huggingface/trl/issues/1400),
      [huggingface/transformers#35950](https://github.com/huggingface/transformers/issues/35950)
    """

    code = "TOK005"
    name = "double-bos"
    severity = Severity.WARNING
    summary = "A text of the chat template, encoded with another BOS token"
    applies = "All versions. Not for texts that `SFTTrainer` encodes under Unsloth: it takes the second one away."
    example_versions: ClassVar[Mapping[str, str]] = {"transformers": "5.23.0", "trl": "1.16.0"}
    messages = (ENCODED, TRAINED, RENDERED, ENCODES, ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        seen: set[Place] = set()
        for view in context.trainings:
            for place, tokenizer, call in self._encoded(view):
                if place not in seen and _adds_two(view, tokenizer):
                    seen.add(place)
                    yield self._report(context, place, tokenizer, Message(ENCODED), _fix(call))
            column = rendered.text_column(view)
            # Unsloth's SFTTrainer takes the second one away: unsloth/tokenizer_utils.py, 2024.8 to 2025.3.3;
            # unsloth_zoo/dataset_utils.py, 2025.3.2 to 2026.10.
            texts = rendered.texts(view) if _encodes_texts(view) and not view.unsloth else ()
            owner = rendered.trained_tokenizer(view)
            if texts and all(map(rendered.is_rendered, texts)) and owner is not None and _adds_two(view, owner):
                yield self._report_trained(context, view, owner, column)

    def _encoded(self, view: TrainingView) -> Iterator[tuple[Place, Object, nodes.Node | None]]:
        """Calls of a tokenizer that encode what a chat template wrote."""
        value = view.columns.added.get("input_ids") if view.columns is not None else None
        for member in members(value) if value is not None else ():
            ids = view.find(member)
            tokenizer = view.find(ids.get(MADE_BY)) if ids is not None else None
            if ids is None or ids.made is None or tokenizer is None:
                continue
            special = ids.get(SPECIAL)
            if rendered.is_rendered(ids.get("text")) and (special is ABSENT or special == Constant(True)):
                yield ids.made, tokenizer, ids.node

    def _report(
        self, context: Context, place: Place, tokenizer: Object, message: Message, fixes: tuple[Fix, ...]
    ) -> Finding:
        written = tokenizer.places.get(RENDERS)
        places = (Related(written, Message(RENDERED)),) if written is not None else ()
        return self.finding(context, place, message, Cause("double-bos", "tokenizer", place), places, fixes)

    def _report_trained(self, context: Context, view: TrainingView, tokenizer: Object, column: str) -> Finding:
        """At the template, which is where a text without the token can be asked for."""
        trained = view.argument_place("train_dataset")
        place = related.first_shown(context, tokenizer.places.get(RENDERS), trained)
        message = Message(TRAINED, {"column": column})
        places = (Related(trained, Message(ENCODES)),)
        return self.finding(context, place, message, Cause("double-bos", "tokenizer", trained), places)


def _encodes_texts(view: TrainingView) -> bool:
    known = view.columns is not None and view.has_column("messages", "prompt") is False
    return view.is_sft and known and view.setting("dataset_kwargs") in (ABSENT, Constant(None)) and not view.own_batches


def _adds_two(view: TrainingView, tokenizer: Object) -> bool:
    name = rendered.checkpoint_of(tokenizer)
    if name is not None and parts_for_checkpoint(name) is None:
        return False  # a base model, which has no chat template, or one that is not known
    own = rendered.has_own_template(tokenizer) or tokenizer.get("add_bos_token") is not ABSENT
    return not own and tokenizer.get("bos") is ABSENT and rendered.family_name(view, tokenizer) in _BOTH


def _fix(call: nodes.Node | None) -> tuple[Fix, ...]:
    if not isinstance(call, nodes.Call) or any(argument.star for argument in call.arguments):
        return ()
    written = editing.argument_of(call, "add_special_tokens")

    def build() -> tuple[Edit, ...]:
        if written is not None:
            return (editing.replace(written.value.place, "False"),)
        return (editing.add_argument(call, "add_special_tokens=False"),)

    return (Fix(Message(ADD), Applicability.SAFE, build),)
