from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
model = AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B")
data = load_dataset("json", data_files="a.jsonl", split="train")


def encode(batch):
    out = tokenizer(batch["text"])
    return out


def group(batch, size=128):
    joined = {key: sum(batch[key], []) for key in batch.keys()}
    total = (len(joined["input_ids"]) // size) * size
    result = {key: [values[i : i + size] for i in range(0, total, size)] for key, values in joined.items()}
    result["labels"] = result["input_ids"].copy()
    return result


data = data.map(encode, batched=True, remove_columns=data.column_names).map(group, batched=True)
trainer = Trainer(
    model=model, args=TrainingArguments("o"), train_dataset=data, data_collator=default_data_collator
)
trainer.train()
