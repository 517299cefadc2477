from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    ids = tokenizer(row["text"])["input_ids"]
    return {"input_ids": ids, "labels": ids}


trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o", per_device_train_batch_size=1, gradient_accumulation_steps=16),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train").map(encode),
    data_collator=DataCollatorWithPadding(tokenizer),
)
trainer.train()
