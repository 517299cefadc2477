from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments

tok = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")


def collate(rows):
    batch = tok([row["text"] for row in rows], padding=True, return_tensors="pt")  # expect: collator-needs-removed-column @safe
    batch["labels"] = batch["input_ids"].masked_fill(batch["attention_mask"] == 0, -100)
    return batch


data = load_dataset("text", data_files="a.txt", split="train")
Trainer(model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=collate).train()
