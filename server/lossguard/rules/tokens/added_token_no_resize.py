"""TOK006."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.models.modules import RESIZED
from lossguard.rules import editing, remedies, rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.tokens.added import new_specials, new_words
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT

MESSAGE = (
    "{tokens} is new to the tokenizer, and `{model}` has no row for it in its embeddings: the first batch with it "
    "fails with `index out of range in self`, or a device-side assert on the GPU"
)
MODEL = "the embeddings of this model are never resized"
RESIZE = "Resize the embeddings of `{model}`"

_FULL = frozenset(("gpt2", "llama-1", "llama-2", "llama-3", "mistral on 4.x", "bert"))
"""Families whose embeddings have as many rows as the tokenizer has tokens: no spare ones."""
_SIZED = frozenset(("resize_token_embeddings", "smart_tokenizer_and_embedding_resize", "add_new_tokens",
                    "setup_chat_format", "clone_chat_template"))  # fmt: skip


class AddedTokenNoResize(Rule):
    """
    ## What it does
    Finds tokens that are added to the tokenizer of a model whose embeddings are never resized.

    ## Why it is bad
    The id of a new token lies behind the last row of the embeddings: `IndexError: index out of range in self`, and on
    the GPU `CUDA error: device-side assert triggered`.

    Models with spare rows (Qwen, Phi, T5…) are left out, and names that a tokenizer may have already.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("gpt2")
    tokenizer.add_special_tokens({"pad_token": "<|pad|>", "sep_token": "<|sep|>"})
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
    tokenizer.add_special_tokens({"pad_token": "<|pad|>", "sep_token": "<|sep|>"})
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    model.resize_token_embeddings(len(tokenizer))
    data = load_dataset("text", data_files="poems.txt", split="train")
    data = data.map(lambda row: tokenizer(row["text"], truncation=True), remove_columns=["text"])
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: new rows are random until they are trained. The line is put behind the later of the two, the model and the
    tokens.

    ## References
    - [huggingface/transformers#12022](https://github.com/huggingface/transformers/issues/12022),
      [huggingface/transformers#9542](https://github.com/huggingface/transformers/issues/9542)
    """

    code = "TOK006"
    name = "added-token-no-resize"
    severity = Severity.ERROR
    summary = "Tokens are added, and the embeddings not resized"
    applies = "All versions."
    messages = (MESSAGE, MODEL, RESIZE)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.unsloth or not context.reading.words.isdisjoint(_SIZED):
            return
        seen: set[Place] = set()
        for view in context.trainings:
            model = view.models[0] if len(view.models) == 1 else None
            tokenizer = rendered.trained_tokenizer(view)
            if model is None or tokenizer is None or model.get(RESIZED) is not ABSENT or view.own_batches:
                continue
            name, loaded = rendered.checkpoint_of(tokenizer), view.checkpoint
            family = rendered.family_name(view, tokenizer)
            if name is None or name != loaded or family not in _FULL:
                continue
            words, place = new_words(view, tokenizer)
            if not words:
                words, place = new_specials(view, tokenizer, family)
            if words and place is not None and place not in seen:
                seen.add(place)
                yield self._report(context, view, model, place, words)

    def _report(self, context: Context, view: TrainingView, model: Object, place: Place, words: list[str]) -> Finding:
        shown = ", ".join(f"`{word}`" for word in words[:3]) + (" …" if len(words) > 3 else "")
        related = (Related(model.made, Message(MODEL)),) if model.made is not None else ()
        message = Message(MESSAGE, {"tokens": shown, "model": view.model_class or "the model"})
        cause = Cause("no-embedding", "model", place)
        return self.finding(context, place, message, cause, related, _resize(context, model, place))


def _resize(context: Context, model: Object, place: Place) -> tuple[Fix, ...]:
    """``model.resize_token_embeddings(len(tokenizer))`` at one level with the lines that load and add."""
    top = list(editing.top_level(context.blocks))
    load = next((one for one in remedies.assignments(context.blocks) if one.value is model.node), None)
    add = next((one for one in top if _adds(one, place)), None)
    if load is None or add is None or load not in top or not isinstance(load.targets[0], nodes.Name):
        return ()
    owner = _added_to(add)
    later = add if top.index(add) > top.index(load) else load
    if not owner or len(load.targets) != 1 or editing.indent_of(later) is None:
        return ()
    name = load.targets[0].id

    def build() -> tuple[Edit, ...]:
        return (editing.add_line_behind(later, f"{name}.resize_token_embeddings(len({owner}))"),)

    return (Fix(Message(RESIZE, {"model": name}), Applicability.UNSAFE, build),)


def _adds(statement: nodes.Statement, place: Place) -> bool:
    value = getattr(statement, "value", None)
    return isinstance(value, nodes.Call) and value.place.part is place.part and value.place.span == place.span


def _added_to(statement: nodes.Statement) -> str:
    call = getattr(statement, "value", None)
    owner = call.function.value if isinstance(call, nodes.Call) and isinstance(call.function, nodes.Attribute) else None
    return owner.id if isinstance(owner, nodes.Name) else ""
