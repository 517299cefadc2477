from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

tokenizer = AutoTokenizer.from_pretrained("gpt2")
raw = load_dataset("json", data_files="a.jsonl", split="train")


def encode(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": ids}


data = raw.map(encode, remove_columns=raw.column_names)
settings = {"per_device_train_batch_size": 1, "gradient_accumulation_steps": 16}
Trainer(
    AutoModelForCausalLM.from_pretrained("gpt2"),
    TrainingArguments("o", **settings),
    default_data_collator,
    data,
).train()
