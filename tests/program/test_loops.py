"""Training loops without a trainer: which steps a pass takes, in which order, and what is known of the model."""

import pytest

from lossguard.check import Analysis
from lossguard.program.training import LoopStep, RawLoop
from lossguard.text.document import Document
from lossguard.values.heap import Object
from lossguard.values.outputs import AS_COLLATED, LABELS, LOADER
from lossguard.values.value import ABSENT, Constant, Ref, Symbol, members

BEFORE = """
import torch, lib
from accelerate import Accelerator
from torch.utils.data import DataLoader
from transformers import AutoModelForCausalLM, get_scheduler
model = AutoModelForCausalLM.from_pretrained("gpt2")
optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4)
scheduler = get_scheduler("linear", optimizer)
loader = DataLoader(lib.data, batch_size=2)
accelerator = Accelerator()
"""


def loops(code: str) -> list[RawLoop]:
    analysis = Analysis(Document.script("train.py", BEFORE + code))
    report = analysis.refresh()
    assert not report.broken, report.broken
    return list(analysis.context().program.loops)


def steps(code: str) -> str:
    """Steps of the innermost loop in their order; ``name?`` is not taken by every pass."""
    first = loops(code)[0]
    return " ".join(step.name + ("" if step.certain else "?") for step in first.steps)


def backward(code: str) -> tuple[RawLoop, LoopStep]:
    loop = loops(code)[0]
    (step,) = loop.named("backward")
    return loop, step


def loss(code: str) -> Object:
    loop, step = backward(code)
    assert isinstance(step.value, Ref)
    return loop.heap[step.value]


STEPS = {
    "the usual one": (
        """
for batch in loader:
    optimizer.zero_grad()
    loss = model(**batch).loss
    loss.backward()
    optimizer.step()
""",
        "zero_grad backward step",
    ),
    "with epochs": (
        """
for epoch in range(3):
    model.train()
    for batch in loader:
        model(**batch).loss.backward()
        optimizer.step()
        scheduler.step()
        optimizer.zero_grad()
    model.eval()
""",
        "backward step step zero_grad",
    ),
    "accumulating": (
        """
for i, batch in enumerate(loader):
    loss = model(**batch).loss / 4
    loss.backward()
    if (i + 1) % 4 == 0:
        optimizer.step()
        optimizer.zero_grad()
""",
        "backward step? zero_grad?",
    ),
    "with accelerate": (
        """
model, optimizer, loader = accelerator.prepare(model, optimizer, loader)
for batch in loader:
    with accelerator.accumulate(model):
        accelerator.backward(model(**batch).loss)
        optimizer.step()
        optimizer.zero_grad()
""",
        "accumulate backward step zero_grad",
    ),
    "in functions": (
        """
def forward(batch):
    return model(**batch).loss
def update(loss):
    loss.backward()
    optimizer.step()
def train():
    for batch in loader:
        update(forward(batch))
train()
""",
        "backward step",
    ),
    "in a function that nobody calls": (
        """
def train(model, loader):
    for batch in loader:
        model(batch).loss.backward()
        optimizer.step()
""",
        "backward step",
    ),
    "in a class": (
        """
class Loop:
    def __init__(self):
        self.optimizer = optimizer
    def step(self, batch):
        lib.loss(batch).backward()
        self.optimizer.step()
    def run(self):
        for batch in loader:
            self.step(batch)
Loop().run()
""",
        "step backward step",
    ),
    "with a path that goes on": (
        """
for batch in loader:
    loss = model(**batch).loss
    if torch.isnan(loss):
        continue
    loss.backward()
    optimizer.step()
""",
        "backward? step?",
    ),
    "while": (
        "while True:\n    lib.loss().backward()\n    optimizer.step()\n    if lib.end:\n        break",
        "backward step",
    ),
}


@pytest.mark.parametrize(("code", "expected"), STEPS.values(), ids=STEPS)
def test_steps_of_a_pass(code: str, expected: str) -> None:
    assert steps(code) == expected


def test_a_loop_that_only_evaluates_is_none() -> None:
    assert loops("model.eval()\nfor batch in loader:\n    total = model(**batch).loss.item()") == []


def test_the_loops_around_it_have_its_steps_too() -> None:
    inner, outer = loops(STEPS["with epochs"][0])
    assert [step.name for step in outer.steps] == ["train", "backward", "step", "step", "zero_grad", "eval"]
    assert len(inner.steps) == 4


def test_the_model_behind_a_loss_is_known() -> None:
    loop, step = backward("for batch in loader:\n    out = model(**batch)\n    out.loss.backward()")
    model = loop.model(step)
    assert model is not None
    assert isinstance(model.type, Symbol)
    assert model.type.name == "AutoModelForCausalLM"


@pytest.mark.parametrize(
    ("call", "given"),
    [("model(**batch)", None), ("model(x, labels=y)", True), ("model(x)", False)],
)
def test_whether_labels_are_passed(call: str, given: bool | None) -> None:
    labels = loss(f"for x, y in loader:\n    batch = lib.batch(x)\n    {call}.loss.backward()").get("labels")
    assert (labels is not ABSENT) == (given is not False)


@pytest.mark.parametrize("text", ["loss = loss / 4", "loss /= 4", "loss = (loss / 4).mean()"])
def test_a_divided_loss_is_told(text: str) -> None:
    made = loss(f"for batch in loader:\n    loss = model(**batch).loss\n    {text}\n    loss.backward()")
    assert made.get("/") == Constant(4)


def test_a_loss_that_is_not_divided_is_told() -> None:
    assert loss("for batch in loader:\n    model(**batch).loss.backward()").get("/") is ABSENT


@pytest.mark.parametrize(
    ("before", "mode"),
    [
        ("model.train()", "train"),
        ("model.eval()", "eval"),
        ("model.train(False)", "eval"),
        ("model.eval()\nmodel.train()", "train"),
        ("pass", None),
    ],
)
def test_the_mode_of_the_model(before: str, mode: str | None) -> None:
    _, step = backward(f"{before}\nfor batch in loader:\n    model(**batch).loss.backward()")
    assert step.mode == (Constant(mode) if mode else ABSENT)


def test_a_mode_that_a_later_pass_finds_changed_is_open() -> None:
    code = """
model.train()
for epoch in range(3):
    for batch in loader:
        model(**batch).loss.backward()
    model.eval()
"""
    mode = backward(code)[1].mode
    assert mode is not None
    assert mode not in (Constant("train"), Constant("eval"), ABSENT)


def test_an_optimizer_that_others_had_is_exposed() -> None:
    code = "{}\nfor batch in loader:\n    lib.loss(batch).backward()\n    optimizer.step()"
    for call, exposed in (("lib.patch(optimizer)", True), ("print(optimizer)", False)):
        loop = loops(code.format(call))[0]
        (step,) = loop.named("step")
        assert loop.exposed(step.value) is exposed


def test_backward_on_an_output_is_told_from_that_on_a_loss() -> None:
    assert loss("for batch in loader:\n    model(**batch).backward()").kind == "output"
    assert loss("for batch in loader:\n    model(**batch)['loss'].backward()").kind == "loss"


def test_a_collator_of_ones_own_makes_the_batches_of_a_loader() -> None:
    code = """
class Rows:
    def __getitem__(self, index):
        return {"ids": 1}
def collate(rows):
    return {"input_ids": 1, "labels": 2}
for batch in DataLoader(Rows(), collate_fn=collate):
    model(input_ids=batch["input_ids"], labels=batch["labels"]).loss.backward()
"""
    assert loss(code).get("labels") == Constant(2)


@pytest.mark.parametrize("call", ["model(x)", "model(**batch)"])
def test_a_loss_of_ones_own_counts_where_the_model_may_have_none(call: str) -> None:
    code = f"""
for x, batch in loader:
    loss = {call}.loss
    if loss is None:
        loss = torch.nn.functional.cross_entropy(x, x)
    loss.backward()
"""
    loop, step = backward(code)
    assert loop.model(step) is None


COLLATED = """
from datasets import load_dataset
from transformers import *
tokenizer = AutoTokenizer.from_pretrained("gpt2")
raw = load_dataset("json", data_files="a.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)
labelled = raw.map(lambda row: {**tokenizer(row["text"]), "label": 1}, remove_columns=raw.column_names)
"""
LABELS_OF_LOADERS = {
    "DataLoader(data, collate_fn=DataCollatorForSeq2Seq(tokenizer))": "none",
    "DataLoader(data, collate_fn=DataCollatorWithPadding(tokenizer))": "none",
    "DataLoader(data, collate_fn=default_data_collator)": "none",
    "DataLoader(data)": "none",
    "DataLoader(data, 8, True, None, None, 0, DataCollatorWithPadding(tokenizer))": "none",
    "DataLoader(data, collate_fn=DataCollatorForLanguageModeling(tokenizer, mlm=False))": "of the batch",
    "DataLoader(labelled, collate_fn=DataCollatorWithPadding(tokenizer))": "of the batch",
    "DataLoader(labelled, collate_fn=default_data_collator)": "of the batch",
    "DataLoader(labelled, collate_fn=DataCollatorForSeq2Seq(tokenizer))": "unknown",  # renames `label` since 4.41
    "DataLoader(raw, collate_fn=DataCollatorForSeq2Seq(tokenizer))": "unknown",
    "DataLoader(raw, collate_fn=DataCollatorForLanguageModeling(tokenizer))": "of the batch",
    "DataLoader(lib.data, collate_fn=DataCollatorWithPadding(tokenizer))": "unknown",
    "DataLoader(data, collate_fn=lib.collate)": "unknown",
    "DataLoader(data, collate_fn=DataCollatorForTokenClassification(tokenizer))": "none",
    "lib.wrap(DataLoader(data, collate_fn=DataCollatorWithPadding(tokenizer)))": "unknown",
}
LABELS_OF_PASSES = {
    "loss = model(**batch).loss": "none",
    "loss = model(batch['input_ids']).loss": "none",
    "batch = batch.to('cuda')\n    loss = model(**batch).loss": "none",
    "batch = {k: v.to('cuda') for k, v in batch.items()}\n    loss = model(**batch).loss": "none",
    "loss = model(**batch, labels=batch['input_ids']).loss": "of the batch",
    "loss = model(**batch, labels=lib.labels(batch)).loss": "unknown",
    "batch['labels'] = lib.labels\n    loss = model(**batch).loss": "unknown",
    "lib.label(batch)\n    loss = model(**batch).loss": "unknown",
    "loss = model(batch['input_ids'], None, batch['input_ids']).loss": "unknown",
    "loss = model(**lib.f(batch)).loss": "unknown",
    "batch['labels'] = batch['input_ids'].clone()\n    batch['labels'][:, :2] = -100\n"
    "    loss = model(**batch).loss": "changed",
}


def labels(code: str) -> str:
    """Which labels the model is given whose loss a pass goes back from."""
    loop, step = backward(COLLATED + code)
    made = loop.heap[step.value] if isinstance(step.value, Ref) else None
    value = made.get(LABELS) if made is not None else None
    if value is not None and all(one in (ABSENT, Constant(None)) for one in members(value)):
        return "none"
    column = loop.heap[value] if isinstance(value, Ref) else None
    if column is None or column.get(LOADER) == ABSENT:
        return "unknown"
    return "of the batch" if column.get("tags") == column.get(AS_COLLATED) else "changed"


@pytest.mark.parametrize(("loader", "wanted"), LABELS_OF_LOADERS.items())
def test_the_labels_that_a_loader_gives(loader: str, wanted: str) -> None:
    code = f"loader = {loader}\nfor batch in loader:\n    loss = model(**batch).loss\n    loss.backward()\n"
    assert labels(code) == wanted


@pytest.mark.parametrize(("body", "wanted"), LABELS_OF_PASSES.items())
def test_the_labels_that_a_pass_gives_to_the_model(body: str, wanted: str) -> None:
    loader = "loader = DataLoader(data, collate_fn=DataCollatorWithPadding(tokenizer))\n"
    assert labels(f"{loader}for batch in loader:\n    {body}\n    loss.backward()\n") == wanted


def test_a_look_at_the_first_batch_changes_no_later_one() -> None:
    code = "loader = DataLoader(labelled, collate_fn=default_data_collator)\nfirst = next(iter(loader))\n"
    loop = "for batch in loader:\n    model(**batch).loss.backward()\n"
    assert labels(f"{code}first.pop('labels')\n{loop}") == "of the batch"
    assert labels(f"{code}lib.change(loader)\n{loop}") == "unknown"
