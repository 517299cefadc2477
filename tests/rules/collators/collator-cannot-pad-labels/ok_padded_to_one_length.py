from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, Trainer, TrainingArguments, default_data_collator

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    inputs = tokenizer(row["text"], truncation=True, padding="max_length", max_length=256)
    inputs["labels"] = inputs["input_ids"].copy()
    inputs["labels"] = [-100 if mask == 0 else token for mask, token in zip(inputs["attention_mask"], inputs["labels"])]
    return inputs


trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o"),
    train_dataset=load_dataset("json", data_files="a.jsonl", split="train").map(encode),
    data_collator=default_data_collator,
)
trainer.train()
