from datasets import load_from_disk
from transformers import AutoModelForCausalLM, Trainer, TrainingArguments


def collate(rows):
    if "text" in rows[0]:
        return encode([row["text"] for row in rows])
    return stack(rows)


model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
Trainer(model, TrainingArguments("o"), collate, load_from_disk("rows")).train()
