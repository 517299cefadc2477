"""LOS017."""

from collections.abc import Iterator

from lossguard.findings.finding import Applicability, Cause, Finding, Fix, Message, Related, Severity
from lossguard.rules import editing, related
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.syntax import nodes
from lossguard.text.edits import Edit
from lossguard.values.value import ABSENT, Constant

MESSAGE = (
    "with `label_smoothing_factor` `Trainer` takes the labels out of the batch, and this collator, without `model=`, "
    "makes no decoder inputs of them: `{model}` has nothing to decode"
)
SMOOTHING = "labels are smoothed here"
ADD = "Add `model={model}`"


class LabelSmoothingWithoutDecoderInputs(Rule):
    """
    ## What it does
    Finds `label_smoothing_factor` together with a `DataCollatorForSeq2Seq` that was not given the model.

    ## Why it is bad
    To smooth the labels, `Trainer` takes them out of the batch. A model with an encoder then cannot make its decoder
    inputs of them: `You must specify exactly one of input_ids or inputs_embeds`. Given the model, the collator makes
    them.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq
    from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["en"], text_target=row["de"]), remove_columns=data.column_names)
    trainer = Seq2SeqTrainer(
        model=model,
        args=Seq2SeqTrainingArguments("out", label_smoothing_factor=0.1),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForSeq2SeqLM, AutoTokenizer, DataCollatorForSeq2Seq
    from transformers import Seq2SeqTrainer, Seq2SeqTrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("t5-small")
    model = AutoModelForSeq2SeqLM.from_pretrained("t5-small")
    data = load_dataset("json", data_files="pairs.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["en"], text_target=row["de"]), remove_columns=data.column_names)
    trainer = Seq2SeqTrainer(
        model=model,
        args=Seq2SeqTrainingArguments("out", label_smoothing_factor=0.1),
        train_dataset=data,
        data_collator=DataCollatorForSeq2Seq(tokenizer, model=model),
    )
    trainer.train()
    ```

    ## Fix safety
    Safe: the collator makes the decoder inputs that the model would make. It is offered where both calls stand in one
    place and name the same model.

    ## References
    - [huggingface/transformers#9844](https://github.com/huggingface/transformers/issues/9844),
      [huggingface/transformers#12343](https://github.com/huggingface/transformers/issues/12343)
    """

    code = "LOS017"
    name = "label-smoothing-without-decoder-inputs"
    severity = Severity.ERROR
    summary = "Label smoothing, and a collator that makes no decoder inputs"
    applies = "All versions."
    messages = (MESSAGE, SMOOTHING, ADD)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            factor, collator = view.setting("label_smoothing_factor"), view.collator
            smooth = isinstance(factor, Constant) and isinstance(factor.value, int | float) and factor.value > 0
            if not smooth or not view.is_plain or view.own_loss or view.own_batches or view.has_labels is False:
                continue
            if "seq2seq-lm" not in view.tasks or view.has_column("decoder_input_ids") is not False:
                continue
            if collator is None or collator.path != "transformers.DataCollatorForSeq2Seq" or collator.object is None:
                continue
            if collator.object.get("model") in (ABSENT, Constant(None)):
                yield self._report(context, view, collator)

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact) -> Finding:
        call = view.collator_call(collator)
        place = call.place if call is not None else collator.place
        args = view.find(view.argument("args"))
        set_at = args.places.get("label_smoothing_factor") if args is not None else None
        places = (Related(set_at, Message(SMOOTHING)),) if set_at is not None else ()
        message = Message(MESSAGE, {"model": view.model_class})
        cause = Cause("no-decoder-inputs", "collator", place)
        fixes = _add(context, view, call) if call is not None else ()
        return self.finding(context, place, message, cause, places + related.model_loaded(view), fixes)


def _add(context: Context, view: TrainingView, call: nodes.Call) -> tuple[Fix, ...]:
    trainer = view.call
    given = editing.argument_of(trainer, "model") if trainer is not None else None
    source = given.value if given is not None else None
    model = view.models[0] if len(view.models) == 1 else None
    scopes = [scope for scope in context.reading.scopes if call in scope.all and trainer in scope.all]
    if not isinstance(source, nodes.Name) or not scopes or model is None or model.made is None:
        return ()
    before = model.made.part is not call.place.part or model.made.span[0] < call.place.span[0]
    if not before or any(argument.star for argument in call.arguments):
        return ()
    written = editing.argument_of(call, "model")

    def build() -> tuple[Edit, ...]:
        if written is not None:
            return (editing.replace(written.value.place, source.id),)
        return (editing.add_argument(call, f"model={source.id}"),)

    return (Fix(Message(ADD, {"model": source.id}), Applicability.SAFE, build),)
