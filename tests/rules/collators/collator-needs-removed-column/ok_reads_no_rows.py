from datasets import load_from_disk
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments

names = {"text": "input_ids"}


def collate(rows):
    batch = {names["text"]: stack([row["input_ids"] for row in rows])}
    batch["text"] = None
    return {"input_ids": batch["input_ids"], "labels": batch["input_ids"]}


model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
Trainer(model, TrainingArguments("o"), collate, load_from_disk("rows")).train()
