import argparse

from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    DataCollatorForSeq2Seq,
    Trainer,
    TrainingArguments,
)

parser = argparse.ArgumentParser()
parser.add_argument("--mask", action="store_true")
options = parser.parse_args()
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="qa.jsonl", split="train")


def encode(row):
    out = tokenizer(row["prompt"] + row["answer"])
    if options.mask:
        start = len(tokenizer(row["prompt"])["input_ids"])
        out["labels"] = [-100] * start + out["input_ids"][start:]
    return out


if options.mask:
    collator = DataCollatorForSeq2Seq(tokenizer)
else:
    collator = DataCollatorForLanguageModeling(tokenizer, mlm=False)
Trainer(
    AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    TrainingArguments("o"),
    train_dataset=raw.map(encode, remove_columns=raw.column_names),
    data_collator=collator,
).train()
