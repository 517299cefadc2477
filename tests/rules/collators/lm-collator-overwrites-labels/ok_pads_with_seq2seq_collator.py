from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorForLanguageModeling,
    DataCollatorForSeq2Seq,
    Trainer,
    TrainingArguments,
)

MASK_PROMPT = True
tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("json", data_files="qa.jsonl", split="train")


def masked(row):
    ids = tokenizer(row["prompt"] + row["answer"])["input_ids"]
    start = len(tokenizer(row["prompt"])["input_ids"])
    return {"input_ids": ids, "labels": [-100] * start + ids[start:]}


def plain(row):
    return tokenizer(row["prompt"] + row["answer"])


def make(rows, collator):
    return Trainer(model, TrainingArguments("o"), train_dataset=rows, data_collator=collator)


make(raw.map(masked, remove_columns=raw.column_names), DataCollatorForSeq2Seq(tokenizer)).train()
make(raw.map(plain, remove_columns=raw.column_names), DataCollatorForLanguageModeling(tokenizer, mlm=False)).train()
rows = raw.map(masked, remove_columns=raw.column_names)
make(rows.remove_columns("labels"), DataCollatorForLanguageModeling(tokenizer, mlm=False)).train()
make(rows.select_columns(["input_ids"]), DataCollatorForLanguageModeling(tokenizer, mlm=False)).train()
