import torch
from datasets import load_from_disk
from torch.nn.utils.rnn import pad_sequence
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def by_mask(rows):
    batch = pad_sequence([torch.tensor(row["input_ids"]) for row in rows], True, tok.pad_token_id)
    labels = batch.clone()
    labels[batch == tok.pad_token_id] = -100
    return {"input_ids": batch, "labels": labels}


def by_fill(rows):
    batch = tok([row["text"] for row in rows], padding=True, return_tensors="pt")
    batch["labels"] = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    return batch


def by_where(rows):
    batch = tok([row["text"] for row in rows], padding=True, return_tensors="pt")
    batch["labels"] = torch.where(batch["attention_mask"].bool(), batch["input_ids"], -100)
    return batch


def in_place(rows):
    batch = tok([row["text"] for row in rows], padding="max_length", return_tensors="pt")
    labels = batch["input_ids"].clone()
    labels.masked_fill_(~batch["attention_mask"].bool(), -100)
    return {**batch, "labels": labels}


def padded_apart(rows):
    ids = [torch.tensor(row["input_ids"]) for row in rows]
    return {
        "input_ids": pad_sequence(ids, True, tok.pad_token_id),
        "labels": pad_sequence([one.clone() for one in ids], True, -100),
    }


for collate in (by_mask, by_fill, by_where, in_place, padded_apart):
    Trainer(model, TrainingArguments("o", remove_unused_columns=False), collate, load_from_disk("rows")).train()
