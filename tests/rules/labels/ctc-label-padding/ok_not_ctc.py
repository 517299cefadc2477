from datasets import load_from_disk
from transformers import AutoTokenizer, BertForTokenClassification, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("bert-base-cased")


def collate(rows):
    batch = tok.pad([{"input_ids": row["input_ids"]} for row in rows], return_tensors="pt")
    batch["labels"] = tok.pad([{"input_ids": row["tags"]} for row in rows], return_tensors="pt")["input_ids"]
    return batch


model = BertForTokenClassification.from_pretrained("bert-base-cased")
Trainer(model, TrainingArguments("o"), collate, load_from_disk("tags")).train()
