from datasets import load_from_disk
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def collate(rows):
    batch = tok([row["text"] for row in rows], padding=True, return_tensors="pt")
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    for i, row in enumerate(rows):
        padding = labels.shape[1] - int(batch["attention_mask"][i].sum())
        labels[i, : padding + row["prompt_length"]] = -100
    return {**batch, "labels": labels}


Trainer(model, TrainingArguments("o", remove_unused_columns=False), collate, load_from_disk("rows")).train()
