import torch
from datasets import Dataset
from transformers import AutoModelForSequenceClassification, AutoTokenizer, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("bert-base-uncased")
rows = Dataset.from_dict({"text": ["good", "bad"], "target": [1, 0]})


def collate(batch):
    out = tokenizer([row["text"] for row in batch], padding=True, return_tensors="pt")
    out["labels"] = torch.tensor([row["target"] for row in batch])
    return out


trainer = Trainer(
    model=AutoModelForSequenceClassification.from_pretrained("bert-base-uncased"),
    args=TrainingArguments("o", remove_unused_columns=False),
    train_dataset=rows,
    data_collator=collate,
)
trainer.train()
