"""TOK007."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.models.modules import RESIZED
from lossguard.libraries.models.peft import ADAPTER
from lossguard.rules import editing, rendered
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.tokens.added import new_words
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, Value

MESSAGE = (
    "{tokens} is a new token, and this adapter trains no embeddings: its vector stays as random as it was made, and "
    "the model never learns what it means"
)
ADDED = "the tokens are added here"
SAVE = 'Train the embeddings, too: `modules_to_save=["embed_tokens", "lm_head"]`'

_EMBEDDINGS = frozenset(("embed_tokens", "lm_head", "wte", "embed_in", "embed_out", "word_embeddings", "shared"))
_NAMED = frozenset(("llama-1", "llama-2", "llama-3", "mistral on 4.x", "qwen", "gemma", "phi-3, phi-4"))
"""Families whose embeddings are called ``embed_tokens`` and ``lm_head``."""


class NewTokensEmbeddingsFrozen(Rule):
    """
    ## What it does
    Finds new tokens for a LoRA adapter that trains projection layers only.

    ## Why it is bad
    LoRA trains its target modules; the embeddings are frozen. The rows of new tokens keep the vectors they were made
    with. Only a pad token may stay like that: it is never a target.

    ## Example
    ```python
    from datasets import load_dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer.add_tokens(["<tool>", "</tool>"])
    model.resize_token_embeddings(len(tokenizer))
    lora = LoraConfig(r=16, task_type="CAUSAL_LM", target_modules=["q_proj", "v_proj"])
    data = load_dataset("json", data_files="tools.jsonl", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer, peft_config=lora)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from peft import LoraConfig
    from transformers import AutoModelForCausalLM, AutoTokenizer
    from trl import SFTConfig, SFTTrainer

    tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
    model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
    tokenizer.add_tokens(["<tool>", "</tool>"])
    model.resize_token_embeddings(len(tokenizer))
    lora = LoraConfig(
        r=16,
        task_type="CAUSAL_LM",
        target_modules=["q_proj", "v_proj"],
        modules_to_save=["embed_tokens", "lm_head"],
    )
    data = load_dataset("json", data_files="tools.jsonl", split="train")
    trainer = SFTTrainer(model, args=SFTConfig("out"), train_dataset=data, processing_class=tokenizer, peft_config=lora)
    trainer.train()
    ```

    ## Fix safety
    Unsafe: full embeddings take memory, and are saved with the adapter. `trainable_token_indices` trains the new rows
    only.

    ## References
    - [huggingface/peft#1147](https://github.com/huggingface/peft/issues/1147),
      [huggingface/peft#334](https://github.com/huggingface/peft/issues/334)
    """

    code = "TOK007"
    name = "new-tokens-embeddings-frozen"
    severity = Severity.WARNING
    summary = "New tokens under an adapter that trains no embeddings"
    applies = "All versions of peft. Not under Unsloth."
    messages = (MESSAGE, ADDED, SAVE)
    libraries = ("peft",)

    def check(self, context: Context) -> Iterator[Finding]:
        if context.unsloth or {"requires_grad_", "requires_grad"} & context.reading.words:
            return
        seen: set[Place] = set()
        for view in context.trainings:
            model = view.models[0] if len(view.models) == 1 else None
            tokenizer = rendered.trained_tokenizer(view)
            if model is None or tokenizer is None or model.get(RESIZED) != Constant(True):
                continue
            adapter = _adapter(view, model)
            words, added = new_words(view, tokenizer)
            if adapter is None or not words or added is None or not _projections_only(view, adapter):
                continue
            if adapter.made is not None and adapter.made not in seen:
                seen.add(adapter.made)
                yield self._report(context, view, adapter, adapter.made, words, added)

    def _report(
        self, context: Context, view: TrainingView, adapter: Object, place: Place, words: list[str], added: Place
    ) -> Finding:
        shown = ", ".join(f"`{word}`" for word in words[:3]) + (" …" if len(words) > 3 else "")
        related = (Related(added, Message(ADDED)),)
        cause = Cause("frozen-embeddings", "model", place)
        fixes = _save(view, adapter)
        return self.finding(context, place, Message(MESSAGE, {"tokens": shown}), cause, related, fixes)


def _adapter(view: TrainingView, model: Object) -> Object | None:
    """The configuration of the adapter: the trainer's, or that around the model."""
    given: Value = view.argument("peft_config")
    value = given if given not in (ABSENT, Constant(None)) else model.get(ADAPTER)
    thing = view.find(value)
    return thing if thing is not None and thing.kind == "adapter" and thing.rest is None else None


def _projections_only(view: TrainingView, adapter: Object) -> bool:
    """Whether an adapter certainly leaves the embeddings alone."""
    for option in ("modules_to_save", "trainable_token_indices"):
        if adapter.get(option) not in (ABSENT, Constant(None)):
            return False
    targets = adapter.get("target_modules")
    if targets in (ABSENT, Constant(None), Constant("all-linear")):
        return True  # the defaults are projections, and the embeddings are no linear layer
    thing = view.find(targets)
    if thing is None or thing.kind not in ("list", "tuple", "set") or thing.rest is not None:
        return False
    known = [item.value for item in thing.fields.values() if isinstance(item, Constant)]
    return len(known) == len(thing.fields) and not _EMBEDDINGS & {str(name).rpartition(".")[2] for name in known}


def _save(view: TrainingView, adapter: Object) -> tuple[Fix, ...]:
    call = adapter.node
    tokenizer = rendered.trained_tokenizer(view)
    family = rendered.family_name(view, tokenizer) if tokenizer is not None else ""
    if not isinstance(call, nodes.Call) or family not in _NAMED or any(one.star for one in call.arguments):
        return ()

    def build() -> tuple[Edit, ...]:
        return (editing.add_argument(call, 'modules_to_save=["embed_tokens", "lm_head"]'),)

    return (Fix(Message(SAVE), Applicability.UNSAFE, build),)
