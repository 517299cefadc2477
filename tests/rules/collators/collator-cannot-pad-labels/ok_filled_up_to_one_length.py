from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

SIZE = 128
tokenizer = AutoTokenizer.from_pretrained("gpt2")
raw = load_dataset("json", data_files="a.jsonl", split="train")


def with_zeros(row):
    ids = (tokenizer(row["text"])["input_ids"] + [0] * SIZE)[:SIZE]
    return {"input_ids": ids, "labels": ids}


def by_pad(row):
    out = tokenizer.pad(tokenizer(row["text"]), padding="max_length", max_length=SIZE)
    out["labels"] = list(out["input_ids"])
    return out


def appended(row):
    ids = tokenizer(row["text"])["input_ids"]
    while len(ids) < SIZE:
        ids.append(tokenizer.eos_token_id)
    return {"input_ids": ids, "labels": ids}


def plain(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": ids}


def fit(data):
    model = AutoModelForCausalLM.from_pretrained("gpt2")
    Trainer(model, TrainingArguments("o"), default_data_collator, data).train()


for function in (with_zeros, by_pad, appended):
    fit(raw.map(function, remove_columns=raw.column_names))
fit(raw.map(plain, remove_columns=raw.column_names).filter(lambda row: len(row["input_ids"]) == SIZE))
