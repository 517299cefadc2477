"""Where a fact could be false, there is none: each body is one way to make the seed error go away.

Without the body the error is certain (`test_the_error_is_found_without_any_of_this`). A body that leaves
its fate to something that cannot be seen must silence it.
"""

import pytest

from tests.program.scripts import PRELUDE, TRAIN, found, rules, silent


def test_the_error_is_found_without_any_of_this() -> None:
    assert found("")


HAVOC = {
    "the trainer's data goes through an unknown function": "import lib\ndata = lib.prepare(data)",
    "the data is changed in place by an unknown function": "import lib\nlib.prepare(data)",
    "the data is changed by an unknown method": "data = data.enrich()",
    "the collator goes to an unknown function": "import lib\nlib.patch(collator)",
    "the collator goes through an unknown function": "import lib\ncollator = lib.patch(collator)",
    "the model goes through an unknown function": "import lib\nmodel = lib.wrap(model)",
    "the data goes along in *args": "import lib\nlib.prepare(*[data])",
    "the data goes along in **kwargs": "import lib\nlib.prepare(**{'d': data})",
    "the data is kept by an unknown object": "import lib\nlib.Registry(data).run()",
    "the data is in a list that goes to an unknown function": "import lib\nlib.prepare([data])",
    "the data is in an object that goes to an unknown function": """
import lib
class Box:
    def __init__(self, content):
        self.content = content
lib.prepare(Box(data))
""",
    "an alias is changed": "import lib\nalias = data\nlib.prepare(alias)",
    "an attribute of unknown name is set": "import sys\nsetattr(collator, sys.argv[1], 1)",
    "exec may do anything": "exec(open('x').read())",
    "the column is set by a transform": "data.set_transform(lambda batch: {'labels': batch['input_ids'], **batch})",
    "a nested function changes it later": """
import lib
def later():
    lib.prepare(data)
later()
""",
    "an unknown decorator": """
import lib
@lib.supervised
def build():
    return data
data = build()
""",
    "an unknown base class of the collator": """
import lib
class Mine(lib.Mixin, DataCollatorForSeq2Seq):
    pass
collator = Mine(tokenizer)
""",
    "a collator of one's own": """
class Mine(DataCollatorForSeq2Seq):
    def __call__(self, features, return_tensors=None):
        for feature in features:
            feature["labels"] = feature["input_ids"]
        return super().__call__(features, return_tensors)
collator = Mine(tokenizer)
""",
    "a collator function": "collator = lambda rows: {'labels': rows}",
    "a monkey patch of the class": "import lib\nTrainer.compute_loss = lib.loss",
    "a monkey patch of the collator": "DataCollatorForSeq2Seq.__call__ = lambda self, rows: rows",
    "the model is one of one's own": """
import torch
class Net(torch.nn.Module):
    def forward(self, input_ids):
        return {"loss": input_ids.sum()}
model = Net()
""",
    "the labels may be made": """
import sys
if sys.argv[1:]:
    data = data.map(lambda row: {"labels": row["input_ids"]})
""",
    "the labels are made in a loop": """
import sys
for step in sys.argv:
    data = data.map(lambda row: {"labels": row["input_ids"]})
""",
    "the labels are made in a while loop": """
while True:
    data = data.map(lambda row: {"labels": row["input_ids"]})
    break
""",
    "the labels are made where an import succeeds": """
try:
    import lib
    data = data.map(lambda row: {"labels": row["input_ids"]})
except ImportError:
    pass
""",
    "the labels are made in a with block": """
with args.main_process_first():
    data = data.map(lambda row: {"labels": row["input_ids"]})
""",
    "the labels are made in a match": """
import sys
match sys.argv:
    case [_, "x"]:
        data = data.map(lambda row: {"labels": row["input_ids"]})
""",
    "the labels come through a global": """
def supervise():
    global data
    data = data.map(lambda row: {"labels": row["input_ids"]})
supervise()
""",
    "the column comes from a variable name": "import sys\ndata = data.rename_column(sys.argv[1], sys.argv[2])",
    "the column is added": "data = data.add_column('labels', [1])",
    "the data is concatenated with unknown data": "data = concatenate_datasets([data, raw])\n",
    "the map function is unknown": "import lib\ndata = raw.map(lib.encode, remove_columns=raw.column_names)",
    "the map function is chosen at run time": """
import sys
encode = {"a": lambda row: tokenizer(row["text"])}.get(sys.argv[1])
data = raw.map(encode, remove_columns=raw.column_names)
""",
    "the tokenizer is unknown": """
import lib
tok = lib.tokenizer()
data = raw.map(lambda row: tok(row["text"]), remove_columns=raw.column_names)
""",
    "the tokenizer is given labels": """
extra = {"text_target": "x"}
data = raw.map(lambda row: tokenizer(row["text"], **extra), remove_columns=raw.column_names)
""",
    "the row comes back with more": """
import lib
data = raw.map(lambda row: {**tokenizer(row["text"]), **lib.more(row)}, remove_columns=raw.column_names)
""",
    "some columns are kept": """
import sys
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=sys.argv[1:])
""",
    "the arguments of the trainer come from outside": "import lib\ncollator = lib.options().collator",
    "the setting comes from argparse": """
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--supervise", default=False)
if parser.parse_args().supervise:
    data = data.map(lambda row: {"labels": row["input_ids"]})
""",
    "the setting comes from the environment": """
import os
if os.environ.get("SUPERVISE", "") == "1":
    data = data.map(lambda row: {"labels": row["input_ids"]})
""",
    "the dictionary of an object is changed": "vars(collator)['tokenizer'] = None\nimport lib\nlib.f(vars(collator))",
}


@pytest.mark.parametrize("body", HAVOC.values(), ids=HAVOC.keys())
def test_what_cannot_be_seen_silences(body: str) -> None:
    before = PRELUDE + "from datasets import concatenate_datasets\n"
    assert silent(body, before=before)


AFTERWARDS = {
    "the collator is replaced": "trainer.data_collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)",
    "the data is replaced": "trainer.train_dataset = raw",
    "the trainer goes to an unknown function": "import lib\nlib.prepare(trainer)",
    "the trainer goes through an unknown function": "import lib\ntrainer = lib.prepare(trainer)",
    "the loss is patched": "import lib\ntrainer.compute_loss = lib.loss",
    "an attribute of unknown name is set": "import sys\nsetattr(trainer, sys.argv[1], None)",
    "an unknown method is called": "trainer.prepare_somehow()",
    "only responses are trained on": """
from unsloth.chat_templates import train_on_responses_only
train_on_responses_only(trainer)
""",
    "only responses may be trained on": """
import sys
from unsloth.chat_templates import train_on_responses_only
if sys.argv[1:]:
    trainer = train_on_responses_only(trainer)
""",
    "only responses are trained on by an alias": """
import unsloth.chat_templates as templates
same = trainer
same = templates.train_on_responses_only(same)
""",
}


@pytest.mark.parametrize("body", AFTERWARDS.values(), ids=AFTERWARDS.keys())
def test_what_happens_to_the_trainer_counts(body: str) -> None:
    built, started = TRAIN.strip().splitlines()
    assert silent("", after=f"{built}\n{body}\n{started}\n")


TRAINERS = {
    "its own loss": "    def compute_loss(self, model, inputs, return_outputs=False, **kwargs):\n        return 1",
    "its own step": "    def training_step(self, *args, **kwargs):\n        return 1",
    "its own batches": "    def get_train_dataloader(self):\n        return []",
    "its own inputs": "    def _prepare_inputs(self, inputs):\n        return inputs",
}


@pytest.mark.parametrize("method", TRAINERS.values(), ids=TRAINERS.keys())
def test_a_trainer_of_ones_own_is_trusted(method: str) -> None:
    after = TRAIN.replace("Trainer(", "Mine(")
    assert silent(f"class Mine(Trainer):\n{method}\n", after=after)


def test_a_trainer_that_only_logs_is_not() -> None:
    body = "class Mine(Trainer):\n    def log(self, *args):\n        print(args)\n"
    assert found(body, after=TRAIN.replace("Trainer(", "Mine("))


def test_a_function_that_nobody_calls_knows_nothing_of_its_parameters() -> None:
    code = PRELUDE + "def run(data, collator=collator):\n" + TRAIN.replace("\n", "\n    ")
    assert rules(code) == []


def test_a_method_of_a_class_that_nobody_makes_knows_nothing_of_self() -> None:
    code = PRELUDE + (
        "class Run:\n    def __init__(self):\n        self.data = data\n    def go(self):\n"
        "        Trainer(model=model, args=args, train_dataset=self.data, data_collator=collator).train()\n"
    )
    assert rules(code) == []


def test_a_trainer_that_is_handed_out_untrained_is_left_alone() -> None:
    code = (
        PRELUDE
        + "def build():\n    return Trainer(model=model, args=args, train_dataset=data, data_collator=collator)\n"
    )
    assert rules(code) == []


HARMLESS = {
    "it is printed": "print(data, collator, model, len(data), data.column_names, data[0])",
    "it is logged": "import logging\nlogging.getLogger(__name__).info('%s', data)",
    "it is filtered and shuffled": "data = data.filter(lambda row: row['input_ids']).shuffle(seed=1).select(range(9))",
    "the model gets an adapter": """
from peft import LoraConfig, get_peft_model
model = get_peft_model(model, LoraConfig(r=8))
model.print_trainable_parameters()
""",
    "the model moves": "model = model.to('cuda')\nmodel.config.use_cache = False\nmodel.train()",
    "a helper counts": """
def count(m):
    return sum(p.numel() for p in m.parameters())
print(count(model))
""",
    "it goes through a helper": """
def keep(x):
    return x
data, collator = keep(data), keep(collator)
""",
    "it waits in a dict": "box = {'data': data, 'c': collator}\ndata = box['data']\ncollator = box.get('c')",
    "it waits in a list": "things = [data, collator]\ndata, collator = things",
    "it is saved": "data.save_to_disk('x')\ntokenizer.save_pretrained('x')",
    "nothing is trained on twice": "for name in ['a', 'b']:\n    print(name, data)",
}


@pytest.mark.parametrize("body", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_changes_nothing_does_not_silence(body: str) -> None:
    assert found(body)
