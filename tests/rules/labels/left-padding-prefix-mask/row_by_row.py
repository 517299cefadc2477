from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B", padding_side="left")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def collate(rows):
    batch = tok([row["prompt"] + row["answer"] for row in rows], padding=True, return_tensors="pt")
    labels = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    for index, row in enumerate(rows):
        labels[index, : len(tok(row["prompt"])["input_ids"])] = -100  # expect: left-padding-prefix-mask @none
    return {**batch, "labels": labels}


args = TrainingArguments("o", remove_unused_columns=False)
Trainer(model, args, collate, load_dataset("json", data_files="a.jsonl", split="train")).train()
