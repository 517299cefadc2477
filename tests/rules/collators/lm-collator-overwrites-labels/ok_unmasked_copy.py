from datasets import load_dataset
from transformers import AutoModelForCausalLM, AutoTokenizer, DataCollatorForLanguageModeling
from transformers import Trainer, TrainingArguments

tokenizer = AutoTokenizer.from_pretrained("Qwen/Qwen2.5-0.5B")


def encode(row):
    out = tokenizer(row["text"], truncation=True, max_length=512, padding="max_length")
    out["labels"] = [(token if token != tokenizer.pad_token_id else -100) for token in out["input_ids"]]
    return out


data = load_dataset("json", data_files="a.jsonl", split="train").map(encode)
trainer = Trainer(
    model=AutoModelForCausalLM.from_pretrained("Qwen/Qwen2.5-0.5B"),
    args=TrainingArguments("o"),
    train_dataset=data,
    data_collator=DataCollatorForLanguageModeling(tokenizer, mlm=False),
)
trainer.train()
