from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    inputs = tokenizer(row["text"], truncation=True, max_length=256)
    return {**inputs, "labels": inputs["input_ids"][:]}


trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o", per_device_train_batch_size=8),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train").map(encode),
    data_collator=DataCollatorWithPadding(tokenizer, padding="longest"),  # expect: collator-cannot-pad-labels
)
trainer.train()
