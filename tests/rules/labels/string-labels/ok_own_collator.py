from datasets import load_dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("google-bert/bert-base-uncased")
model = AutoModelForSequenceClassification.from_pretrained("google-bert/bert-base-uncased", num_labels=2)
import torch


def encode(row):
    return {**tokenizer(row["text"], padding="max_length"), "label": "spam" if row["score"] > 0.5 else "ham"}


def together(rows):
    batch = {"input_ids": torch.tensor([row["input_ids"] for row in rows])}
    batch["labels"] = torch.tensor([row["label"] == "spam" for row in rows]).long()
    return batch


data = load_dataset("json", data_files="rows.jsonl", split="train")
data = data.map(encode, remove_columns=data.column_names)
trainer = Trainer(model, TrainingArguments("out"), together, data)
trainer.train()
