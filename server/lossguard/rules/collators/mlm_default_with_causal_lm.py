"""COL004."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing, related
from lossguard.rules.context import Context
from lossguard.rules.passes import Pass, passes
from lossguard.rules.rule import Rule
from lossguard.rules.supervision import unsloth_swaps_collators
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.text.place import Place
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, Symbol

DEFAULT = (
    "`DataCollatorForLanguageModeling` masks random tokens unless `mlm=False` is given, and `{model}` is a causal "
    "model: it stops for want of a mask token, or learns to fill in masks"
)
EXPLICIT = (
    "`mlm=True` masks random tokens, and `{model}` is a causal model: it stops for want of a mask token, "
    "or learns to fill in masks"
)
INVERSE = "`mlm=False` masks nothing, and `{model}` is a masked language model: it learns to copy its input"
USED = "the collator is used here"
ADD = "Add `mlm=False`"


class MlmDefaultWithCausalLm(Rule):
    """
    ## What it does
    Finds a `DataCollatorForLanguageModeling` whose `mlm` does not fit the model: the default (True) with a causal
    model, or `mlm=False` with a masked language model.

    ## Why it is bad
    `mlm` is True unless it is given. Causal models have, as a rule, no mask token: `This tokenizer does not have a
    mask token which is necessary for masked language modeling. You should pass mlm=False`. With a mask token it is
    worse: training runs, on inputs with holes and on about 15 % of the tokens.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    collator = DataCollatorForLanguageModeling(tokenizer)
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"]), remove_columns=data.column_names)
    trainer = Trainer(model=model, args=TrainingArguments("out"), train_dataset=data, data_collator=collator)
    trainer.train()
    ```

    ## Fix safety
    Safe for a causal model: nobody means to train it on masked tokens. For a masked language model there is no fix.

    ## References
    - [DataCollatorForLanguageModeling](https://huggingface.co/docs/transformers/main_classes/data_collator)
    - [huggingface/trl#476](https://github.com/huggingface/trl/issues/476),
      [huggingface/transformers#17021](https://github.com/huggingface/transformers/issues/17021)
    """

    code = "COL004"
    name = "mlm-default-with-causal-lm"
    severity = Severity.ERROR
    summary = "`DataCollatorForLanguageModeling` without `mlm=False` on a causal model"
    applies = "All versions."
    messages = (DEFAULT, EXPLICIT, INVERSE, related.MODEL, USED, ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            collator = view.collator
            if collator is None or collator.path != "transformers.DataCollatorForLanguageModeling":
                continue
            if collator.object is None or view.own_batches or not (view.is_plain or view.is_sft):
                continue
            if view.responses_only or (view.is_sft and _may_be_swapped(view)):
                continue
            message = _message(view.tasks, collator.object)
            if message is not None:
                yield self._report(context, view, collator, message)
        yield from self._in_loops(context)

    def _in_loops(self, context: Context) -> Iterator[Finding]:
        seen: set[Place] = set()
        for one in passes(context):
            found = {_collator(context, one, loader) for loader in one.loaders}
            collator = found.pop() if len(found) == 1 else None
            message = _message(one.tasks, collator) if collator is not None else None
            if collator is None or message is None or collator.made is None or collator.made in seen:
                continue
            seen.add(collator.made)
            cause = Cause("masked-language-modeling", "collator", collator.made)
            loaded = (Related(one.model.made, Message(related.MODEL)),) if one.model.made is not None else ()
            fixes = _fixes(collator, collator.node) if isinstance(collator.node, nodes.Call) else ()
            arguments = {"model": one.model_class}
            yield self.finding(
                context,
                collator.made,
                Message(message, arguments),
                cause,
                loaded,
                fixes if message != INVERSE else (),
            )

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact, message: str) -> Finding:
        call = view.collator_call(collator)
        place = call.place if call is not None else collator.place
        fixes = _fixes(collator.object, call) if message != INVERSE and call is not None else ()
        return self.finding(
            context,
            place,
            Message(message, {"model": view.model_class or "the model"}),
            Cause("masked-language-modeling", "collator", place),
            (Related(collator.place, Message(USED)), *related.model_loaded(view)),
            fixes,
        )


def _may_be_swapped(view: TrainingView) -> bool:
    """Whether Unsloth may replace the collator: it does where the rows have labels."""
    return unsloth_swaps_collators(view) is not False and view.has_labels is not False


def _message(tasks: frozenset[str], collator: Object) -> str | None:
    mlm = collator.get("mlm")
    if tasks == {"causal-lm"} and mlm in (ABSENT, Constant(True)):
        return DEFAULT if mlm == ABSENT else EXPLICIT
    return INVERSE if tasks == {"masked-lm"} and mlm == Constant(False) else None


def _collator(context: Context, one: Pass, loader: Object) -> Object | None:
    """The collator of a loader, if it is the library's as it was made."""
    collator = one.find(loader.get("collate_fn"))
    known = collator is not None and collator.kind == "collator" and collator.rest is None
    path = context.canonical(collator.type.path) if collator and isinstance(collator.type, Symbol) else ""
    return collator if known and path == "transformers.DataCollatorForLanguageModeling" else None


def _fixes(collator: Object | None, call: nodes.Call) -> tuple[Fix, ...]:
    written = editing.argument_of(call, "mlm")
    place = collator.places.get("mlm") if collator is not None else None
    if any(argument.star for argument in call.arguments):
        return ()
    if written is None and place is not None:
        return ()  # given by position, or through a dict

    def build() -> tuple[Edit, ...]:
        if written is not None:
            return (editing.replace(written.value.place, "False"),)
        return (editing.add_argument(call, "mlm=False"),)

    return (Fix(Message(ADD), Applicability.SAFE, build),)
