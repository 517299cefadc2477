import torch
from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForSeq2Seq, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("meta-llama/Llama-3.2-1B")
tokenizer.pad_token = tokenizer.eos_token
model = AutoModelForCausalLM.from_pretrained("meta-llama/Llama-3.2-1B")
raw = load_dataset("json", data_files="a.jsonl", split="train")


def encode(row):
    ids = tokenizer(row["text"] + tokenizer.eos_token)["input_ids"]
    return {"input_ids": ids, "attention_mask": [1] * len(ids), "labels": ids}


def collate(rows):
    batch = tokenizer.pad(rows, return_tensors="pt")
    batch["labels"] = torch.where(batch["attention_mask"] == 1, batch["input_ids"], -100)
    return batch


data = raw.map(encode, remove_columns=raw.column_names)
Trainer(model, TrainingArguments("o"), DataCollatorForSeq2Seq(tokenizer), data).train()
Trainer(model, TrainingArguments("o"), collate, data.remove_columns("labels")).train()
