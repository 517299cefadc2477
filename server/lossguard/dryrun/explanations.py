"""What each failed check means: its words, its weight, and the cause that a finding of the source may share."""

from dataclasses import dataclass

from lossguard.findings.finding import Severity

ERROR, WARNING = Severity.ERROR, Severity.WARNING

NAMES = {
    "DRY001": "script-fails",
    "DRY002": "batch-cannot-be-made",
    "DRY003": "no-column-for-the-model",
    "DRY004": "dataset-is-empty",
    "DRY005": "no-loss",
    "DRY006": "evaluation-fails",
    "DRY007": "nothing-is-trained",
    "DRY009": "padding-is-trained",
    "DRY011": "end-is-not-trained",
    "DRY012": "labels-shifted-twice",
    "DRY013": "tokens-masked-at-random",
    "DRY014": "two-beginnings",
    "DRY015": "token-beyond-embedding",
    "DRY016": "label-out-of-range",
    "DRY019": "loss-is-not-a-number",
    "DRY026": "nothing-is-trainable",
    "DRY027": "no-gradient",
    "DRY028": "optimizer-of-another-model",
}
"""All checks, in the order of the report."""


@dataclass(frozen=True, slots=True)
class Explanation:
    severity: Severity
    template: str
    kind: str
    """`Cause.kind`, as the rules name it where they know the same mistake."""
    role: str


EXPLANATIONS: dict[tuple[str, str], Explanation] = {
    ("DRY001", "raises"): Explanation(ERROR, "{type}: {message}", "exception", "script"),
    ("DRY002", "no-pad-token"): Explanation(
        ERROR,
        "The tokenizer has no pad token, so rows of different lengths cannot be put into one batch: {message}",
        "no-pad-token",
        "tokenizer",
    ),
    ("DRY002", "labels-unpadded"): Explanation(
        ERROR,
        "`{collator}` cannot make a batch: it does not pad `labels`, and the rows' labels have different lengths",
        "labels-not-padded",
        "collator",
    ),
    ("DRY002", "unpadded"): Explanation(
        ERROR, "`{collator}` cannot make a batch of these rows: {message}", "unpadded", "collator"
    ),
    ("DRY002", "missing-column"): Explanation(
        ERROR,
        "`{collator}` reads the column `{column}`, which the rows do not have when they reach it",
        "missing-column",
        "collator",
    ),
    ("DRY002", "raises"): Explanation(ERROR, "`{collator}` raises {type}: {message}", "exception", "collator"),
    ("DRY003", "no-column"): Explanation(
        ERROR,
        "No column of the rows ({columns}) is an argument of the model, so all are removed: the text was not tokenized",
        "not-tokenized",
        "data",
    ),
    ("DRY004", "no-rows"): Explanation(
        ERROR,
        "No row is left to train on: all were dropped while the data was prepared",
        "no-rows",
        "data",
    ),
    ("DRY005", "no-head"): Explanation(
        ERROR,
        "`{model}` returns no loss: it has no head and takes no labels",
        "no-head",
        "model",
    ),
    ("DRY005", "collator-drops"): Explanation(
        ERROR,
        "The model returned no loss: the rows have labels, but `{collator}` does not hand them on (batch: {names})",
        "labels-dropped",
        "collator",
    ),
    ("DRY005", "column-removed"): Explanation(
        ERROR,
        "The model returned no loss: the labels are in the column `{column}`, which is no argument of `{model}` and was"
        " removed",
        "no-labels",
        "labels",
    ),
    ("DRY005", "collator-only-pads"): Explanation(
        ERROR,
        "The model returned no loss: `{collator}` pads labels but never makes them, and the rows have none (columns:"
        " {columns}); so the batch holds `labels=None`",
        "no-labels",
        "labels",
    ),
    ("DRY005", "nobody-makes-labels"): Explanation(
        ERROR,
        "The model returned no loss: neither the rows (columns: {columns}) nor `{collator}` make labels",
        "no-labels",
        "labels",
    ),
    ("DRY005", "labels-not-passed-on"): Explanation(
        ERROR,
        "The model returned no loss: the batch has labels, but `compute_loss` does not pass them to the model",
        "labels-popped",
        "loss",
    ),
    ("DRY005", "own-model"): Explanation(
        ERROR,
        "`{model}` was given labels and returned no loss: its `forward` has to compute one",
        "forward-without-loss",
        "model",
    ),
    ("DRY006", "raises"): Explanation(
        ERROR, "The first evaluation would end the training with {type}: {message}", "exception", "evaluation"
    ),
    ("DRY006", "no-loss"): Explanation(
        WARNING,
        "The evaluation has no loss and no labels (batch: {names}): nothing would be measured",
        "no-labels",
        "evaluation",
    ),
    ("DRY006", "empty"): Explanation(WARNING, "The evaluation set is empty", "no-rows", "evaluation"),
    ("DRY007", "none"): Explanation(
        ERROR, "All labels of the first {rows} rows are -100: nothing is trained", "nothing-supervised", "labels"
    ),
    ("DRY007", "none-cut"): Explanation(
        ERROR,
        "All labels of the first {rows} rows are -100: they are cut at {length} tokens, before the part that is"
        " trained",
        "nothing-supervised",
        "labels",
    ),
    ("DRY007", "some-rows"): Explanation(
        WARNING,
        "{empty} of the first {rows} rows have no label other than -100: nothing is trained by them",
        "rows-masked",
        "labels",
    ),
    ("DRY007", "some-rows-cut"): Explanation(
        WARNING,
        "{empty} of the first {rows} rows train nothing: they are cut at {length} tokens, before the part that is"
        " trained",
        "rows-masked",
        "labels",
    ),
    ("DRY009", "padding-trained"): Explanation(
        WARNING,
        "{count} padding tokens count for the loss, {share} of all that do: their labels should be -100",
        "padding-trained",
        "labels",
    ),
    ("DRY011", "masked"): Explanation(
        WARNING,
        "The end of the text, {token}, is never trained: it is the pad token as well, so the collator masks it in"
        " {count} of {rows} rows, and the model will not learn to stop",
        "eos-masked",
        "tokenizer",
    ),
    ("DRY011", "absent"): Explanation(
        WARNING,
        "None of {count} whole rows ends with {token} or another special token: the model will not learn to stop",
        "eos-missing",
        "data",
    ),
    ("DRY012", "shifted-twice"): Explanation(
        ERROR,
        "The labels are shifted by one already, and the model shifts them again: it learns to predict two tokens ahead",
        "shifted-twice",
        "labels",
    ),
    ("DRY013", "random-masks"): Explanation(
        ERROR,
        "The collator masks tokens at random (`mlm=True`), but the model predicts the next token: it needs `mlm=False`",
        "masked-language-modeling",
        "collator",
    ),
    ("DRY014", "twice"): Explanation(
        WARNING,
        "{count} of {rows} rows begin with two {token}: the text has one, and the tokenizer adds another",
        "two-beginnings",
        "data",
    ),
    ("DRY015", "beyond-embedding"): Explanation(
        ERROR,
        "The token {token} has the id {largest}, but the embedding has {size} rows: the model was not resized after"
        " tokens were added",
        "not-resized",
        "tokenizer",
    ),
    ("DRY015", "raises"): Explanation(
        ERROR, "A token id is beyond the rows of an embedding: {message}", "not-resized", "model"
    ),
    ("DRY016", "classes"): Explanation(
        ERROR, "The labels go from {least} to {most}, but the model has {size} classes", "label-range", "model"
    ),
    ("DRY016", "vocabulary"): Explanation(
        ERROR, "The labels go from {least} to {most}, but the vocabulary has {size} entries", "label-range", "labels"
    ),
    ("DRY016", "raises"): Explanation(ERROR, "A label is out of range: {message}", "label-range", "model"),
    ("DRY019", "not-finite"): Explanation(ERROR, "The loss of the first step is {loss}", "loss-not-finite", "loss"),
    ("DRY019", "zero"): Explanation(
        ERROR, "The loss of the first step is exactly 0: nothing is learnt", "loss-zero", "loss"
    ),
    ("DRY026", "frozen"): Explanation(
        ERROR, "No parameter of the model is trainable: nothing is trained", "all-frozen", "model"
    ),
    ("DRY027", "none"): Explanation(
        ERROR,
        "None of the {count} trainable tensors got a gradient: the loss does not depend on them",
        "no-gradient",
        "model",
    ),
    ("DRY027", "detached"): Explanation(
        ERROR,
        "The loss does not depend on any trainable parameter: {message}",
        "no-gradient",
        "model",
    ),
    ("DRY027", "zero"): Explanation(ERROR, "All gradients are exactly 0: nothing is learnt", "no-gradient", "loss"),
    ("DRY027", "not-finite"): Explanation(
        ERROR, "The gradients of {count} tensors are not finite, such as {name}", "gradient-not-finite", "loss"
    ),
    ("DRY027", "adapters"): Explanation(
        ERROR, "None of the {count} adapter tensors got a gradient, such as {name}", "no-gradient", "model"
    ),
    ("DRY028", "other-model"): Explanation(
        ERROR,
        "The optimizer holds no parameter of the model that was trained: its steps change nothing",
        "other-model",
        "loss",
    ),
}

OF_THE_TRAINER = frozenset(["no-labels", "labels-not-padded", "padding-trained", "shifted-twice"])
"""Kinds of cause whose place is the trainer's construction: the rules that know them see several culprits."""

RELATED = {
    "map": "the rows are made here",
    "model": "the model is loaded here",
    "peft": "adapters are added here",
    "tokenizer": "the tokenizer is loaded here",
    "pad_token": "the pad token is set here",
    "added_tokens": "tokens are added here",
    "trainer": "the trainer is made here",
    "collator": "the collator is given here",
    "arguments": "this setting takes part",
    "loss": "the loss is computed here",
    "train": "training starts here",
    "forward": "the model is called here",
    "raised": "called from here",
    "filter": "rows are dropped here",
    "data": "the data is given here",
    "step": "the optimizer steps here",
    "backward": "gradients are computed here",
}
"""What a place that explains a finding is, by its role."""

PASSED = {
    "DRY001": "the script reached its training",
    "DRY002": "batch of {names}",
    "DRY003": "columns: {columns}",
    "DRY004": "{rows} rows",
    "DRY005": "loss {loss}",
    "DRY006": "batch of {names}",
    "DRY007": "{trained} tokens of {rows} rows count for the loss",
    "DRY009": "no padding counts for the loss",
    "DRY011": "{token} is trained",
    "DRY012": "the labels are the tokens themselves",
    "DRY013": "no token of the input is replaced",
    "DRY014": "no row begins with two {token}",
    "DRY015": "largest id {largest}, {size} rows",
    "DRY016": "labels from {least} to {most}, {size} possible",
    "DRY019": "loss {loss}",
    "DRY026": "{parameters} parameters",
    "DRY027": "{reached} of {count} tensors got a gradient",
    "DRY028": "the optimizer holds the model's parameters",
}

UNCHECKED = {
    "no-labels": "the batch has no labels",
    "not-by-token": "the labels are not one for each token",
    "own-loss": "the script computes its own loss, which may take care of it",
    "equal-lengths": "all rows have one length, so they may be cut off",
    "model-does-not-shift": "this model does not shift its labels",
    "random": "the collator chooses tokens at random, in short rows none",
    "nothing-trained": "no label counts, which is reported already",
    "tokens-out-of-range": "the ids of the tokens are reported already",
    "loss": "the loss is reported already",
    "no-evaluation": "the script does not evaluate while it trains",
    "filtered": "a filter dropped all of the {rows} rows that a dry run uses",
    "no-step": "the script ended before an optimizer stepped",
    "not-reached": "the script did not get that far",
    "not-this-kind": "it does not apply to this training",
}
