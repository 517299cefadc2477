from datasets import load_from_disk
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments


def collate(rows):
    return {"input_ids": stack([row["input_ids"] for row in rows]), "labels": stack([row["labels"] for row in rows])}


model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
Trainer(model, TrainingArguments("o"), collate, load_from_disk("rows")).train()
