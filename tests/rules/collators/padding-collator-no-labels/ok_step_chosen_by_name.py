# The steps that prepare the data are named on the command line.
import sys

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments


class Pipeline:
    def __init__(self, name):
        self.tokenizer = AutoTokenizer.from_pretrained(name)
        self.model = AutoModelForCausalLM.from_pretrained(name)
        raw = load_dataset("json", data_files="a.jsonl", split="train")
        self.data = raw.map(lambda row: self.tokenizer(row["text"]), remove_columns=raw.column_names)

    def label(self):
        self.data = self.data.map(lambda row: {"labels": row["input_ids"]})

    def run(self, steps):
        for step in steps:
            getattr(self, step)()
        Trainer(
            model=self.model,
            args=TrainingArguments("o"),
            train_dataset=self.data,
            processing_class=self.tokenizer,
        ).train()


Pipeline("gpt2").run(sys.argv[1:])
