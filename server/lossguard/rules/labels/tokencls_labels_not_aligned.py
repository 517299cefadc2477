"""LBL006."""

from collections.abc import Iterator

from lossguard.findings.finding import Cause, Finding, Message, Severity
from lossguard.libraries.models.tokenizers import SPECIAL, SPLIT_INTO_WORDS
from lossguard.rules import related
from lossguard.rules.context import Context
from lossguard.rules.rule import Rule
from lossguard.rules.training_view import LABEL_NAMES, TrainingView
from lossguard.values.value import ABSENT, Constant, Data, Value, members

MESSAGE = (
    "the labels are the column `{column}` as it is, one for each word, and the tokenizer cuts words into tokens and "
    "adds some: labels and tokens do not match"
)


class TokenclsLabelsNotAligned(Rule):
    """
    ## What it does
    Finds rows that are tokenised with `is_split_into_words=True` and keep the tags of the words as labels.

    ## Why it is bad
    A tokenizer puts special tokens around the words and cuts long words into pieces, so there are more tokens than
    tags: `expected sequence of length 6 at dim 1 (got 4)`, or `Unable to create tensor`. Where padding makes the
    lengths agree, nothing fails, and each token is trained on the tag of another word.

    `word_ids()` of the result tells the word of each token.

    ## Example
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
    model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)


    def encode(row):
        batch = tokenizer(row["tokens"], is_split_into_words=True)
        batch["labels"] = row["ner_tags"]
        return batch


    data = load_dataset("conll2003", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForTokenClassification(tokenizer),
    )
    trainer.train()
    ```

    ## Use instead
    ```python
    from datasets import load_dataset
    from transformers import AutoModelForTokenClassification, AutoTokenizer, DataCollatorForTokenClassification, Trainer
    from transformers import TrainingArguments

    tokenizer = AutoTokenizer.from_pretrained("bert-base-cased")
    model = AutoModelForTokenClassification.from_pretrained("bert-base-cased", num_labels=9)


    def encode(row):
        batch = tokenizer(row["tokens"], is_split_into_words=True)
        batch["labels"] = [-100 if word is None else row["ner_tags"][word] for word in batch.word_ids()]
        return batch


    data = load_dataset("conll2003", split="train")
    data = data.map(encode, remove_columns=data.column_names)
    trainer = Trainer(
        model=model,
        args=TrainingArguments("out"),
        train_dataset=data,
        data_collator=DataCollatorForTokenClassification(tokenizer),
    )
    trainer.train()
    ```

    ## Fix safety
    There is no fix: whether all pieces of a word are to be labelled, or its first one only, is for you to say.

    ## References
    - [Token classification](https://huggingface.co/docs/transformers/tasks/token_classification)
    - [huggingface/transformers#19940](https://github.com/huggingface/transformers/issues/19940),
      [huggingface/transformers#9906](https://github.com/huggingface/transformers/issues/9906)
    """

    code = "LBL006"
    name = "tokencls-labels-not-aligned"
    severity = Severity.ERROR
    summary = "Tags of words as labels of tokens"
    applies = "All versions."
    messages = (MESSAGE, related.LABELS)

    def check(self, context: Context) -> Iterator[Finding]:
        for view in context.trainings:
            if not view.is_plain or view.own_loss or view.own_batches or view.tasks != {"token-classification"}:
                continue
            columns = view.columns
            if columns is None or view.collator is None or view.collator.path is None:
                continue
            column = _unchanged(view)
            if column is not None and _cut_into_tokens(view, columns.added.get("input_ids")):
                yield self._report(context, view, column)

    def _report(self, context: Context, view: TrainingView, column: str) -> Finding:
        labels = view.labels
        place = labels.place if labels is not None else None
        return self.finding(
            context,
            place or view.argument_place("train_dataset"),
            Message(MESSAGE, {"column": column}),
            Cause("labels-not-aligned", "labels", view.place),
        )


def _unchanged(view: TrainingView) -> str | None:
    """The column of the data that became the labels; None if they were made in another way."""
    columns = view.columns
    written = [columns.added[name] for name in LABEL_NAMES if name in columns.added] if columns is not None else []
    found = {member.column if isinstance(member, Data) else None for value in written for member in members(value)}
    column = found.pop() if len(found) == 1 else None
    return column if column != "*" and all(value.place is not None for value in written) else None


def _cut_into_tokens(view: TrainingView, ids: Value | None) -> bool:
    """Whether ids certainly come from words that a tokenizer cut into tokens, with special ones around them."""
    things = [view.find(member) for member in members(ids)] if ids is not None else []
    return bool(things) and all(
        thing is not None
        and thing.get(SPLIT_INTO_WORDS) == Constant(True)
        and thing.get(SPECIAL) in (ABSENT, Constant(True))
        for thing in things
    )
