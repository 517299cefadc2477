"""Short scripts for tests: a body is put into a script that trains, and read back as facts."""

from lossguard.check import Analysis
from lossguard.libraries.models import build_models
from lossguard.program.interpreter import Interpreter
from lossguard.rules.training_view import TrainingView
from lossguard.syntax.tree import Tree
from lossguard.text.document import Document, Part
from lossguard.values.value import Constant, Value

PRELUDE = """
from datasets import load_dataset
from transformers import *
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="a.jsonl", split="train")
data = raw.map(lambda row: tokenizer(row["text"]), remove_columns=raw.column_names)
collator = DataCollatorForSeq2Seq(tokenizer)
args = TrainingArguments("out")
"""
TRAIN = """
trainer = Trainer(model=model, args=args, train_dataset=data, data_collator=collator)
trainer.train()
"""


def views(code: str) -> list[TrainingView]:
    """The trainings of a script."""
    analysis = Analysis(Document.script("train.py", code))
    report = analysis.refresh()
    assert not report.broken, report.broken
    return list(analysis.context().trainings)


def training(body: str, *, before: str = PRELUDE, after: str = TRAIN) -> TrainingView:
    """The one training of a body between the usual beginning and end."""
    (view,) = views(before + body + "\n" + after)
    return view


def rules(code: str) -> list[str]:
    """Names of all findings."""
    return [finding.name for finding in Analysis(Document.script("train.py", code)).refresh().findings]


def silent(body: str, *, before: str = PRELUDE, after: str = TRAIN) -> bool:
    """Whether nothing is found where, without the body, the seed error would be."""
    return rules(before + body + "\n" + after) == []


def found(body: str, *, before: str = PRELUDE, after: str = TRAIN) -> bool:
    """Whether the seed error is found in spite of the body."""
    return rules(before + body + "\n" + after) == ["seq2seq-collator-no-labels"]


def value_of(name: str, code: str) -> Value:
    """What a variable of the module is at the end of a script."""
    tree = Tree(Part("train.py", code))
    tree.refresh()
    assert not tree.broken, tree.failure
    run = Interpreter(build_models())
    run.block(tree.statements)
    assert run.alive, "the script does not reach its end"
    return run.lookup(name)


def known(name: str, code: str) -> object:
    """The Python value of a variable at the end of a script; ``...`` if it is not known."""
    return plain(value_of(name, code))


def plain(value: Value) -> object:
    return value.value if isinstance(value, Constant) else ...


def constant(value: Value) -> object:
    assert isinstance(value, Constant), value
    return value.value
