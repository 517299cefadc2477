from datasets import load_from_disk
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def collate(rows):
    labels = []
    for row in rows:
        ids = list(row["input_ids"])
        ids[: row["prompt_length"]] = [-100] * row["prompt_length"]
        labels.append(ids)
    batch = tok.pad([{"input_ids": row["input_ids"]} for row in rows], return_tensors="pt")
    return {**batch, "labels": pad_left(labels)}


Trainer(model, TrainingArguments("o", remove_unused_columns=False), collate, load_from_disk("rows")).train()
