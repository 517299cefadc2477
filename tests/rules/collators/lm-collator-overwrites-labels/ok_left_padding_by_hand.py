from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")
LENGTH = 256


def encode(row):
    ids = tokenizer(row["text"])["input_ids"][:LENGTH]
    missing = LENGTH - len(ids)
    return {
        "input_ids": [tokenizer.pad_token_id] * missing + ids,
        "attention_mask": [0] * missing + [1] * len(ids),
        "labels": [-100] * missing + ids,
    }


data = load_dataset("json", data_files="a.jsonl", split="train").map(encode)
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
)
trainer.train()
