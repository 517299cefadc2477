"""For each sentence that an explanation can say: whether the dry run bears it out. None: it cannot be compared."""

from collections.abc import Callable, Mapping

from lossguard.explain import arguments, carried, collator, data, labels, loops, model, sft, tokens
from lossguard.explain.explanations import STARTED
from lossguard.explain.statement import Statement
from scripts.oracle.truth import Truth
from scripts.oracle.values import is_value, said

Answer = bool | None
Asked = Callable[[Truth], Answer]
"""What a sentence without arguments, or whatever they are, asks the dry run."""
Compared = Callable[[Mapping[str, str], Truth], Answer]
"""Whether the arguments of a sentence are what the dry run found."""

_HEADS = {
    "causal language model": ("ForCausalLM", "LMHeadModel", "ForConditionalGeneration"),
    "sequence-to-sequence language model": ("ForConditionalGeneration",),
    "masked language model": ("ForMaskedLM", "LMHeadModel", "ForConditionalGeneration"),
    "image text to text": ("ForConditionalGeneration", "ForCausalLM"),
    "sequence classification": ("ForSequenceClassification",),
    "token classification": ("ForTokenClassification",),
    "question answering": ("ForQuestionAnswering", "ForQuestionAnsweringSimple"),
    "multiple choice": ("ForMultipleChoice",),
}
_LOADERS = ("Auto", "Fast", "Peft")


def _is_class(given: str, name: str) -> Answer:
    """Whether an object is of a class, as far as the name says it: loaders and pipelines return others."""
    return None if given.startswith(_LOADERS) else _last(given) == _last(name)


def _last(name: str) -> str:
    """Transformers 5 has one class of tokenizers where there was a fast one beside it."""
    return name.rpartition(".")[2].removesuffix("Fast")


def _loaded(given: Mapping[str, str], truth: Truth) -> Answer:
    """By its class, and where that is a loader by the checkpoint."""
    is_class, model = _is_class(given["model"], truth.model), truth.result["model"]
    if is_class is None and model and model["name"] and "checkpoint" in given:
        return given["checkpoint"] == repr(model["name"])
    return is_class


def _head(given: Mapping[str, str], truth: Truth) -> Answer:
    endings = [_HEADS.get(task) for task in given["tasks"].split(" or ")]
    known = [ending for ending in endings if ending is not None]
    return truth.model.endswith(tuple(one for ending in known for one in ending)) if known else None


def _setting(given: Mapping[str, str], truth: Truth) -> Answer:
    told = truth.arguments
    return is_value(given["value"], told[given["name"]]) if given["name"] in told else None


def _option(given: Mapping[str, str], truth: Truth) -> Answer:
    told = truth.collator
    return is_value(given["value"], told[given["name"]]) if given["name"] in told else None


def _columns(given: Mapping[str, str], truth: Truth) -> Answer:
    columns = truth.facts["columns"]
    return said(given["columns"]).holds(columns) if columns else None


def _given(given: Mapping[str, str], truth: Truth) -> Answer:
    told = truth.collator
    return bool(told["given"]) and _is_class(given["collator"], told["class"]) is True


def _default(given: Mapping[str, str], truth: Truth) -> Answer:
    told = truth.collator
    return not told["given"] and _is_class(given["collator"], told["class"]) is True


def _of_trl(truth: Truth) -> Answer:
    told = truth.collator
    return not told["given"] and told["class"].startswith("trl.")


def _own(truth: Truth) -> Answer:
    told = truth.collator
    return bool(told["given"]) and told["class"].partition(".")[0] not in ("trl", "transformers", "unsloth")


def _batch(given: Mapping[str, str], truth: Truth) -> Answer:
    return said(given["names"]).holds(truth.batch) if truth.batch else None


def _made_by(*makers: str) -> Asked:
    def asked(truth: Truth) -> Answer:
        return truth.labels in makers if truth.labels else None

    return asked


def _collator_makes(value: bool) -> Asked:
    """What the collator did, whatever the script did with its batch afterwards."""

    def asked(truth: Truth) -> Answer:
        maker = truth.facts["labels"]
        return ((maker == "collator") is value) if maker else None

    return asked


def _in_column(given: Mapping[str, str], truth: Truth) -> Answer:
    if not truth.labels:
        return None
    return truth.labels in ("rows", "preparation") and given["column"] in truth.facts["columns"]


def _rows(holds: Callable[[list[str]], bool], some: bool = False) -> Asked:
    """``holds`` looks at the kinds of the tokens of one row: of all rows, or of at least one."""

    def asked(truth: Truth) -> Answer:
        answers = [holds(kinds) for kinds in truth.kinds]
        return (any(answers) if some else all(answers)) if answers else None

    return asked


_every = _rows(lambda kinds: "masked" not in kinds)
_some_masked = _rows(lambda kinds: "masked" in kinds and "trained" in kinds, some=True)
_first_masked = _rows(lambda kinds: next((kind for kind in kinds if kind != "padding"), "") == "masked", some=True)


def _every_but_pad(truth: Truth) -> Answer:
    pad = truth.tokenizer.get("pad_token")
    masked = [text for row in truth.texts for text, kind in row if kind == "masked"]
    return all(text == pad for text in masked) if any(truth.texts) else None


def _token(name: str) -> Compared:
    """Other special tokens than pad and EOS are not told by a dry run."""

    def compared(given: Mapping[str, str], truth: Truth) -> Answer:
        told = truth.tokenizer
        special = {f"the {kind.upper()} token": told.get(f"{kind}_token") for kind in ("eos", "pad")}
        tokens = [special.get(part, part) for part in given["token"].split(" or ")]
        if not told or any(str(one).startswith("the ") for one in tokens):
            return None
        return any(one == told[name] or is_value(str(one), told[name]) is True for one in tokens)

    return compared


def _tokenizer_says(name: str, value: bool) -> Asked:
    def asked(truth: Truth) -> Answer:
        told = truth.tokenizer
        return (bool(told[name]) is value or told[name] == 0) if told else None

    return asked


def _has_pad(value: bool) -> Asked:
    def asked(truth: Truth) -> Answer:
        return ((truth.tokenizer["pad_token"] is not None) is value) if truth.tokenizer else None

    return asked


def _adapter(truth: Truth) -> Answer:
    return bool(truth.facts["model"]["adapter"])


ASKED: dict[str, Asked] = {
    STARTED: lambda _: True,
    loops.BACKWARD: lambda truth: truth.result["trainer"] == "loop",
    loops.GIVEN: lambda truth: "labels" in truth.batch,
    model.BARE: lambda truth: truth.model.endswith("Model"),
    model.ADAPTER: _adapter,
    model.CONFIGURED: _adapter,
    collator.OWN: _own,
    collator.PAIRS: _of_trl,
    collator.GENERATED: lambda truth: not truth.collator["given"],
    collator.CREATES: _collator_makes(True),
    collator.KEEPS: _collator_makes(False),
    labels.RESPONSES: _made_by("rows", "preparation"),
    labels.REWARDS: _made_by("nobody"),
    labels.PREFERENCES: _made_by("nobody"),
    labels.NOT_IN_BATCH: _made_by("nobody"),
    labels.NO_HEAD: _made_by("nobody"),
    labels.OWN_COLLATOR: _made_by("collator"),
    labels.POSITIONS: lambda truth: "start_positions" in truth.facts["columns"],
    sft.NOBODY: _made_by("nobody"),
    sft.COLLATOR: _made_by("collator"),
    sft.ITS_COLLATOR: _made_by("collator"),
    sft.TRAINER: _made_by("preparation"),
    sft.EITHER: _made_by("preparation", "collator"),
    sft.COMPLETION: _some_masked,
    sft.ASSISTANT: _some_masked,
    sft.BOTH: _every,
    sft.EVERY: _every,
    carried.MASKED: _some_masked,
    carried.EVERY_BUT_PAD: _every_but_pad,
    carried.AFTER_TEMPLATE: _first_masked,
    carried.PROMPT: _first_masked,
    carried.PADDING: _every,
    carried.PLACES: _some_masked,
    carried.EVERY: _every,
    tokens.SHIPPED: _has_pad(True),
    tokens.MISSING: _has_pad(False),
    tokens.ADDS_EOS: _tokenizer_says("adds_eos", True),
    tokens.ADDS_NO_EOS: _tokenizer_says("adds_eos", False),
    tokens.TEMPLATE: _tokenizer_says("chat_template", True),
}

COMPARED: dict[str, Compared] = {
    model.LOADED: _loaded,
    model.FROM_SOMEWHERE: lambda given, truth: _is_class(given["model"], truth.model),
    model.MADE: lambda given, truth: _is_class(given["model"], truth.model),
    model.OWN: lambda given, truth: _is_class(given["model"], truth.model),
    model.HEAD: _head,
    arguments.MADE: lambda given, truth: _is_class(given["arguments"], truth.arguments["class"]),
    arguments.SETTING: _setting,
    arguments.DEFAULT: _setting,
    data.COLUMNS: _columns,
    collator.GIVEN: _given,
    collator.DEFAULT: _default,
    collator.BATCH: _batch,
    collator.OPTION: _option,
    labels.ROWS: _in_column,
    tokens.LOADED: lambda given, truth: _is_class(given["tokenizer"], truth.tokenizer.get("class", "")),
    tokens.PAD_IS: _token("pad_token"),
    tokens.EOS_IS: _token("eos_token"),
}


def judge(statement: Statement, row: int | None, truth: Truth) -> Answer:
    """``row``: from 1, where the statement's place begins."""
    template = statement.message.template
    given = {name: str(value) for name, value in statement.message.arguments.items()}
    if template == data.STEP_COLUMNS and row is not None:
        columns = truth.columns_behind(row, int(given["number"]))
        return said(given["columns"]).holds(columns) if columns is not None else None
    if template in COMPARED:
        return COMPARED[template](given, truth)
    return ASKED[template](truth) if template in ASKED else None
