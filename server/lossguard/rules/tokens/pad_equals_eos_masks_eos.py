"""TOK001."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Related, Severity
from lossguard.libraries.knowledge import tokenizer_family
from lossguard.rules.context import Context
from lossguard.rules.packing import never_packs
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import CollatorFact, TrainingView
from lossguard.values.heap import Object
from lossguard.values.value import ABSENT, Constant, Ref, Special, Text, Unknown, Value, members, walk

MESSAGE = (
    "the pad token is the EOS token, and `{collator}` hides every pad token from the loss: the model never learns to "
    "stop"
)
DEFAULT = (
    "the pad token is the EOS token, and the default collator of `{trainer}` hides every pad token from the loss: "
    "the model never learns to stop"
)
COLLATOR = "this collator masks by the pad token's id"
TRAINER = "the trainer's default collator masks by the pad token's id"

_MASKS_BY_ID = frozenset(("transformers.DataCollatorForLanguageModeling", "trl.DataCollatorForCompletionOnlyLM"))


class PadEqualsEosMasksEos(Rule):
    """
    ## What it does
    Finds a tokenizer whose pad token was set to its EOS token, and that reaches a collator which masks labels by the
    pad token's id: transformers' `DataCollatorForLanguageModeling`, trl's `DataCollatorForCompletionOnlyLM`, or the
    default collator of `SFTTrainer` before trl 0.16.1 (before 0.15: without packing).

    ## Why it is bad
    `labels[labels == pad_token_id] = -100` is meant for padding, and hides every real EOS as well. The loss looks
    fine; the model never learns to end its answer.

    It does not matter for classifiers, for labels that are masked by the attention mask, for `DataCollatorForSeq2Seq`
    with labels of your own, nor for trl's own collator (0.16.1 and newer). Where the script shows that no EOS is in the
    data (plain text without `eos_token`, packed blocks), this is only an information.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
    tokenizer.pad_token = tokenizer.eos_token
    model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=data.column_names)
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
    tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
    model.resize_token_embeddings(len(tokenizer))
    data = load_dataset("json", data_files="notes.jsonl", split="train")
    data = data.map(lambda row: tokenizer(row["text"] + tokenizer.eos_token), remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
    )
    trainer.train()
    ```

    ## Fix safety
    There is no fix to apply: a new pad token needs the embeddings of the model resized, an existing one has to be
    chosen.

    ## References
    - [huggingface/transformers#23530](https://github.com/huggingface/transformers/issues/23530),
      [huggingface/trl#1623](https://github.com/huggingface/trl/issues/1623)
    """

    code = "TOK001"
    name = "pad-equals-eos-masks-eos"
    severity = Severity.WARNING
    summary = "The pad token is EOS, and the collator masks by its id"
    applies = "transformers' collator: all versions. trl: DataCollatorForCompletionOnlyLM; SFTTrainer before 0.16.1."
    libraries = ("transformers", "trl")
    messages = (MESSAGE, DEFAULT, COLLATOR, TRAINER)

    def check(self, context: Context) -> Iterator[Finding]:
        seen: set[tuple[object, ...]] = set()
        for view in context.trainings:
            if "causal-lm" not in view.tasks or view.own_batches or view.own_loss or view.responses_only:
                continue
            collator = view.collator
            if collator is None and _default_masks(view):
                collator = CollatorFact("", None, False, view.place)
            if collator is None or not (collator.path in _MASKS_BY_ID or collator.path == ""):
                continue
            if collator.object is not None and collator.object.get("mlm") == Constant(True):
                continue
            tokenizer = view.tokenizer_of(collator)
            if tokenizer is None or not _pad_is_eos(tokenizer):
                continue
            finding = self._report(context, view, collator, tokenizer)
            if (key := (finding.place.part, *finding.place.span)) not in seen:
                seen.add(key)
                yield finding

    def _report(self, context: Context, view: TrainingView, collator: CollatorFact, tokenizer: Object) -> Finding:
        place = tokenizer.places.get("pad") or tokenizer.made or view.place
        given = collator.path != ""
        related = Related(collator.place, Message(COLLATOR if given else TRAINER))
        arguments = {"collator": collator.name, "trainer": view.trainer.rpartition(".")[2]}
        return self.finding(
            context,
            place,
            Message(MESSAGE if given else DEFAULT, arguments),
            Cause("eos-masked", "tokenizer", place),
            (related,),
            severity=Severity.INFO if _no_eos_in_data(view, tokenizer) else None,
        )


def _default_masks(view: TrainingView) -> bool:
    """Whether ``SFTTrainer`` makes the collator of transformers: before trl 0.16.1, before 0.15 only without packing.

    Source: ``trl/trainer/sft_trainer.py`` of 0.4.7, 0.14.0 (``if not args.packing``), 0.15.2 and 0.16.0.
    """
    given = view.argument("data_collator") not in (ABSENT, Constant(None))
    if not view.is_sft or view.unsloth or given or view.versions.at_least("trl", "0.16.1") is not False:
        return False
    return view.versions.at_least("trl", "0.15") is True or never_packs(view)


def _pad_is_eos(tokenizer: Object) -> bool:
    if tokenizer.get("eos") is not ABSENT:  # another EOS was set: before the pad token, or after it
        return isinstance(tokenizer.get("eos"), Constant) and tokenizer.get("eos") == tokenizer.get("pad")
    return all(isinstance(value, Special) and value.token == "eos" for value in members(tokenizer.get("pad")))


def _no_eos_in_data(view: TrainingView, tokenizer: Object) -> bool:
    """Whether the data certainly holds no EOS that could be learnt, or is cut into blocks."""
    if view.is_plain and view.has_labels is True:
        return True  # rows that carry a copy of their ids already are packed blocks, as a rule
    columns = view.columns
    value = columns.added.get("input_ids") if columns is not None else None
    thing = view.find(value) if isinstance(value, Ref) else None
    text = thing.get("text") if thing is not None else None
    if text is None or text is ABSENT or isinstance(text, Unknown):
        return False
    if tokenizer.get("add_eos_token") not in (ABSENT, Constant(False)):
        return False
    checkpoint = tokenizer.get("checkpoint")
    family = tokenizer_family(str(checkpoint.value)) if isinstance(checkpoint, Constant) else None
    if family is not None and family.adds_eos:
        return False
    parts = list(walk(text))
    literal = "".join(_literal(part) for part in parts)
    end_tokens = any(mark in literal for mark in ("</s>", "<|", "<eos>", "<end_of_turn>"))
    return not end_tokens and not any(isinstance(part, Special | Unknown) for part in parts)


def _literal(part: Value) -> str:
    if isinstance(part, Constant):
        return str(part.value)
    return "".join(piece for piece in part.parts if isinstance(piece, str)) if isinstance(part, Text) else ""
