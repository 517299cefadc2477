"""Datasets and collators of the script's own: which columns a row has, and what a batch holds."""

import pytest

from lossguard.rules.training_view import TrainingView
from lossguard.values.sequences import tags_of_object
from tests.program.scripts import training

DATASETS = {
    "a dict display": ("return {'input_ids': 1, 'attention_mask': 1}", "attention_mask input_ids"),
    "a dict that is filled": ("item = {}\n        item['labels'] = 1\n        return item", "labels"),
    "a tokenizer's": ("return tokenizer(self.rows[index])", "attention_mask input_ids token_type_ids?"),
    "one of two": ("if index:\n            return {'a': 1}\n        return {'b': 1}", "a? b?"),
    "a method's": ("return self.make(index)\n\n    def make(self, index):\n        return dict(a=1)", "a"),
    "the keys of an encoding": (
        "self.rows = tokenizer(lib.texts)\n"
        "        return {key: torch.tensor(value[index]) for key, value in self.rows.items()}",
        "attention_mask input_ids token_type_ids?",
    ),
    "the keys of something": ("return {key: value[index] for key, value in self.rows.items()}", "…"),
    "something unknown": ("return self.rows[index]", "unknown"),
    "a tuple": ("return 1, 2", "…"),
}
COLLATORS = {
    "a copy with the pad token masked": (
        "labels = batch['input_ids'].clone()\n    labels[labels == tokenizer.pad_token_id] = -100",
        "ids ignore padded padding",
    ),
    "a copy": ("labels = batch['input_ids'].clone()", "ids padded"),
    "a mask by the attention": (
        "labels = torch.where(batch['attention_mask'] == 1, batch['input_ids'], -100)",
        "ids ignore padded padding",
    ),
    "rows that are padded": (
        "ids = [torch.tensor(tokenizer(row['text'])['input_ids']) for row in rows]\n"
        "    labels = torch.nn.utils.rnn.pad_sequence(ids, batch_first=True, padding_value=-100)",
        "ids ignore padded padding",
    ),
    "a prompt in front": (
        "p, a = (tokenizer(x)['input_ids'] for x in rows[0])\n"
        "    p, a = tokenizer('a')['input_ids'], tokenizer('b')['input_ids']\n"
        "    labels = torch.cat([torch.full((len(p),), -100), torch.tensor(a)])",
        "ids ignore prompt",
    ),
    "something unknown": ("labels = lib.labels(batch)", "unknown"),
}


def shown(view: TrainingView) -> str:
    if view.columns is None:
        return "unknown"
    names = [name + ("" if view.columns.has(name) else "?") for name in sorted(view.columns.names())]
    return " ".join([*names, *([] if view.columns.closed else ["…"])])


@pytest.mark.parametrize("base", ["Dataset", "torch.utils.data.Dataset", "object"])
@pytest.mark.parametrize(("body", "expected"), DATASETS.values(), ids=DATASETS)
def test_a_class_has_the_columns_that_its_items_have(base: str, body: str, expected: str) -> None:
    code = f"""
import torch, lib
from torch.utils.data import Dataset
class Own({base}):
    def __init__(self, rows):
        self.rows = rows
    def __getitem__(self, index):
        {body}
data = Own(lib.rows)
"""
    view = training(code)
    columns = shown(view)
    assert columns == (expected if expected != "unknown" else columns)
    assert (view.has_column("labels") is None) == (expected in ("…", "unknown"))


def test_an_iterable_class_has_the_columns_that_it_yields() -> None:
    code = """
class Own:
    def __iter__(self):
        yield {"input_ids": 1}
data = Own()
"""
    assert shown(training(code)) == "input_ids"


@pytest.mark.parametrize("part", ["random_split(own, [1, 1])[0]", "Subset(own, [1])", "ConcatDataset([own, own])"])
def test_a_part_has_the_columns_of_the_whole(part: str) -> None:
    code = f"""
from torch.utils.data import random_split, Subset, ConcatDataset
class Own:
    def __getitem__(self, index):
        return {{"input_ids": 1}}
own = Own()
data = {part}
"""
    assert shown(training(code)) == "input_ids"


def test_what_is_changed_by_somebody_else_is_not_known() -> None:
    code = """
import lib
class Own:
    def __getitem__(self, index):
        return {"input_ids": 1}
data = Own()
trainer = Trainer(model=model, args=args, train_dataset=data, data_collator=collator)
lib.change(data)
"""
    assert training(code, after="").columns is None


@pytest.mark.parametrize("style", ["function", "class"])
@pytest.mark.parametrize(("body", "expected"), COLLATORS.values(), ids=COLLATORS)
def test_a_collator_of_ones_own_is_run(style: str, body: str, expected: str) -> None:
    function = f"""
def collate(rows):
    batch = tokenizer([row["text"] for row in rows], padding=True, return_tensors="pt")
    {body}
    batch["labels"] = labels
    return batch
"""
    called = "class Collator:\n    def __call__(self, rows):\n        return collate(rows)\n"
    made = "collator = collate" if style == "function" else "collator = Collator()"
    view = training("import torch, lib\n" + function + called + made)
    assert view.batch is not None
    thing = view.find(view.batch.get("labels"))
    tags = tags_of_object(view.training.heap.objects, thing) if thing is not None else None
    assert (" ".join(sorted(tags - {"counted"})) if tags else "unknown") == expected
