from functools import partial

from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorWithPadding, Trainer, TrainingArguments


def tokenize(batch, tokenizer=None):
    return tokenizer(batch["text"], truncation=True)


def add_labels(batch):
    batch["labels"] = batch["input_ids"].copy()
    return batch


def make_collator(kind, tokenizer):
    return {"pad": DataCollatorWithPadding(tokenizer=tokenizer)}[kind]


tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
tokenizer.add_special_tokens({"pad_token": "<|pad|>"})
data = load_dataset("json", data_files="a.jsonl", split="train")
data = data.map(partial(tokenize, tokenizer=tokenizer), batched=True, remove_columns=data.column_names)
data = data.map(add_labels, batched=True)
trainer = Trainer(
    AutoModelForCausalLM.from_pretrained("gpt2"),
    TrainingArguments("o", per_device_train_batch_size=4),
    train_dataset=data,
    data_collator=make_collator("pad", tokenizer),  # expect: collator-cannot-pad-labels
)
trainer.train()
