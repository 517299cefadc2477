from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    prompt_ids = tokenizer(row["prompt"])["input_ids"]
    full = tokenizer(row["prompt"] + row["answer"])
    labels = list(full["input_ids"])
    labels[: len(prompt_ids)] = [-100] * len(prompt_ids)
    full["labels"] = labels
    return full


data = load_dataset("json", data_files="a.jsonl", split="train").map(encode)
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),  # expect: lm-collator-overwrites-labels
)
trainer.train()
