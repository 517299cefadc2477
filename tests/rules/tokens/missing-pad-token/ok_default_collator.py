from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

tokenizer = AutoTokenizer.from_pretrained("gpt2")
model = AutoModelForCausalLM.from_pretrained("gpt2")
data = load_dataset("text", data_files="poems.txt", split="train")
data = data.map(lambda batch: tokenizer(batch["text"]), batched=True, remove_columns=["text"])


def group(batch):
    ids = sum(batch["input_ids"], [])
    blocks = [ids[i : i + 128] for i in range(0, len(ids) // 128 * 128, 128)]
    return {"input_ids": blocks, "labels": [list(block) for block in blocks]}


data = data.map(group, batched=True, remove_columns=data.column_names)
Trainer(model, TrainingArguments("out"), default_data_collator, data).train()
