import os

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
raw = load_dataset("text", data_files="book.txt", split="train")
WITH_LABELS = os.environ.get("WITH_LABELS") == "1"


def encode(row):
    out = tokenizer(row["text"])
    if WITH_LABELS:
        out["labels"] = out["input_ids"].copy()
    return out


data = raw.map(encode, remove_columns=["text"])
Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("out"),
    train_dataset=data,
    data_collator=DataCollatorForSeq2Seq(tokenizer),
).train()
