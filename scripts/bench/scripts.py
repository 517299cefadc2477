"""Scripts to measure on: real code of the standard library in front of a small training."""

import dataclasses
import inspect
import shlex
import statistics
import textwrap
from types import ModuleType

import libcst

FILLERS: tuple[ModuleType, ...] = (dataclasses, textwrap, shlex, statistics)
TRAINING = """
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
rows = load_dataset("json", data_files="notes.jsonl", split="train")
rows = rows.map(lambda row: tokenizer(row["text"]), remove_columns=rows.column_names)
trainer = Trainer(
    model=model,
    args=TrainingArguments(output_dir="out"),
    train_dataset=rows,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
)
trainer.train()
"""


def script(lines: int) -> str:
    """About so many lines that parse and end in a training with one mistake."""
    filler = "\n".join(inspect.getsource(module) for module in FILLERS).split("\n")[: lines - TRAINING.count("\n")]
    while filler:
        text = "\n".join(filler) + "\n" + TRAINING
        try:
            libcst.parse_module(text)
        except libcst.ParserSyntaxError:
            filler.pop()  # cut inside a statement
        else:
            return text
    return TRAINING
