from datasets import load_dataset
from transformers import (
    AutoModelForCausalLM,
    AutoTokenizer,
    DataCollatorWithPadding,
    Trainer,
    TrainingArguments,
    default_data_collator,
)

tokenizer = AutoTokenizer.from_pretrained("gpt2")
tokenizer.pad_token = "<|pad|>"
raw = load_dataset("json", data_files="a.jsonl", split="train")
options = {"truncation": True, "padding": "max_length", "max_length": 128}
SIZE = 128


def by_tokenizer(row):
    out = tokenizer(row["text"], **options)
    out["labels"] = [token if mask else -100 for token, mask in zip(out["input_ids"], out["attention_mask"])]
    return out


def by_hand(row):
    ids = tokenizer(row["text"])["input_ids"][:SIZE]
    padding = SIZE - len(ids)
    return {
        "input_ids": ids + [tokenizer.pad_token_id] * padding,
        "attention_mask": [1] * len(ids) + [0] * padding,
        "labels": ids + [-100] * padding,
    }


def blocks(batch):
    ids = sum(tokenizer(batch["text"])["input_ids"], [])
    rows = [ids[start : start + SIZE] for start in range(0, len(ids) - SIZE + 1, SIZE)]
    return {"input_ids": rows, "labels": rows}


def fit(data, collator):
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    Trainer(model, TrainingArguments("o"), train_dataset=data, data_collator=collator).train()


fit(raw.map(by_tokenizer, remove_columns=raw.column_names), default_data_collator)
fit(raw.map(by_tokenizer, remove_columns=raw.column_names), DataCollatorWithPadding(tokenizer))
fit(raw.map(by_hand, remove_columns=raw.column_names), default_data_collator)
fit(raw.map(blocks, batched=True, remove_columns=raw.column_names), default_data_collator)
