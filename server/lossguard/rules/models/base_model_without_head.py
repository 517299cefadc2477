"""MOD001."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.libraries.knowledge import is_model_class, model_tasks
from lossguard.program.training import LoopStep, RawLoop
from lossguard.rules import editing
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.values.heap import Object
from lossguard.values.outputs import LABELS
from lossguard.values.value import ABSENT, Constant, Ref, Symbol, Unknown

MESSAGE = "`{model}` has no head: it returns hidden states and no loss, so `{trainer}` stops at the first step"
RAW = "`{model}` has no head: it takes no labels and returns no loss, so this loop stops at its first step"
USED = "it is trained here"
REPLACE = "Load `{model}` instead"

_GENERATIVE_COLLATORS = frozenset(
    (
        "transformers.DataCollatorForLanguageModeling",
        "transformers.DataCollatorForSeq2Seq",
        "trl.DataCollatorForCompletionOnlyLM",
    )
)


class BaseModelWithoutHead(Rule):
    """
    ## What it does
    Finds a model without a head (`AutoModel`, `BertModel`, `LlamaModel`) that is given to a trainer.

    ## Why it is bad
    Such a model takes no labels and computes no loss: `The model did not return a loss from the inputs, only the
    following keys: last_hidden_state`, or `forward() got an unexpected keyword argument 'labels'`.

    A base model inside your own module, or under a trainer with its own `compute_loss`, is fine.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModel, AutoTokenizer, DataCollatorForLanguageModeling, Trainer, TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModel.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Fix safety
    Unsafe: the fix loads the causal model of the same family, and is offered only where the collator makes or pads
    labels for one.

    ## References
    - [huggingface/transformers#6414](https://github.com/huggingface/transformers/issues/6414),
      [huggingface/transformers#25050](https://github.com/huggingface/transformers/issues/25050)
    """

    code = "MOD001"
    name = "base-model-without-head"
    severity = Severity.ERROR
    summary = "A model without a head, given to a trainer"
    applies = "All versions."
    messages = (MESSAGE, RAW, USED, REPLACE)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            model = view.models[0] if len(view.models) == 1 else None
            if model is None or not (view.is_plain or view.is_sft) or view.own_loss or view.own_batches:
                continue
            if not view.training.started and view.argument("train_dataset") in (ABSENT, Constant(None)):
                continue  # made to predict: hidden states are what is wanted
            if view.tasks == {"base"} and not _may_bring_its_own_loss(view, model):
                yield self._report(context, view, model)
        for loop in context.program.loops:
            for step in loop.named("backward"):
                if (raw := _fed_with_labels(context, loop, step)) is not None:
                    yield self._report_loop(context, step, raw)

    def _report_loop(self, context: Context, step: LoopStep, model: Object) -> Finding:
        place = model.made or step.place
        name = model.type.name if isinstance(model.type, Symbol) else ""
        related = (Related(step.place, Message(USED)),)
        return self.finding(context, place, Message(RAW, {"model": name}), Cause("no-head", "model", place), related)

    def _report(self, context: Context, view: TrainingView, model: Object) -> Finding:
        place = model.made or view.place
        arguments = {"model": view.model_class, "trainer": view.trainer.rpartition(".")[2]}
        return self.finding(
            context,
            place,
            Message(MESSAGE, arguments),
            Cause("no-head", "model", place),
            (Related(view.argument_place("model"), Message(USED)),),
            _fixes(context, view, model),
        )


def _fed_with_labels(context: Context, loop: RawLoop, step: LoopStep) -> Object | None:
    """The model without a head whose own loss, of labels that it was given, a loop goes back from; else None."""
    model, made = loop.model(step), loop.heap.objects.get(step.value.id) if isinstance(step.value, Ref) else None
    if model is None or made is None or made.kind != "loss" or made.get(LABELS) in (ABSENT, Constant(None)):
        return None
    if isinstance(made.get(LABELS), Unknown) or context.program.patched or "forward" in model.fields:
        return None
    known = isinstance(model.type, Symbol) and model.get("trust_remote_code") in (ABSENT, Constant(False))
    tasks = model_tasks(model.type.name) if known and isinstance(model.type, Symbol) else frozenset[str]()
    return model if tasks == {"base"} and model.rest is None else None


def _may_bring_its_own_loss(view: TrainingView, model: Object) -> bool:
    """Code of the checkpoint, or a batch that the script makes (`return_loss=True` for CLIP)."""
    if model.get("trust_remote_code") not in (ABSENT, Constant(False)):
        return True
    collator = view.collator
    return (collator is None and view.is_plain) or (collator is not None and collator.path is None)


def _fixes(context: Context, view: TrainingView, model: Object) -> tuple[Fix, ...]:
    call = model.node
    collator = view.collator
    generative = view.is_sft or (collator is not None and collator.path in _GENERATIVE_COLLATORS)
    name = _causal(view.model_class)
    if not generative or name is None or not isinstance(call, nodes.Call):
        return ()
    loader = call.function
    owner = loader.value if isinstance(loader, nodes.Attribute) else loader
    if not isinstance(owner, nodes.Name | nodes.Attribute):
        return ()

    def build() -> tuple[Edit, ...]:
        inner = nodes.Call(owner.anchor, owner.start, owner.end, owner, ())
        written, imports = editing.swap_callable(context.blocks, inner, "transformers", name)
        return (editing.replace(owner.place, written), *imports)

    return (Fix(Message(REPLACE, {"model": name}), Applicability.UNSAFE, build),)


def _causal(name: str) -> str | None:
    """The causal model of a family: ``LlamaModel`` → ``LlamaForCausalLM``, ``GPT2Model`` → ``GPT2LMHeadModel``."""
    if name == "AutoModel":
        return "AutoModelForCausalLM"
    named = (f"{name.removesuffix('Model')}{ending}" for ending in ("ForCausalLM", "LMHeadModel"))
    return next((found for found in named if is_model_class(found) and "causal-lm" in model_tasks(found)), None)
